import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../../src/host/bundle.js';
import { UnusableBundle } from '../../src/host/bundle-document.js';
import { isSystemAccount } from '../../src/logic/system-account.js';
import { parseAddress } from '../../src/logic/address.js';
import { plainSearch, tableSearch } from '../../src/logic/automaton.js';
import { bans, bansAny, parseBan } from '../../src/logic/ban-pattern.js';
import { byText } from '../../src/logic/by-text.js';
import { blockedBy, inlineBlockedBy, namesScripts } from '../../src/logic/content-security-policy.js';
import { couldBeSecret } from '../../src/logic/cookie-secret.js';
import { ancestry } from '../../src/logic/access-rights.js';
import { duoHostOf, duoRefusalOf, isDuoHost, malformedKeys } from '../../src/logic/duo.js';
import { appDomainCovers } from '../../src/logic/facebook-domain.js';
import { isFreemail, isOwnServer } from '../../src/logic/freemail.js';
import { routeAddress } from '../../src/logic/friendly-urls.js';
import { glob } from '../../src/logic/glob.js';
import { keptWords } from '../../src/logic/kept-words.js';
import { licenseKeyShape, malformations } from '../../src/logic/license-key.js';
import { ageOf } from '../../src/logic/local-time.js';
import { ownerOf } from '../../src/logic/log-host.js';
import { mailFailure } from '../../src/logic/mail-failure.js';
import { masked } from '../../src/logic/masked.js';
import { sampleOf, scannerFor } from '../../src/logic/message-scan.js';
import { lacksTls12 } from '../../src/logic/php-reach.js';
import { countLines, cutter } from '../../src/logic/pieces.js';
import { plainData } from '../../src/logic/plain-data.js';
import { providerNamed } from '../../src/logic/sign-in.js';
import { isOlder } from '../../src/logic/software-need.js';
import { localMoment, offsetAt } from '../../src/logic/time-zone.js';
import { registeredForm } from '../../src/logic/twitter-answer.js';
import { momentOf, zoneOffsetMs } from '../../src/logic/zoned-time.js';
import { messages } from '../../src/knowledge/index.js';
import { parseContentPolicies } from '../../src/parse/page-policy.js';
import { addressClass } from '../../src/logic/address-class.js';
import { addressSet, coverage, parseEntry, pieces } from '../../src/logic/address-set.js';
import { formatBytes, formatSeconds } from '../../src/logic/amounts.js';
import { agree, bisectingWaitMs } from '../../src/logic/clock-interval.js';
import { describeOffset, judgeOffset } from '../../src/logic/clock-rule.js';
import { isSent, keepCookie } from '../../src/logic/cookie-rules.js';
import { googleClientId, originRefused } from '../../src/logic/google-origin.js';
import { cacheSign, printable } from '../../src/logic/http-answer.js';
import { nearest } from '../../src/logic/nearest.js';
import { operatorOf } from '../../src/logic/operator-name.js';
import { iniOn } from '../../src/logic/php-ini.js';
import { isTokenLike, routeWithoutToken } from '../../src/logic/reset-token.js';
import { safeJson } from '../../src/logic/safe-json.js';
import { effectiveSessionPath, parseSessionPath, tidy } from '../../src/logic/session-path.js';
import { trimEndOf } from '../../src/logic/trim-end.js';
import { readUrl, shownUrl } from '../../src/logic/url-identity.js';
import { headerName } from '../../src/logic/visitor-address.js';
import { parseVersion, versionInRange } from '../../src/logic/whmcs-version.js';
import { routeModeOf, siteOfPage } from '../../src/logic/whmcs-routes.js';
import { parseJson } from '../../src/parse/json.js';
import { createRedactor } from '../../src/redact/boundary.js';
import { toJson } from '../../src/report/json.js';
import { plain } from '../../src/report/plain-text.js';
import { renderPretty } from '../../src/report/pretty.js';
import { shellQuote } from '../../src/run/findings.js';
import { finding, sampleReport } from '../support/sample-report.js';
import { endures, factor, type Reader } from './harness.js';

