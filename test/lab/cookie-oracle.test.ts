/** Which cookies curl keeps and sends, compared with what the rules here say. Where they differ the standard decides, and the difference is listed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSent, keepCookie } from '../../src/logic/cookie-rules.js';
import { parseSetCookie } from '../../src/parse/set-cookie.js';
import { factor, seed, tally } from '../fuzz/runs.js';
import { testChain } from '../support/certificates.js';
import { cookieCase, now, type CookieCase } from '../support/cookie-cases.js';

/** What curl does otherwise, with what the standard says: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html */
const others: readonly { readonly why: string; readonly is: (given: CookieCase) => boolean; readonly sent: boolean | null }[] = [
  {
    why: 'SameSite=None needs Secure (5.7); curl does not read SameSite',
    is: ({ line }) => /samesite\s*=\s*none/i.test(line) && !/;\s*secure/i.test(line),
    sent: false,
  },
  {
    why: 'a page over http sets no Secure cookie, whatever stands behind "Secure=" (5.6.5); curl wants nothing there',
    is: ({ line, page, asked }) => /secure=/i.test(line) && [page, asked].some((url) => url.startsWith('http:')),
    sent: false,
  },
  {
    why: 'a Max-Age that is no whole number is left out (5.6.2); curl reads what digits there are, and 0 for none',
    is: ({ line }) => /max-age=(?:abc|;|$|1\.5)/i.test(line),
    sent: null,
  },
  {
    why: 'of several Domains the last counts (5.6.3); curl refuses the cookie for one of them',
    is: ({ line }) => (line.match(/domain\s*=/gi) ?? []).length > 1,
    sent: null,
  },
  {
    why: "a Path without a slash at its beginning is the page's folder (5.6.4); curl takes the root",
    is: ({ line }) => /path\s*=\s*[^\s/;]/i.test(line),
    sent: null,
  },
];

async function ours({ line, page, asked }: CookieCase): Promise<boolean> {
  const cookie = await parseSetCookie(line, now);
  const kept = cookie === null ? null : keepCookie(cookie, new URL(page));
  return kept?.kept === true && isSent(kept.scope, new URL(asked), now);
}

it('curl sends what the rules say, or differs for a reason that is known', { timeout: 120_000 * factor }, async () => {
  const count = 80 * factor;
  const cases = fc.sample(cookieCase, { numRuns: count, seed });
  const folder = mkdtempSync(path.join(tmpdir(), 'cookie-oracle-'));
  const sent = new Map<number, boolean>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const number = Number(request.headers['x-case']);
    if (request.headers['x-step'] === 'set') response.setHeader('Set-Cookie', [cases[number]?.line ?? '']);
    else sent.set(number, (request.headers.cookie ?? '') !== '');
    response.end('x');
  };
  const { cert, key } = testChain(['example.com']).good;
  const plain = createHttp(answer).listen(80, '127.0.0.1');
  const secure = createHttps({ cert, key }, answer).listen(443, '127.0.0.1');
  try {
    await tally('cookies, curl', count, async () => {
      for (const [i, { page, asked }] of cases.entries()) {
        const jar = path.join(folder, `jar${i}`);
        writeFileSync(jar, '');
        const call = (url: string, step: string) =>
          promisify(execFile)('/usr/bin/curl', [
            '-sk',
            '-b',
            jar,
            '-c',
            jar,
            '--connect-to',
            '::127.0.0.1:',
            '-H',
            `X-Case: ${i}`,
            '-H',
            `X-Step: ${step}`,
            '-o',
            '/dev/null',
            '--noproxy',
            '*',
            url,
          ]);
        await call(page, 'set');
        await call(asked, 'ask');
      }
    });
    let same = 0;
    const wrong: string[] = [];
    for (const [i, given] of cases.entries()) {
      const mine = await ours(given);
      if (mine === sent.get(i)) same += mine ? 1 : 0;
      else {
        const known = others.find(({ is }) => is(given));
        if (known === undefined || (known.sent !== null && known.sent !== mine))
          wrong.push(`${mine ? 'sent here' : 'not sent here'}, and by curl otherwise: ${JSON.stringify(given)}`);
      }
    }
    expect(wrong).toEqual([]);
    // most would prove nothing were no cookie ever sent
    expect(same).toBeGreaterThan(count / 20);
  } finally {
    plain.close();
    secure.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
