/**
 * Secrets that are planted, the ways in which they are written, and what finds them again. It shares nothing with src/redact: what is hidden
 * there is looked for here by undoing every encoding, and eight characters in a row of a secret are a leak.
 */

export interface Canary {
  readonly kind: string;
  readonly value: string;
  /** What of it is told to nobody; default: all of it. */
  readonly core?: string;
}

/** What is known to be secret where it is read, or because the operator gave it. */
export const canaries = {
  license: { kind: 'license key', value: 'Leased-7e3b9f5d1c8a6f2e4b0d', core: '7e3b9f5d1c8a6f2e4b0d' },
  encryption: { kind: 'encryption hash', value: 'Qm7Zt2VbK9xRw4LpC6nHs8JdF3gTy5UeA1oXiM0qDvBz' },
  access: { kind: 'API access key', value: 'zebra!Quilt#7781/vortex' },
  autoauth: { kind: 'autoauth key', value: 'K8wPzR5tNq2Xb7Lm' },
  addon: { kind: 'secret of an add-on', value: 'Yt4Gk9Pw2Jx6Nc8Sv' },
  oldPassword: { kind: 'password in a comment', value: 'gr4nite-Falcon-1988' },
  sessionDatabase: { kind: 'session database password', value: 'mulberry=Tango%42' },
  redis: { kind: 'Redis password', value: 'Rd5Wq8Lx1Zv3Tn7Kb' },
  memcached: { kind: 'memcached password', value: 'Mc6Hy3Bt9Sp1Df4Gj' },
  identifier: { kind: 'API identifier', value: 'aZ3kD9sLq1XwE7rTyU5iOpB2nM8vC4fG' },
  apiSecret: { kind: 'API secret', value: 'Uj6Vn2Kq9Ws4Ex8Rc3Tf7Yg1Zb5Hm0Li' },
  apiPassword: { kind: 'API password', value: 'f0b1d7c9a35e8264' },
  mail: { kind: 'SMTP password', value: 'p\u00e4lm+Tree/1966 &"x' },
  facebook: { kind: 'Facebook app secret', value: '5f9c2e7b1a8d4063c7e9b2f5a1d80364' },
  twitter: { kind: 'X API secret', value: 'Nb4Xz7Lw1Qk9Sj5Hf2Pd8Rg6Vt3Yc0MuKo' },
  google: { kind: 'Google client secret', value: 'GOCSPX-w8Zr4Kt1Lq9Xv6Nb3Hm7Js', core: 'w8Zr4Kt1Lq9Xv6Nb3Hm7Js' },
  duo: { kind: 'Duo client secret', value: 'Dv9Kx3Ws7Qn1Zb5Lt8Hy4Jm2Pg6Rf0CeUaTiOo' },
  cookie: { kind: 'cookie', value: '9q4m7x2k5t8w1z6b3n0v7c4r1j' },
  csrf: { kind: 'csrf token', value: 'c41f8e6b2d7a9053f1c6e8b4a2d79035' },
  reset: { kind: 'reset token', value: 'e7Xq2Wz9Kb4Tn6Vm1Lp8' },
  proxy: { kind: 'proxy password', value: 'Px3Zk7Qw1Lt9Vb5N' },
  login: { kind: 'password that is tried', value: 'walrus Umbrella 7731' },
} as const satisfies Readonly<Record<string, Canary>>;