const addressWords = ['1.2.3.4', '::1', '::ffff:1.2.3.4', '/24', '/255.255.0.0', '-', '.', ':', 'fe80::1%eth0', '%', '010'];
const urlWords = [
  'https:',
  'http://',
  '//',
  '\\',
  '@',
  ':',
  'user:pass@',
  'host',
  '.',
  '/',
  '?rp=/login',
  '#',
  'index.php',
  'xn--',
  '[::1]',
  '8080',
];
const page = new URL('https://billing.example/whmcs/login');
const cookie = { secure: true, httpOnly: true, sameSite: null, expiresAt: null, domainIsPublicSuffix: false };

const readers: Readonly<Record<string, Omit<Reader, 'name'>>> = {
  address: { words: addressWords, read: (text) => [parseAddress(text), parseEntry(text)] },
  'address-class': { words: addressWords, read: addressClass },
  'ban-pattern': {
    words: [...addressWords, '*', '.*', ':*'],
    read: (text) => [parseBan(text), bans(text, '1.2.3.4'), bansAny(text, ['1.2.3.0/24', '::/0'])],
  },
  automaton: {
    words: ['Login failed', 'login', 'FAILED', '\n', 'ogin f', '\r\n', 'é'],
    read: (text) => {
      const found = (search: ReturnType<typeof plainSearch>): unknown[] => {
        const lines: unknown[] = [];
        search.lines(Buffer.from(text), (start, end, literals) => lines.push([start, end, [...literals].sort((a, b) => a - b)]));
        return lines;
      };
      const literals = ['login failed', 'failed', 'login', 'ed'];
      expect(found(tableSearch(literals))).toEqual(found(plainSearch(literals)));
    },
  },
  'content-security-policy': {
    words: [
      'script-src ',
      'default-src ',
      "'self'",
      "'unsafe-inline'",
      "'nonce-a'",
      'https:',
      '*.a.test',
      'a.test:*',
      '/x/',
      ';',
      ',',
      '*',
      "'none'",
    ],
    longest: 65_536,
    read: (text) =>
      parseContentPolicies(text).map((policy) => {
        const seen = { ...policy, from: 'header' } as never;
        return [blockedBy(seen, 'script', 'https://a.test/x.js', page.href), inlineBlockedBy(seen, false), namesScripts(seen)];
      }),
  },
  'cookie-secret': { words: ['a', '1', '%3D', '=', '.', 'deadbeef'], read: couldBeSecret },
  'access-rights': { words: ['/', 'a', '..', '.'], longest: 4096, read: ancestry },
  duo: {
    words: ['api-', 'XXXXXXXX', '.duosecurity.com', 'https://', '/', 'DI', '20 characters', 'invalid_client', 'Failed to decode'],
    read: (text) => [duoHostOf(text), isDuoHost(text), malformedKeys(text, text, text), duoRefusalOf(text)],
  },
  'facebook-domain': {
    words: ['a', '.', 'test', 'www.', 'https://'],
    read: (text) => [appDomainCovers(text, 'a.test'), appDomainCovers('a.test', text)],
  },
  freemail: {
    words: ['gmail', '.com', '.', 'mx', 'yahoo', '.co.uk'],
    read: (text) => [isFreemail(text), isOwnServer(text, 'mx.a.test'), isOwnServer('a.test', text)],
  },
  'friendly-urls': {
    words: [...urlWords, '%', '..'],
    longest: 4096,
    read: (text) => routeAddress(page, 'rewrite', '/login', `${text.replaceAll(':', '')}/`),
  },
  // A pattern is the operator's; what it meets is not.
  glob: {
    words: ['*', 'session', '-', '.', '[', '\\'],
    longest: 2000,
    read: (text) => [glob('session-*').test(text), glob(text.slice(0, 40).replace(/(?:\*[^*]*){4}/g, '')).test('session-x')],
  },
  'kept-words': {
    words: ['Login failed for ', 'a ', 'hunter2 ', '登录', 'Session', '\n'],
    read: (text) =>
      keptWords(
        {
          problem: 'login-details-errors',
          score: 1,
          matched: [text, text.slice(1)],
          lines: [1],
          messages: messages.slice(0, 3).map(({ id }) => id),
        } as never,
        messages,
      ),
  },
  'license-key': { words: ['WHMCS-', 'Owned-', 'a', '0', '-', ' '], read: (text) => malformations(licenseKeyShape(text)) },
  'local-time': { words: ['2026-01-31', ' ', '12:00:00', '0000-00-00', 'T', '-'], read: (text) => ageOf(text, 0, 0) },
  'log-host': {
    words: ['server: ', 'host: "', 'a.test', '", ', 'request: "', 'www.', '…'],
    read: (text) => [ownerOf({ sample: text, source: text }, 'a.test'), ownerOf({ sample: 'host: "a"', source: '' }, text)],
  },
  'mail-failure': { words: ['SMTP', ' 550 ', '5.7.1', 'authenticate', 'SSL', 'timed out', 'quota', 'Recipient'], read: mailFailure },
  masked: {
    words: [
      'password=',
      'token: ',
      '"secret":"',
      'a@b.test',
      '::1',
      '1.2.3.4',
      '#0 ',
      'Authorization: ',
      'sess_x',
      "('a', ",
      '//u:p@',
      '-p',
      'is ',
      'a1B2',
    ],
    read: masked,
  },
  'message-scan': {
    words: [...messages.slice(0, 12).flatMap(({ literals, example }) => [...literals, example]), '\n', ' ', '[22-Nov-2026 02:13:51 UTC] '],
    longest: 1_000_000,
    read: (text) => {
      const scan = (bytes: Buffer) => scannerFor(messages, 'php').scan(bytes, '/a', () => null, 0);
      const hits = scan(Buffer.from(text));
      expect(scan(Buffer.from(`${text}\n`))).toEqual(hits);
      return [hits, sampleOf(text, ['session'], 300)];
    },
  },
  pieces: {
    words: ['a', '\n', '\r\n', 'é', 'abcdefgh'],
    read: (text) => {
      const bytes = Buffer.from(text);
      for (const step of [7, 4096]) {
        let last = 0;
        const cut = cutter(({ line }) => (last = line), 4096, 64);
        for (let at = 0; at < bytes.length && at < 20_000; at += step) cut.push(bytes.subarray(at, Math.min(at + step, 20_000)));
        cut.end();
        expect(last).toBeLessThanOrEqual(countLines(bytes.subarray(0, 20_000)) + 1);
      }
    },
  },
  'plain-data': {
    words: ['{', '}', '"__proto__":', '1', ',', '[', ']', '"a":', 'null'],
    read: (text) => plainData(parseJson(text)?.value ?? { text }),
  },
  'time-zone': {
    words: ['Europe/Berlin', 'UTC', 'Etc/GMT+5', '2026-01-31 12:00:00', '+02:00', '/', ' '],
    longest: 4096,
    read: (text) => [localMoment(text), offsetAt(text, 0)],
  },
  'zoned-time': {
    words: ['Europe/Berlin', 'UTC', 'Asia/Kathmandu', '../etc', '/'],
    longest: 4096,
    read: (text) => [zoneOffsetMs(text, 1e12), momentOf({ year: 2026, month: 13, day: 0, hour: 25, minute: 61, second: 61 }, text)],
  },
  'small words': {
    words: ['OpenSSL/1.0.1', 'NSS/', '8', '.', '2', 'google', 'https://a.test/', '?x=1', '%'],
    longest: 4096,
    read: (text) => [
      lacksTls12(text),
      isOlder(text, '8.1'),
      isOlder('8.1', text),
      registeredForm(text),
      providerNamed(text),
      isSystemAccount(text.length),
    ],
  },
  'address-set': {
    words: [...addressWords, ','],
    read: (text) => {
      const list = text.split(',').slice(0, 10_000);
      return [pieces(addressSet(list)), coverage(addressSet(list), ['10.0.0.0/8', '2001:db8::/32'], addressSet(list.slice(0, 5)))];
    },
  },
  'cookie-rules': {
    words: [...urlWords, '__Host-', '.co.uk', 'example'],
    longest: 4096,
    read: (text) => {
      const kept = keepCookie({ ...cookie, name: text, domain: text, path: text }, page);
      return kept.kept && isSent(kept.scope, page, 0);
    },
  },
  'url-identity': {
    words: urlWords,
    read: (text) => {
      const { identity } = readUrl(text);
      return [shownUrl(text), originRefused(text.slice(0, 4096)), identity];
    },
  },
  'whmcs-routes': {
    words: urlWords,
    longest: 4096,
    read: (text) => (URL.canParse(text, page.href) ? [siteOfPage(new URL(text, page)), routeModeOf(new URL(text, page))] : null),
  },
  'session-path': {
    words: ['0', '5', ';', '0600', '/', 'tmp', '..', 'tcp://', '-'],
    read: (text) => [parseSessionPath(text), effectiveSessionPath(text, { tempDir: text, debian: false, scriptFolder: text }), tidy(text)],
  },
  'reset-token': {
    words: ['/', 'redeem', 'password', 'a1b2c3d4e5f6a7b8', '=', '%', '.'],
    read: (text) => [routeWithoutToken(text), isTokenLike(text)],
  },
  'whmcs-version': {
    words: ['8', '.', '11', '-release.1', 'v', ' '],
    read: (text) => [parseVersion(text), versionInRange(text, { from: '8.0', below: '9.0' })],
  },
  'http-answer': {
    words: ['HIT', ' ', ',', ':', '1', 'hit from x'],
    read: (text) => [printable(text), cacheSign({ 'cf-cache-status': text, 'x-cache': text, age: text })],
  },
  'small ones': {
    words: ['on', '0', '.', '-', '_', 'HTTP_', '.co.uk', '1'],
    read: (text) => [
      operatorOf(text),
      iniOn(text),
      headerName(text),
      trimEndOf(text, ' \t/'),
      nearest(text.slice(0, 64), ['proxy', 'url']),
      googleClientId.test(text),
      byText(text, text.slice(1)),
    ],
  },
  'plain-text': {
    words: ['\u001b]8;;', '\u009b', '\u{e0041}', '\u202e', '\u00ad'],
    read: (text) => [plain(text), shellQuote(text), toJson(text)],
  },
  'safe-json': {
    words: ['::', '##[', '\u009b', '\u202e', '\u{e0041}', '"', '\\'],
    read: (text) => {
      const shown = safeJson(JSON.stringify({ [text]: text }));
      expect(JSON.parse(shown)).toEqual({ [text]: text });
      return shown;
    },
  },
  bundle: {
    words: [
      '{',
      '}',
      '"schema":"whmcs-doctor/bundle/1"',
      ',',
      '"facts":',
      '"target":{"label":"x"}',
      '"origin":',
      '"ok":true',
      '"value":',
      '[',
      ']',
      '\u001f\u008b',
    ],
    read: (text) => {
      try {
        return unpackBundle(Buffer.from(text, 'latin1'), parseJson);
      } catch (error) {
        if (error instanceof UnusableBundle) return null;
        throw error;
      }
    },
  },
};

