/** Texts of logs, pages and servers without what could be a secret or a person: what remains says what happened. */

const long = 16;

/**
 * Without session files, credentials and queries of addresses, arguments of calls, values of names that tell of a secret, words of sixteen and
 * more characters with a digit or of mixed case, e-mail and IP addresses; and without a stack trace. Paths of files stay.
 */
export function masked(text: string): string {
  return text
    .replace(/\s*(?:#0 |Stack trace:|\[stacktrace\]).*/is, ' …')
    .replace(/(\bcookie: ?"?)[^"\n]*/gi, '$1…')
    .replace(/sess_[\w,-]+/g, 'sess_…')
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/(\/redeem\/)[^\s/?&"'<>]+/gi, '$1…')
    .replace(/([?&][\w[\]-]+=)[^&\s"']+/g, '$1…')
    .replace(/\bAUTH\s+\S+(?:\s+\S+)?/g, 'AUTH …')
    .replace(/(authorization["']?\s*[:=]\s*["']?[\w-]+\s+)[^\s"',;]+/gi, '$1…')
    .replace(/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 …')
    .replace(
      /(\s(?:--?(?:password|passwd|pass|secret|token|api-key|p)(?:=|\s+)|-p|-u\s*[^\s:]*:))(?:"[^"]*"|'[^']*'|["']?[^\s"']+)/gi,
      '$1…',
    )
    .replace(/([(,]\s*)(?:'[^']*'|"[^"]*")(?=\s*[,)])/g, "$1'…'")
    .replace(secretValue, '$1…')
    .replace(toldValue, '$1…')
    .replace(/(?<![\p{L}\p{N}_.%+-])[\p{L}\p{N}_.%+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*/gu, 'e-mail-address')
    .replace(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g, 'address')
    .replace(/(?<![\p{L}\p{N}_:])[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f]{0,4}(?![\w:])/giu, withoutIpv6)
    .replace(/[\w+/=$%~.-]{16,}/g, (word) => (isSecretLike(word) ? '…' : word));
}

/** Names of secrets, as fields, headers, directives and in the languages of reports. */
const secretName =
  '(?:[\\w-]{0,40}(?:passw(?:or)?d|passwort|pwd|secret|token|api-?_?key|access-?_?key|cookie|authorization|signature|hash|phpsessid|otp|pin)|pw|WHMCS\\w{1,40}|contraseña|contrasena|mot de passe|senha|wachtwoord|hasło|haslo|şifre|sifre|parola|пароль|пароля|mật khẩu|mat khau|kata sandi|סיסמה|סיסמא|كلمة المرور|كلمة السر|密码|密碼)';

/** password=…, "token": "…", 'secret' => '…', <password>…, WHMCSabc=…: the value is hidden, the name stays. */
const secretValue = new RegExp(
  `(?<![\\p{L}\\p{N}_])(${secretName}(?:\\\\?["'])?(?:\\s{0,5}(?:=>|[=:：])\\s{0,5}|>)(?:\\\\?["'])?)[^\\s"',;&)<\\\\]+`,
  'giu',
);

/** "my password is …", "password hunter2": a word after it that no sentence has. */
const toldValue = new RegExp(
  `(?<![\\p{L}\\p{N}_])(${secretName}\\s+(?:(?:is|was|ist|lautet|es|est|è|:)\\s+)?)(?=[^\\s]{4,100}(?:\\s|$|[.,;]))(?=[^\\s]{0,100}(?:\\d|[!#$%&*+?@^~]\\S))[^\\s"',;]{4,100}`,
  'giu',
);

/** 02:13:51 is a time; what has a group of letters, or two colons together, is an address. */
function withoutIpv6(found: string): string {
  return /[a-f]|::\d|\d::/i.test(found) || found.split(':').length > 4 ? 'address' : found;
}

/** A path is none while each of its parts is a name; a domain is none. */
function isSecretLike(word: string): boolean {
  const parts = word.split('/');
  const isPath = word.startsWith('/') && parts.length > 2;
  return (
    parts.some((part) => part.length >= (isPath ? 24 : long) && mixed(part) && !isHost(part)) ||
    (!isPath && !/^[a-z0-9.-]+\.[a-z]{2,}/i.test(word) && mixed(word))
  );
}

/** "server01.billing.example": labels that people could have chosen, and a top-level domain. */
function isHost(part: string): boolean {
  const labels = part.split('.');
  return (
    labels.length > 2 &&
    labels.every((label) => /^[a-z][a-z-]{1,14}\d{0,3}$|^[a-z-]+$/.test(label)) &&
    /^[a-z]{2,}$/.test(labels.at(-1) ?? '')
  );
}

/** Letters and digits together, or both cases without a pattern of words. */
function mixed(word: string): boolean {
  const plain = word.replace(/[^A-Za-z0-9]/g, '');
  if (/\d/.test(plain) && /[A-Za-z]/.test(plain)) return true;
  return plain.length >= 24 && /[a-z]/.test(plain) && !/^[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*$/.test(plain);
}
