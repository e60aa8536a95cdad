/** Texts of logs, pages and servers without what could be a secret or a person: what remains says what happened. */

const long = 16;

/**
 * Without session files, credentials and queries of addresses, arguments of calls, values of names that tell of a secret, words of sixteen and
 * more characters with a digit or of mixed case, e-mail and IP addresses; and without a stack trace. Paths of files stay.
 */
export function masked(text: string): string {
  return text
    .replace(/\s*(?:#0 |Stack trace:|\[stacktrace\]).*$/is, ' …')
    .replace(/\b((?:set-)?cookie: ?)[^"\n]{0,4000}/gi, '$1…')
    .replace(/sess_[\w,-]+/g, 'sess_…')
    .replace(/\/\/[^\s/@]{1,200}@/g, '//…@')
    .replace(/([?&][\w[\]-]{1,40}=)[^&\s"']+/g, '$1…')
    .replace(/\bAUTH\s+\S+(?:\s+\S+)?/g, 'AUTH …')
    .replace(/([(,]\s{0,5})(?:'[^']{0,500}'|"[^"]{0,500}")(?=\s{0,5}[,)])/g, "$1'…'")
    .replace(secretValue, '$1…')
    .replace(/[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/g, 'e-mail-address')
    .replace(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g, 'address')
    .replace(
      /(?<![\w:])(?:[0-9a-f]{1,4}:){1,7}(?::[0-9a-f]{1,4}){0,7}:?[0-9a-f]{0,4}(?![\w:])|(?<![\w:])::[0-9a-f][0-9a-f:]{0,38}(?![\w:])/gi,
      withoutIpv6,
    )
    .replace(/[\w+/=$%~.-]{16,}/g, (word) => (isSecretLike(word) ? '…' : word));
}

/** password=…, "token": "…", WHMCSabc=…: the value is hidden, the name stays. */
const secretValue =
  /\b((?:\w{0,40}(?:passw(?:or)?d|pwd|secret|token|apikey|api_key|accesskey|cookie|authorization|signature|hash)|WHMCS\w{1,40})["']?\s{0,5}[=:]\s{0,5}["']?)[^\s"',;&)]{1,500}/gi;

/** 02:13:51 is a time; what has a group of letters, or two colons together, is an address. */
function withoutIpv6(found: string): string {
  return /::|[a-f]/i.test(found) || found.split(':').length > 4 ? 'address' : found;
}

/** A path is none while each of its parts is a name; a domain is none. */
function isSecretLike(word: string): boolean {
  if (/^\$2[aby]\$|^\$argon/.test(word)) return true;
  const parts = word.split('/');
  const isPath = word.startsWith('/') && parts.length > 2;
  return (
    parts.some((part) => part.length >= (isPath ? 24 : long) && mixed(part)) ||
    (!isPath && !/^[a-z0-9.-]+\.[a-z]{2,}/i.test(word) && parts.length > 1 && mixed(word))
  );
}

/** Letters and digits together, or both cases without a pattern of words. */
function mixed(word: string): boolean {
  const plain = word.replace(/[^A-Za-z0-9]/g, '');
  if (/\d/.test(plain) && /[A-Za-z]/.test(plain)) return true;
  return plain.length >= 24 && /[a-z]/.test(plain) && /[A-Z]/.test(plain) && !/^(?:[A-Z]?[a-z]{2,}){2,}$/.test(plain);
}