/** Tried under another name above, or in another file of this folder. */
const elsewhere = {
  'small ones': ['by-text', 'google-origin', 'nearest', 'operator-name', 'php-ini', 'trim-end', 'visitor-address'],
  'small words': ['php-reach', 'sign-in', 'software-need', 'system-account', 'twitter-answer'],
  'clocks and amounts': ['amounts', 'clock-interval', 'clock-rule'],
  'plain-text': ['shell-quote', 'unprintable'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** They read facts and no text: test/hostile-bundle.test.ts puts any value in every place of every fact, and has all checks read them. */
const ofFacts = [
  ...[
    'admin-folder',
    'admin-password',
    'captcha-policy',
    'changed-last',
    'cron-log',
    'cron-runs',
    'denied-login',
    'duo-log',
    'early-output',
    'edge-login',
    'edge-sessions',
  ],
  ...[
    'former-finding',
    'license-context',
    'license-state',
    'log-hits',
    'mail-certificate',
    'mail-evidence',
    'php-cli-places',
    'php-offsets',
    'php-time',
    'php-zone',
    'pool-value',
  ],
  ...[
    'provider-policy',
    'provider-reach',
    'proxy-signs',
    'public-origins',
    'reachability',
    'route-trouble',
    'selinux',
    'session-addresses',
    'session-cleaning',
    'session-cookie',
  ],
  ...[
    'session-folder',
    'session-log',
    'session-persistence',
    'session-server',
    'site-offset',
    'site-view',
    'theme-blocks',
    'theme-faults',
    'theme-jquery',
    'theme-offer',
  ],
  ...['theme-scripts', 'used-admin-folder', 'visitor-class', 'zone-sides'],
];

/** Nothing foreign reaches them: words, types and sums of this program. */
const ofProgram = [
  ...[
    'asked-for',
    'beyond-address',
    'counted',
    'failure',
    'follow',
    'gap-codes',
    'gap',
    'judgement',
    'or-null',
    'personal',
    'shown-by-api',
    'slots',
    'version',
    'worst-exit-code',
  ],
];

it('every piece of logic is tried, or it is said why not', () => {
  const files = readdirSync(fileURLToPath(new URL('../../src/logic', import.meta.url))).map((file) => file.replace(/\.ts$/, ''));
  const tried = Object.keys(readers).filter((name) => !(name in elsewhere) && name !== 'bundle');
  expect([...tried, ...Object.values(elsewhere).flat(), ...ofFacts, ...ofProgram].sort()).toEqual(files.sort());
});

describe.each(Object.entries(readers))('%s', (name, reader) => {
  it('survives any text', { timeout: 600_000 }, () => endures({ name, ...reader }, 'any'));
  it('takes no square of the length', { timeout: 600_000 }, () => endures({ name, ...reader }, 'pumped'));
});

/** What a terminal obeys or hides. */
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/u;
const strange = fc.string({ unit: 'binary', maxLength: 60 });
const runs = { numRuns: 60 * factor };

describe('what is printed', () => {
  const view = {
    colour: false,
    unicode: true,
    width: 80,
    show: 'all',
    quiet: false,
    verbose: true,
    problemTitle: (id: string) => id,
    symptomOf: () => null,
  } as const;

  it('holds nothing that a terminal obeys, whatever was seen', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(strange, strange, (one, other) => {
        const evidence = [{ label: one, saw: other, want: one, vantage: 'http', source: other } as const];
        const report = sampleReport([
          finding({
            subject: one,
            title: other,
            evidence,
            nextSteps: [{ text: one, command: other, risk: 'high' }],
            verify: one,
            docs: [other],
          }),
          finding({ status: 'unknown', reason: one, settle: other }),
          finding({ status: 'skip', reason: other }),
        ]);
        const seen = { ...report, target: { ...report.target, label: one, systemUrl: other, whmcsVersion: one } };
        expect(renderPretty(seen, view)).not.toMatch(obeyed);
        expect(toJson(seen)).not.toMatch(obeyed);
        expect(JSON.parse(toJson(seen))).toEqual(JSON.parse(JSON.stringify(seen)));
      }),
      runs,
    );
  });

  it('redacts any secret in any text without failing', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 5 }), strange, (secrets, text) => {
        const sealed = createRedactor(secrets).deep({ [text]: [`${text}${secrets.join('')}`] });
        for (const secret of secrets)
          if (secret.length > 8 && !'[secret]'.includes(secret)) expect(JSON.stringify(sealed)).not.toContain(secret);
      }),
      runs,
    );
  });
});

describe('clocks and amounts', () => {
  const ms = fc.oneof(fc.double(), fc.integer());
  it('say something about any number', () => {
    fc.assert(
      fc.property(ms, ms, (lowMs, highMs) => {
        const interval = { lowMs, highMs };
        const limits = { clockBehindWarnMs: 1000, clockBehindFailMs: 30_000, clockAheadWarnMs: 30_000 };
        return (
          [
            describeOffset(interval),
            judgeOffset(interval, limits),
            agree([interval, interval]),
            bisectingWaitMs(interval, 0, 1),
            formatBytes(lowMs),
            formatSeconds(highMs),
          ].length > 0
        );
      }),
      runs,
    );
  });
});
