/**
 * Which cookies are kept and sent, against tough-cookie's jar. Where the two differ the rules decide, and the difference stands in a list:
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html
 */
import { expect, it } from 'vitest';
import { CookieJar } from 'tough-cookie';
import { isSent, keepCookie } from '../../src/logic/cookie-rules.js';
import { parseSetCookie } from '../../src/parse/set-cookie.js';
import { cookieCase, now, type CookieCase } from '../support/cookie-cases.js';
import { holds } from './harness.js';

interface Outcome {
  readonly kept: boolean;
  readonly sent: boolean;
}

async function ours({ line, page, asked }: CookieCase): Promise<Outcome> {
  const cookie = await parseSetCookie(line, now);
  const kept = cookie === null ? null : keepCookie(cookie, new URL(page));
  if (cookie === null || kept?.kept !== true || (cookie.expiresAt !== null && cookie.expiresAt <= now)) return { kept: false, sent: false };
  return { kept: true, sent: isSent(kept.scope, new URL(asked), now) };
}

async function toughs({ line, page, asked }: CookieCase): Promise<Outcome> {
  const jar = new CookieJar(undefined, {
    rejectPublicSuffixes: true,
    looseMode: true,
    prefixSecurity: 'strict',
    allowSpecialUseDomain: true,
  });
  try {
    const kept = await jar.setCookie(line, page, { now: new Date(now), loose: true });
    if (kept === undefined) return { kept: false, sent: false };
  } catch {
    return { kept: false, sent: false };
  }
  const all = await jar.serialize();
  if (all.cookies.length === 0) return { kept: false, sent: false };
  const alive = await jar.getCookies(page.replace(/^http:/, 'https:'), { expire: true, allPaths: true });
  return { kept: alive.length > 0, sent: (await jar.getCookies(asked, { expire: true })).length > 0 };
}

/** What tough-cookie does otherwise, with what the rules say; null: nothing that is the same each time. */
const others: readonly { readonly why: string; readonly is: (given: CookieCase) => boolean; readonly right: Outcome | null }[] = [
  {
    why: '5.7: a page over http sets no Secure cookie',
    is: ({ line, page }) => /;\s*secure/i.test(line) && page.startsWith('http:'),
    right: { kept: false, sent: false },
  },
  {
    why: '5.7: SameSite=None needs Secure',
    is: ({ line }) => /samesite\s*=\s*none/i.test(line) && !/;\s*secure/i.test(line),
    right: { kept: false, sent: false },
  },
  {
    why: '5.7: the prefixes __Host- and __Secure- are read in any case, and where their wishes are not met the cookie is ignored',
    is: ({ line }) => /^__(?:host|secure)-/i.test(line),
    right: { kept: false, sent: false },
  },
];

it('are kept and sent as tough-cookie does, or as the rules say', { timeout: 600_000 }, async () => {
  let same = 0;
  await holds('cookies', 400, [cookieCase], async (given) => {
    const [mine, theirs] = [await ours(given), await toughs(given)];
    if (mine.kept === theirs.kept && mine.sent === theirs.sent) same += mine.sent ? 1 : 0;
    else expect(mine, JSON.stringify(theirs)).toEqual(others.find(({ is }) => is(given))?.right ?? theirs);
  });
  expect(same).toBeGreaterThan(40);
});
