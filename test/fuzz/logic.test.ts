import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../../src/host/bundle.js';
import { UnusableBundle } from '../../src/host/bundle-document.js';
import { parseAddress } from '../../src/logic/address.js';
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
  address: { words: addressWords, read: (text) => [parseAddress(text), parseEntry(text), addressClass(text)] },
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
    ],
  },
  'plain-text': {
    words: ['\u001b]8;;', '\u009b', '\u{e0041}', '\u202e', '\u00ad'],
    read: (text) => [plain(text), shellQuote(text), toJson(text)],
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
