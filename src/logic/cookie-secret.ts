/** Which values of a site's cookies and forms could let somebody in. */

/** PHP's shortest session id has 22 characters; a few bytes at random in hexadecimal have eight. */
const shortest = 8;

/**
 * Neither a short value nor words, a number, a date, a version or a name of a host: these are settings ("dark", "english", "2026-01-01"). They
 * stand everywhere, also where no site put them, and protect nothing.
 */
export function couldBeSecret(value: string): boolean {
  if (value.length < shortest) return false;
  const words = /^[a-z]{1,15}(?:[-_. /:|]{1,3}[a-z]{1,15})*$/i.test(value) && !/[a-z][A-Z]+[a-z]+[A-Z]/.test(value);
  const number = /^[\d.:T Z+-]{1,20}$/.test(value);
  const version = /^v?\d+(?:\.\d+){1,3}(?:-[a-z]+(?:\.\d+)?)?$/i.test(value);
  return !words && !number && !version;
}
