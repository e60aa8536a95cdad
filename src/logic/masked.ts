/** Texts of logs, pages and servers without what could be a secret or a person: what remains says what happened. */

const long = 16;

/**
 * Without session files, credentials and queries of addresses, arguments of calls, values of names that tell of a secret, words of sixteen and
 * more characters with a digit or of mixed case, e-mail and IP addresses; and without a stack trace. Paths of files stay.
 */
export function masked(text: string): string {
  return text
    .replace(/(?<!\s)\s*(?:#0 |Stack trace:|\[stacktrace\]).*/is, ' …')
    .replace(/(\bcookie:(?!:) ?"?)[^"\n]*/gi, '$1…')
    .replace(/sess_[\w,-]+/g, 'sess_…')
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/(\/redeem\/)[^\s/?&"'<>]+/gi, '$1…')
    .replace(/([?&][\w[\]%.-]+=)[^&\s"']+/g, '$1…')
    .replace(/\bAUTH\s+\S+(?:\s+\S+)?/g, 'AUTH …')
    .replace(/(\bauth\s+(?:plain|login|xoauth2|cram-md5)\s+)(?=[\w+/]*[\d=])[\w+/=]{6,}/gi, '$1…')
    .replace(/(CLIENT -(?:>|&gt;) SERVER:\s{0,5})(?![A-Z]{4,8}(?:\s|$))(?:[\w+/]{4})*(?:[\w+/]{4}|[\w+/]{3}=|[\w+/]{2}==)(?=\s|$)/g, '$1…')
    .replace(/(authorization["']?\s*[:=]\s*["']?[\w-]+\s+)[^\s"',;]+/gi, '$1…')
    .replace(/\b(bearer|basic)\s+[\w+/=.~-]{6,}/gi, '$1 …')
    .replace(
      /(\s(?:--?(?:password|passwd|pass|secret|token|api-key|p)(?:=|\s+)|-p|(?:-u\s*|--(?:proxy-)?user(?:=|\s+))[^\s:]*:))(?:"[^"]*"|'[^']*'|["']?[^\s"']+)/gi,
      '$1…',
    )
    .replace(/([(,]\s*)(?:'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*")(?=\s*[,)])/g, "$1'…'")
    .replace(/(\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?)(?:'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*")/gi, "$1'…'")
    .replace(
      /(<input\s(?:[^<>"']|"[^"<]{0,1000}"|'[^'<]{0,1000}'){0,1000}?(?<![\w-])value=)(?:\\?"[^"]{0,1000}"?|\\?'[^']{0,1000}'?|[^\s<>"'\\]+)/gi,
      "$1'…'",
    )
    .replace(/\b((?:owned|leased|dev|trial|whmcs)-)(?=[a-f]*\d)[0-9a-f]{6,}/gi, '$1…')
    .replace(secretValue, (whole: string, name: string, value: string) => (isMessage(value) ? whole : `${name}…`))
    .replace(toldValue, '$1…')
    .replace(spokenValue, '$1…')
    .replace(mailboxes, 'e-mail-address')
    .replace(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g, 'address')
    .replace(/(?<![\p{L}\p{N}_:])[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f]{0,4}(?![\w:])/giu, withoutIpv6)
    .replace(/[\w+/=$%~.-]{16,}/g, (word) => (isSecretLike(word) ? '…' : word));
}

/** Names of secrets, as fields, headers, directives and in the languages of reports. */
const secretName =
  '(?:[\\w-]{0,40}(?:passw(?:or)?d|passwort|passphrase|passcode|kennwort|pwd|secret|token|api-?_?key|access-?_?key|cookie|authorization|signature|hash|phpsessid|otp|pin)|pw|WHMCS\\w{1,40}|contraseña|contrasena|mot de passe|palavra-passe|senha|wachtwoord|hasło|haslo|şifre|sifre|parola|пароль|пароля|mật khẩu|mat khau|kata sandi|סיסמה|סיסמא|كلمة المرور|كلمة السر|密码|密碼|口令|パスワード|비밀번호|lösenord|heslo|jelszó|salasana|adgangskode|passord|lozinka|κωδικός)[1-9]?';

/** Names that have other meanings in sentences. */
const fieldName =
  '(?:[\\w-]{0,40}(?:secret|private|auth|consumer|encryption|shared|licen[cs]e)[-_]{0,2}key|[\\w-]{0,40}(?:sess(?:ion)?_?id|secret_proof|salt)|(?:[\\w-]{0,40}(?:db|user|smtp|mail|ftp|admin|root|auth|login)[-_]?)?pass[1-9]?(?=\\\\?["\']|\\s?=)|api[-_ ]identifier|identifier(?==)|sid|skey|ikey|\\$license|clave|mdp)';

/** Names in sentences that tell of a secret less often than of something else: a license key is invalid, and a test can pass. */
const spokenName =
  '(?:(?:api|secret|access|private|consumer|licen[cs]e)[ -]key|session[ -]id|(?:security|verification|backup|recovery|one-time|two-factor) code|credentials?|pass|clave|mdp)';

/** Behind the name: as in a file or a header, an array that PHP printed, an element, and what PHP serialised. */
const assigned = '(?:\\]?\\s{0,40}(?::=|={1,9}>?|:(?!:)|：|%3[ad])\\s{0,40}(?:string\\(\\d{1,9}\\) )?|>|[;|]s:\\d{1,9}:)';

/** A message in quotes is no secret: "password: "The link you followed has expired."" What else could be a passphrase is none. */
function isMessage(value: string): boolean {
  return (
    /^\p{Lu}[\p{L}’-]{0,30},?(?: [\p{L}’-]{1,30},?){4,40}\.$/u.test(value) &&
    /\b(?:expired|invalid|incorrect|required|failed|wrong|(?:not|n’t) match|try again|too short|followed)\b/.test(value)
  );
}

/** To the closing quote, or to where it was cut off; without quotes one word: behind a space all of it, else as far as to what may separate fields. */
const value = [
  '(?<=(?<!\\\\)")(?:\\\\[^]|[^"\\\\\\n])+',
  "(?<=(?<!\\\\)')(?:\\\\[^]|[^'\\\\\\n])+",
  '(?<=\\\\")(?:\\\\{2,}[^\\\\]|[^"\\\\\\n])+',
  '(?<=%22|&quot;)(?:(?!%22|&quot;)\\S)+',
  '(?<=\\s)[^\\s"\']*[^\\s"\',;.)\\]}>\\\\]',
  '[^\\s"\',;&)<\\\\]+',
].join('|');

/** One mailbox, or several that lean on each other ("a@b.test..c@d.test"): behind the first, a name needs no beginning. */
const local = '[\\p{L}\\p{N}_.%+!#*^~-]';
const domain = '(?:@|%40)(?:\\[[\\w.:]{1,60}\\]|[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*)';
const mailboxes = new RegExp(`(?:"[^"\\s]+(?: [^"\\s]+){0,3}"|(?<!${local})${local}+)${domain}(?:${local}*${domain})*`, 'giu');

/** password=…, "token": "…", 'secret' => '…', <password>…, WHMCSabc=…: the value is hidden, the name stays. */
const secretValue = new RegExp(
  `(?<![\\p{L}\\p{N}_])((?:${secretName}|${fieldName})(?:\\\\?["']|&quot;|%22)?${assigned}(?:\\\\?["']|&quot;|%22)?)(${value})`,
  'giu',
);

/** Between a name and the secret in a sentence. */
const said =
  '(?:\\s?\\([^()\\n]{1,40}\\)|\\s(?:for|für|de|para|per|voor|dla|для)(?:\\s[^\\s"\'=:]{1,60}){1,2}?)?(?:\\s*[-–:=]{1,2}>?)?\\s+(?:(?:is|was|ist|war|lautet|es|est|è|jest|(?:was )?(?:changed|set|reset) to|:):?\\s+)?["\'“„«]?';

/** "Invalid credentials 2026-01-05", "pass 12ms". */
const measure = '(?!\\d{4}-\\d\\d-\\d\\d(?!\\w)|\\d{1,9}(?:ms|s|m|h|%|st|nd|rd|th)(?!\\w))';

/** "my password is …", "password for the shop: …", "password hunter2": a word after it that no sentence has. */
const toldValue = new RegExp(
  `(?<![\\p{L}\\p{N}_])(${secretName}${said})${measure}(?=[^\\s]{4,100}(?:\\s|$|[.,;]))(?=[^\\s]{0,100}(?:\\d|[!#$%&*+?@^~]\\S))[^\\s"',;]{4,100}`,
  'giu',
);

/** "license key ab12…": it has a digit among its letters. */
const spokenValue = new RegExp(
  `(?<![\\p{L}\\p{N}_-])(${spokenName}${said})${measure}(?=[^\\s\\d"',;{}()<>\\\\]{0,60}\\d)(?=\\d{6,8}(?!\\d)|\\d{0,60}[^\\s\\d"'.:])[^\\s"',;{}()<>\\\\]{4,100}`,
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
