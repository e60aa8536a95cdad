/** Texts for terminals that show nothing beyond ASCII. */

const spelt: Readonly<Record<string, string>> = {
  '…': '...',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '<',
  '»': '>',
  '–': '-',
  '—': '-',
  '·': '-',
  '×': 'x',
  '®': '(R)',
  '™': '(TM)',
  '©': '(C)',
  ß: 'ss',
  '\u00a0': ' ',
};

/** Letters lose their accents; what has no such spelling becomes a question mark. */
export function ascii(text: string): string {
  return text
    .replace(/[^\u0000-\u007f]/gu, (character) => spelt[character] ?? character)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\u0000-\u007f]/gu, '?');
}