/** What nobody told the program of: it only looks like a secret where it stands. */
export const strangers = {
  session: { kind: 'session id', value: '4h7s2k9d5f1g8j3l6q0w4e7r2t' },
  bcrypt: {
    kind: 'password hash',
    value: '$2y$10$Zq8Wx3Kt7Lm1Vb5Nh9Pj2uRs4Ty6Gf0Dc1Ea3Iz5Xo7Bk9Mv2Qw4',
    core: 'Zq8Wx3Kt7Lm1Vb5Nh9Pj2uRs4Ty6Gf0Dc1Ea3Iz5Xo7Bk9Mv2Qw4',
  },
  md5: { kind: 'older password hash', value: '8b1f4d7a2e9c5063b8f1d4a7e2c95036:kW3xQ', core: '8b1f4d7a2e9c5063b8f1d4a7e2c95036' },
  totp: { kind: 'two-factor secret', value: 'KJ5WQ3ZXNB2T7LMV' },
  backup: { kind: 'backup code', value: 'V8KD-3MXQ-7RTW-2PLN' },
  remember: { kind: 'remember token', value: 'Sd8Kf3Lg7Qw1Ze5Xr9Ct2Vy6Bu4Ni0MoPaTj' },
  oauth: { kind: 'OAuth token', value: 'ya29.Lw7Kt2Zq9Xb4Vn6Hm1Jp8Rs3' },
  jwt: { kind: 'JWT', value: 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjo3NzMxfQ.Zk3Wq8Lt1Xb6Vn9Hm4Jp7Rs2', core: 'Zk3Wq8Lt1Xb6Vn9Hm4Jp7Rs2' },
  duoIntegration: { kind: 'Duo integration key', value: 'DIQ7W2K9X4L1T8Z5V3NB' },
  privateKey: {
    kind: 'private key',
    value: '-----BEGIN RSA PRIVATE KEY----- MIIEpAIBAAKCAQEA7Zq3Wx9Kt1Lm5Vb8Nh2Pj6Rs4Ty0GfDcEaIzXoBkMvQw -----END RSA PRIVATE KEY-----',
    core: '7Zq3Wx9Kt1Lm5Vb8Nh2Pj6Rs4Ty0GfDcEaIzXoBkMvQw',
  },
} as const satisfies Readonly<Record<string, Canary>>;

const basic = (text: string): string => Buffer.from(text).toString('base64');
const bytesOf = (text: string): readonly string[] => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
const wrapped = (text: string, at: number, end: string): string => text.match(new RegExp(`.{1,${at}}`, 'gs'))?.join(end) ?? '';
const plainAscii = (letter: string): boolean => /[!-~]/.test(letter);

/** The ways in which a value is written somewhere. */
export const writings: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  'in small letters': (value) => value.toLowerCase(),
  'percent encoded': encodeURIComponent,
  'percent encoded in small letters': (value) => encodeURIComponent(value).replace(/%../g, (one) => one.toLowerCase()),
  'percent encoded byte by byte': (value) =>
    bytesOf(value)
      .map((byte) => `%${byte}`)
      .join(''),
  'percent encoded here and there': (value) =>
    [...value].map((letter, index) => (index % 3 === 0 || !plainAscii(letter) || letter === '%' ? percent(letter) : letter)).join(''),
  'percent encoded twice': (value) => encodeURIComponent(encodeURIComponent(value).replaceAll(/[a-m]/g, percent)),
  'a form': (value) => new URLSearchParams({ field: value }).toString(),
  'the user of a URL': (value) => `tcp://${encodeURIComponent(value)}@cache:6379`,
  'the password of a URL': (value) => `redis://u:${encodeURIComponent(value)}@cache:6379/0`,
  'the query of a URL': (value) => `https://x.test/a?b=1&auth=${encodeURIComponent(value)}&c`,
  'the fragment of a URL': (value) => `https://x.test/#${encodeURI(value)}`,
  'the path of a URL': (value) => `https://x.test/index.php?rp=/x/${encodeURIComponent(value)}/y`,
  base64: (value) => basic(value),
  'base64 after one character': (value) => basic(`x${value}`),
  'base64 after two characters': (value) => basic(`xy${value}z`),
  'base64 of a URL': (value) => Buffer.from(`??${value}>>`).toString('base64url'),
  'base64 of user and password': (value) => `Authorization: Basic ${basic(`whmcs:${value}`)}`,
  'base64 of AUTH PLAIN': (value) => basic(`\0mailer@billing.test\0${value}`),
  'base64 in lines of a mail': (value) => wrapped(basic(`x${'y'.repeat(60)}${value}${'z'.repeat(60)}`), 76, '\r\n'),
  'base64 in short lines': (value) => wrapped(basic(value), 8, '\n'),
  'base64 in lines, quoted': (value) => wrapped(basic(`xx${value}`), 12, '\\n'),
  'base64, percent encoded': (value) => encodeURIComponent(basic(`a:${value}`)),
  'base64 twice': (value) => basic(basic(`x:${value}`)),
  hex: (value) => bytesOf(value).join(''),
  'hex in capitals': (value) => bytesOf(value).join('').toUpperCase(),
  'hex in both cases': (value) =>
    [...bytesOf(value).join('')].map((letter, index) => (index % 2 === 0 ? letter : letter.toUpperCase())).join(''),
  'hex with an odd digit before it': (value) => `0x3${bytesOf(value).join('')}`,
  'hex with gaps': (value) => bytesOf(value).join(' '),
  'hex in a PHP string': (value) =>
    bytesOf(value)
      .map((byte) => `\\x${byte}`)
      .join(''),
  JSON: (value) => JSON.stringify({ a: value }),
  'JSON in JSON': (value) => JSON.stringify(JSON.stringify({ a: value })),
  'JSON as PHP writes it': (value) =>
    JSON.stringify(value)
      .replaceAll('/', '\\/')
      .replace(/[^ -~]/g, unicode),
  'JSON letter by letter': (value) => `"${[...value].map(unicode).join('')}"`,
  HTML: (value) => value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`),
  'HTML as PHP writes it': (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#039;'),
  'HTML letter by letter': (value) => [...value].map((letter) => `&#${letter.codePointAt(0) ?? 0};`).join(''),
  'HTML letter by letter, hex': (value) => [...value].map((letter) => `&#x${(letter.codePointAt(0) ?? 0).toString(16)};`).join(''),
  'quoted-printable': (value) =>
    wrapped(
      [...Buffer.from(value)]
        .map((byte) => (byte > 32 && byte < 127 && byte !== 61 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase()}`))
        .join(''),
      11,
      '=\r\n',
    ),
  'UTF-16, read as bytes': (value) => [...value].map((letter) => `${letter}\0`).join(''),
  'serialized by PHP': (value) => `a:1:{s:4:"auth";s:${Buffer.byteLength(value)}:"${value}";}`,
  'exported by PHP': (value) => `'auth' => '${value.replace(/[\\']/g, '\\$&')}'`,
  'quoted by a shell': (value) => `mysqldump -p'${value.replaceAll("'", `'\\''`)}' whmcs`,
  'cut off behind it': (value) => `${value.slice(0, -3)}\u2026`,
  'cut off before it': (value) => `\u2026${value.slice(4)}`,
};

function percent(letter: string): string {
  return bytesOf(letter)
    .map((byte) => `%${byte}`)
    .join('');
}

function unicode(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const long = 8;

/** What is shown of each secret of which eight characters stand in the text, in any encoding: its kind, and the place. */
export type Finder = (text: string) => readonly string[];

/** Looks for all of them at once, so that a long output is gone through only once for each way of reading it. */
export function finderOf(planted: readonly Canary[]): Finder {
  const pieces = new Map<string, string>();
  const begins = new Uint8Array(1 << 16);
  const slot = (text: string, at: number): number =>
    ((text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 + text.charCodeAt(at + 2)) & 0xffff;
  for (const { kind, value, core = value } of planted) {
    // an encoding may put bytes apart that are one letter
    for (const written of [core, core.toLowerCase(), Buffer.from(core).toString('latin1')])
      for (let at = 0; at + long <= written.length; at++) {
        pieces.set(written.slice(at, at + long), kind);
        begins[slot(written, at)] = 1;
      }
  }
  return (text) => {
    const found = new Map<string, string>();
    for (const reading of readings(text))
      for (let at = 0; at + long <= reading.length; at++) {
        if (begins[slot(reading, at)] === 0) continue;
        const kind = pieces.get(reading.slice(at, at + long));
        if (kind !== undefined && !found.has(kind)) found.set(kind, `${kind}: ${reading.slice(Math.max(0, at - 60), at + 40)}`);
      }
    return [...found.values()];
  };
}

/** The text, and what it says when it is decoded once or twice. */
function readings(text: string): ReadonlySet<string> {
  const once = new Set([text, ...rewritings(text)]);
  // a whole report is long, and each text in it is short
  if (text.length > 100_000) return new Set([...once, ...[...once].flatMap(unpackings)]);
  const all = new Set([...once, ...[...once].flatMap(rewritings)]);
  return new Set([...all, ...[...all].flatMap(unpackings), ...[...all].flatMap(unpackings).flatMap(unpackings)]);
}

/** Encodings of single characters; only what they change. */
function rewritings(text: string): readonly string[] {
  const numbers = (written: string): string => {
    const code = /^x/i.test(written) ? Number.parseInt(written.slice(1), 16) : Number(written);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  };
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return [
    text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')),
    text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(/\\+(["/\\'])/g, '$1'),
    text
      .replace(/&#(\d{1,7}|x[0-9a-f]{1,6});/gi, (_, code: string) => numbers(code))
      .replace(/&(\w+);/g, (all, name: string) => names[name] ?? all),
    Buffer.from(
      text.replace(/=\r?\n|=\\r\\n/g, '').replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    ).toString('utf8'),
    text.replace(/[\0\s\ufffd\u2400]|\\u0000|\\0/g, ''),
  ].filter((reading) => reading !== text);
}

/** Whole values that were packed: base64 at each alignment, hexadecimal digits. */
function unpackings(text: string): readonly string[] {
  const close = text.replace(/\\[rn]/g, '').replace(/\s+/g, (gap) => (gap === ' ' ? gap : ''));
  const base64 = [...close.matchAll(/[\w+/-]{8,}/g)].flatMap(([run]) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64')));
  const hex = [...text.replace(/\\x/gi, '').matchAll(/[0-9a-f]{16,}|(?:[0-9a-f]{2} ){7,}[0-9a-f]{2}/gi)].flatMap(([run]) =>
    [0, 1].map((from) => Buffer.from(run.replaceAll(' ', '').slice(from), 'hex')),
  );
  const all = [...base64, ...hex].filter((bytes) => bytes.length >= long);
  return all.length === 0
    ? []
    : [all.map((bytes) => bytes.toString('latin1')).join('\n'), all.map((bytes) => bytes.toString('utf8')).join('\n')];
}
