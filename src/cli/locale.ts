/** Whether what is shown to people may hold characters beyond ASCII, by the words of the locale. */
export function unicodeLocale(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return locale === '' || /utf-?8/i.test(locale) || locale === 'C';
}
