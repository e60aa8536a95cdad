/** What must hold of the pieces whose wrong answer would be a false diagnosis. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agree,
  between,
  bisectingWaitMs,
  boundMs,
  guaranteedMs,
  httpDateInterval,
  intersection,
  overlap,
} from '../../src/logic/clock-interval.js';
import { duration, judgeOffset } from '../../src/logic/clock-rule.js';
import { defaultPath, domainMatches, isSent, keepCookie, pathMatches, sameCookie } from '../../src/logic/cookie-rules.js';
import { masked } from '../../src/logic/masked.js';
import { iniOn } from '../../src/logic/php-ini.js';
import { isTokenLike, routeWithoutToken } from '../../src/logic/reset-token.js';
import { effectiveSessionPath, isWithin, parseSessionPath, tidy } from '../../src/logic/session-path.js';
import { shellQuote } from '../../src/logic/shell-quote.js';
import {
  addressOf,
  differences,
  identityOf,
  readUrl,
  schemeTwin,
  shownUrl,
  wwwTwin,
  type SiteIdentity,
} from '../../src/logic/url-identity.js';
import { compareVersions, parseVersion, versionInRange } from '../../src/logic/whmcs-version.js';
import { parseHttpDate } from '../../src/parse/http-date.js';
import { mergeIni } from '../../src/parse/ini-merge.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';
import { parseSetCookie } from '../../src/parse/set-cookie.js';
import { createRedactor } from '../../src/redact/boundary.js';
import { cookieCase, now } from '../support/cookie-cases.js';
import { holds, texts } from './harness.js';

const site: fc.Arbitrary<SiteIdentity> = fc.record({
  scheme: fc.constantFrom('http', 'https'),
  host: fc.constantFrom('a.test', 'www.a.test', 'b.a.test', 'xn--bcher-kva.test', 'localhost', '192.0.2.1', '[2001:db8::1]', 'www.test'),
  port: fc.constantFrom(80, 443, 8080),
  path: fc.constantFrom('/', '/whmcs/', '/a/b/', '/Whmcs/'),
});

describe('url-identity', () => {
  it('an address that is printed names the same site', async () => {
    await holds('url: printed', 100, [site], (given) => {
      const read = readUrl(addressOf(given));
      expect(read.identity).toEqual(given);
      expect(read.remarks.filter((remark) => remark !== 'ip-literal')).toEqual([]);
      expect(identityOf(new URL(addressOf(given)))).toEqual(given);
    });
  });

  it('two sites differ in nothing exactly where they are the same, and both ways round in the same', async () => {
    await holds('url: differences', 50, [site, site], (one, other) => {
      expect(differences(one, other).length === 0).toBe(addressOf(one) === addressOf(other));
      expect(differences(one, other)).toEqual(differences(other, one));
      expect(differences(one, one)).toEqual([]);
    });
  });

  it('a twin is another site, whose twin it is', async () => {
    await holds('url: twins', 100, [site], (given) => {
      const scheme = schemeTwin(given);
      const www = wwwTwin(given);
      if (scheme !== null) expect([differences(given, scheme), schemeTwin(scheme)]).toEqual([['scheme'], given]);
      if (www !== null && www.host.includes('.')) expect([differences(given, www), wwwTwin(www)]).toEqual([['www'], given]);
    });
  });

  it('is what node reads, however it is written, and shows neither name nor password nor query', async () => {
    const words = [
      'https://',
      'HTTP://',
      'a.test',
      'A.Test',
      ':8080',
      ':443',
      '/',
      '//',
      '\\',
      'x',
      '?q=s3cret',
      '#s3cret',
      'user:s3cret@',
      ' ',
      '.',
      '%2f',
      'index.php',
      's3cret@',
    ];
    await holds('url: any', 50, [texts(words)], (text) => {
      const { identity, remarks } = readUrl(text);
      if (identity !== null) {
        expect(identity).toEqual(identityOf(new URL(text.trim())));
        expect(readUrl(addressOf(identity)).identity).toEqual(identity);
      } else expect(remarks.length).toBeGreaterThan(0);
      const shown = shownUrl(text);
      if (identity !== null) expect(shownUrl(shown)).toBe(shown);
      if (URL.canParse(shown)) expect([new URL(shown).search, new URL(shown).hash]).toEqual(['', '']);
    });
    await holds('url: shown', 100, [site, fc.stringMatching(/^[a-z0-9]{8,12}$/)], (given, secret) => {
      const written = addressOf(given).replace('://', `://user:${secret}@`);
      expect(shownUrl(`${written}?key=${secret}#${secret}`)).not.toContain(secret);
    });
  });
});

describe('cookie-rules', () => {
  it('what is sent was kept for that host, path and scheme; a kept cookie goes back to its page unless its own path forbids it', async () => {
    await holds('cookies: sent', 100, [cookieCase], async ({ line, page, asked }) => {
      const cookie = await parseSetCookie(line, now);
      if (cookie === null) return;
      const url = new URL(page);
      const kept = keepCookie(cookie, url);
      expect(kept.kept || kept.why !== '').toBe(true);
      if (!kept.kept) return;
      const { scope } = kept;
      expect(sameCookie(scope, scope)).toBe(true);
      expect(domainMatches(url.hostname, scope.host)).toBe(true);
      expect(isSent(scope, url, now)).toBe((scope.expiresAt === null || scope.expiresAt > now) && pathMatches(url.pathname, scope.path));
      const other = new URL(asked);
      if (!isSent(scope, other, now)) return;
      expect(other.hostname === scope.host || (!scope.hostOnly && other.hostname.endsWith(`.${scope.host}`))).toBe(true);
      expect(!scope.secure || other.protocol === 'https:').toBe(true);
      // time only takes cookies away
      expect(isSent(scope, other, Number.MAX_SAFE_INTEGER)).toBe(scope.expiresAt === null);
    });
  });

  it('a page lies in the path that it gives its cookies', async () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', ''), { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
    await holds('cookies: paths', 50, [path, path], (one, other) => {
      expect(pathMatches(one, defaultPath(one))).toBe(true);
      if (pathMatches(one, other) && pathMatches(other, one)) expect(one).toBe(other);
    });
  });
});

const interval = fc
  .oneof(fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.nat(3000)), fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(4)))
  .map(([lowMs, width]) => ({ lowMs, highMs: lowMs + width }));
const limits = { clockBehindWarnMs: 1000, clockBehindFailMs: 30_000, clockAheadWarnMs: 30_000 };

describe('clock-interval', () => {
  it('agrees on what most sources share, whatever their order', async () => {
    await holds('clock: agree', 70, [fc.array(interval, { maxLength: 7 })], (all) => {
      const found = agree(all);
      expect(agree([...all].reverse())).toEqual(found);
      // counted at every edge: the most that any point has
      const at = (ms: number): number => all.filter(({ lowMs, highMs }) => lowMs <= ms && ms <= highMs).length;
      const most = Math.max(0, ...all.flatMap(({ lowMs, highMs }) => [at(lowMs), at(highMs)]));
      expect(found?.count ?? null).toBe(most > all.length / 2 ? most : null);
      if (found !== null) expect([at(found.lowMs), at(found.highMs)]).toEqual([most, most]);
      const common = intersection(all);
      if (common !== null) expect(found).toEqual({ ...common, count: all.length });
      expect(common !== null).toBe(all.length > 0 && most === all.length);
    });
  });

  it('holds the true offset wherever the sources do', async () => {
    await holds(
      'clock: truth',
      200,
      [fc.integer({ min: -100_000, max: 100_000 }), fc.nat(900), fc.nat(900), fc.nat(5000)],
      (offset, there, back, at) => {
        // the server's clock is `offset` ahead of ours; it writes whole seconds when the request arrives
        const sent = 1_700_000_000_000 + at;
        const written = Math.floor((sent + there + offset) / 1000) * 1000;
        const one = httpDateInterval(written, sent, sent + there + back);
        expect(one.lowMs <= offset && offset <= one.highMs).toBe(true);
        expect(parseHttpDate(new Date(written).toUTCString())).toBe(written);
        const certain = guaranteedMs(one);
        expect(Math.abs(certain) <= Math.abs(offset) && Math.abs(offset) <= boundMs(one)).toBe(true);
        expect(certain === 0 || Math.sign(certain) === Math.sign(offset)).toBe(true);
      },
    );
  });

  it('compares two clocks through a third', async () => {
    await holds('clock: between', 50, [interval, interval, interval], (theirs, truth, other) => {
      const middle = ({ lowMs, highMs }: typeof theirs): number => (lowMs + highMs) / 2;
      const found = between(theirs, truth);
      const real = middle(truth) - middle(theirs);
      expect(found.lowMs <= real && real <= found.highMs).toBe(true);
      expect(overlap(truth, other)).toBe(overlap(other, truth));
      expect(overlap(truth, other)).toBe(intersection([truth, other]) !== null);
      const wait = bisectingWaitMs(truth, 1_700_000_000_000, 5);
      expect(wait >= 0 && wait < 1000).toBe(true);
    });
  });

  it('is judged by what is certain, and never better for being farther off', async () => {
    const rank = { pass: 0, warn: 1, fail: 2 };
    await holds(
      'clock: judged',
      150,
      [fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: 90_000 }), fc.boolean(), fc.boolean()],
      (a, b, ahead, codes) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)].map((ms) =>
          judgeOffset(ahead ? { lowMs: -ms, highMs: -ms } : { lowMs: ms, highMs: ms }, limits, codes),
        );
        if (near === undefined || far === undefined) throw new Error('two are judged');
        expect(rank[near.is]).toBeLessThanOrEqual(rank[far.is]);
        expect(judgeOffset({ lowMs: -a, highMs: b }, limits, codes).is).toBe('pass');
        expect(duration(a)).toBe(duration(-a));
      },
    );
  });
});

describe('session-path', () => {
  const folder = fc
    .array(fc.constantFrom('a', 'b.c', '..', '.', '', 'sess;x', 'é'), { maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);
  it('reads what is written, with and without depth and mode', async () => {
    await holds(
      'session path: written',
      150,
      [folder.filter((path) => !path.includes(';')), fc.nat(22), fc.nat(0o777)],
      (path, depth, fileMode) => {
        const more = { malformed: null, path };
        expect(parseSessionPath(path)).toEqual({ ...more, depth: 0, fileMode: 0o600 });
        expect(parseSessionPath(`${depth};${path}`)).toEqual({ ...more, depth, fileMode: 0o600 });
        expect(parseSessionPath(`${depth};0${fileMode.toString(8)};${path}`)).toEqual({ ...more, depth, fileMode });
      },
    );
  });
  it('a tidy path stays as it is, and a folder holds what lies below it', async () => {
    await holds('session path: tidy', 50, [folder, folder], (one, other) => {
      const path = tidy(one);
      expect(tidy(path)).toBe(path);
      expect(path.startsWith('/')).toBe(true);
      expect(isWithin(path, path)).toBe(true);
      expect(isWithin(tidy(`${path}/x`), path)).toBe(true);
      if (isWithin(path, tidy(other)) && isWithin(tidy(other), path)) expect(path).toBe(tidy(other));
      const effective = effectiveSessionPath(path, { tempDir: '/tmp', debian: false, scriptFolder: null });
      if (effective.malformed === null && !path.includes(';')) expect(effective.path).toBe(path);
    });
  });
});

describe('whmcs-version', () => {
  const numbers = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 });
  it('are in one order, in which missing parts are zero', async () => {
    await holds('versions: order', 70, [numbers, numbers, numbers], (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      expect(compareVersions(a, [...a, 0])).toBe(0);
      expect(compareVersions(a, [...a, 1])).toBeLessThan(0);
    });
  });
  it('are read as they are printed, and lie on one side of every bound', async () => {
    await holds('versions: ranges', 50, [numbers, numbers, fc.constantFrom('', '-release.1', '-rc.1', ' (stable)')], (a, b, more) => {
      const [text, bound] = [a.join('.'), b.join('.')];
      expect(parseVersion(`${text}${more}`)).toEqual(a);
      expect(versionInRange(text + more, { from: bound })).toBe(!versionInRange(text + more, { below: bound }));
      expect(versionInRange(text, {})).toBe(true);
    });
  });
});

it('php-ini: on is what PHP takes for true', async () => {
  await holds(
    'ini: on',
    100,
    [
      fc.oneof(
        fc.constantFrom('On', 'yes', 'TRUE', '', 'off', 'no', 'none', 'false', 'null', '0', '00'),
        fc.nat(2000).map(String),
        texts(['on', 'o', 'n', '1']),
      ),
    ],
    (text) => {
      const plain = text.trim().toLowerCase();
      // Zend/zend_ini.c, zend_ini_parse_bool: true, yes, on, else a number other than 0
      expect(iniOn(text), text).toBe(/^(?:true|yes|on)$/.test(plain) || (/^\d+$/.test(plain) && Number(plain) !== 0));
    },
  );
});

const token = fc.stringMatching(/^[a-f0-9]{16,40}$/).filter((text) => /\d/.test(text));
const secret = fc.stringMatching(/^[A-Za-z0-9]{18,32}$/).filter((text) => /\d/.test(text) && /[a-z]/i.test(text));

describe('what hides secrets', () => {
  it('a route has no token, wherever it stood', async () => {
    const part = fc.constantFrom('password', 'reset', 'redeem', 'user', 'x', 'begin', '');
    await holds('reset token', 70, [fc.array(part, { maxLength: 4 }), token, fc.array(part, { maxLength: 3 })], (before, found, after) => {
      expect(isTokenLike(found)).toBe(true);
      const route = routeWithoutToken([...before, found, ...after].join('/'));
      expect(route).not.toContain(found);
      expect(routeWithoutToken(route)).toBe(route);
      expect([...before, found, ...after].join('/').startsWith(route)).toBe(true);
    });
  });

  it('masked text holds none of the secrets that stood in it, and is masked', async () => {
    const around = fc.constantFrom(
      ...[
        'password=',
        'Password: ',
        '"secret":"',
        "'api_key' => '",
        'token ',
        'Authorization: Bearer ',
        'Cookie: WHMCSabc=',
        'sess_',
        'https://u:',
        '?key=',
        'AUTH ',
        '<password>',
        '--password=',
        '-p',
        'x ',
      ],
      ...['WHMCSabcd=', "login('admin', '", 'Passwort lautet ', '/reset/redeem/', '"', '(', '`'],
    );
    const behind = fc.constantFrom(' ', '"', "'", '\n', '; path=/', '@db.test/x', '</password>', ')', ',', '.', '&a=b', '');
    await holds(
      'masked',
      300,
      [around, secret, behind, fc.constantFrom('', 'PHP Warning: ', '[22-Nov-2026] ', 'é ', '\u202e')],
      (before, hidden, after, first) => {
        const shown = masked(`${first}${before}${hidden}${after}`);
        expect(shown, `${before}${hidden}${after}`).not.toContain(hidden);
        expect(masked(shown)).toBe(shown);
      },
    );
    await holds(
      'masked: any',
      150,
      [texts(['password=', 'token', ' ', '/srv/a/b', '1.2.3.4', 'a@b.test', 'sess_abc', 'https://x:y@z', '::1'])],
      (text) => {
        const shown = masked(text);
        expect(shown).not.toMatch(/a@b\.test|(?<![\w.])1\.2\.3\.4(?![\w.]*\d)/);
      },
    );
  });

  it('what is redacted stays as it is when it is redacted again, and nothing of it is a secret in any spelling', async () => {
    const value = fc.oneof(
      secret,
      fc.stringMatching(/^[ -~]{8,20}$/).filter((text) => text.trim().length >= 8),
      fc.string({ unit: 'grapheme', minLength: 8, maxLength: 12 }).filter((text) => text.trim().length >= 8),
    );
    const spelled = (text: string): readonly string[] => [
      text,
      encodeURIComponent(Buffer.from(text).toString('utf8')),
      Buffer.from(text).toString('hex'),
      Buffer.from(text).toString('base64'),
      JSON.stringify(text).slice(1, -1),
    ];
    await holds(
      'redacted',
      150,
      [fc.array(value, { minLength: 1, maxLength: 3 }), texts(['x', '[secret]', 'Bearer ', '://'])],
      (secrets, text) => {
        const redactor = createRedactor(secrets);
        const written = `${text}${secrets.flatMap(spelled).join(' | ')}${text}`;
        const once = redactor.text(written);
        expect(redactor.text(once)).toBe(once);
        for (const each of secrets) if (!text.includes(each)) expect(once).not.toContain(each);
        expect(redactor.deep({ [written]: [written] })).toEqual({ [once]: [once] });
      },
    );
  });

  it('a quoted word is one word for a shell', async () => {
    await holds('shell quote', 70, [texts(["'", '"', ' ', '$x', '`x`', '\\', '\n', '!', '*', '~'])], (text) => {
      const quoted = shellQuote(text);
      expect(quoted).not.toMatch(/[\u0000-\u001f]/);
      // as bash reads it: $'…' with \xHH, '…' with nothing, between them \', or a bare word
      const bytes = /^\$'(.*)'$/.exec(quoted)?.[1];
      if (bytes !== undefined) {
        const read = bytes.replace(
          /\\(?:x([0-9a-f]{2})|(.))|([^\0-\x7f]+)/gu,
          (_, hex: string | undefined, one: string | undefined, other: string | undefined) =>
            hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : (one ?? Buffer.from(other ?? '').toString('latin1')),
        );
        expect(Buffer.from(read, 'latin1').toString('utf8')).toBe(Buffer.from(text).toString('utf8'));
      } else if (quoted.startsWith("'"))
        expect(quoted.replace(/'([^']*)'|\\(.)/gs, (_, inner: string | undefined, one: string) => inner ?? one)).toBe(text);
      else expect(quoted).toMatch(/^[\w@%+=:,./][\w@%+=:,./-]*$/);
    });
  });
});

describe('php.ini', () => {
  const entry = fc
    .tuple(fc.constantFrom('a', 'b', 'session.save_path'), fc.constantFrom('1', '/x', 'On', '"q;r"', "'s'", 'e f', ''))
    .map(([key, value]) => `${key} = ${value}`);
  const file = fc.array(entry, { maxLength: 5 });
  it('the last line of the last file wins, and reading in two pieces is reading at once', async () => {
    await holds('ini: merge', 70, [file, file], (one, other) => {
      const here = { folder: null, host: null };
      const read = (lines: readonly string[], name: string) => parsePhpIni(lines.map((line) => `${line}\n`).join(''), name);
      const values = (of: ReturnType<typeof mergeIni>) => [...of.directives].map(([key, { value }]) => [key, value]).sort();
      const merged = mergeIni([read(one, '/1'), read(other, '/2')], here);
      expect(values(merged)).toEqual(values(mergeIni([read([...one, ...other], '/1')], here)));
      for (const [key, { value }] of merged.directives) {
        const last = [...read(one, '/1').entries, ...read(other, '/2').entries].findLast((each) => each.key === key);
        expect(value).toBe(last?.value);
      }
    });
  });

  it('cut after any line gives the lines before it', async () => {
    await holds('ini: cut', 50, [file, fc.nat(5)], (lines, at) => {
      const whole = parsePhpIni(lines.map((line) => `${line}\n`).join(''), '/1');
      const part = parsePhpIni(
        lines
          .slice(0, at)
          .map((line) => `${line}\n`)
          .join(''),
        '/1',
      );
      expect(part.entries).toEqual(whole.entries.slice(0, part.entries.length));
      expect(part.entries.length).toBe(Math.min(at, lines.length));
    });
  });
});
