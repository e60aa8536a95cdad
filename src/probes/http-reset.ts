/** The page for a forgotten password as a visitor gets it, by its route, and by the page that was there before 7.8. Its form is not sent. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { printable } from '../logic/http-answer.js';
import type { ResetPage } from '../model.js';
import { isChallenge } from '../parse/challenge.js';
import { parseLoginPage } from '../parse/login-page.js';
import { printedErrors } from '../parse/printed-errors.js';
import { refusalOf, testOf } from '../parse/refusal-page.js';
import { parseResetForm } from '../parse/reset-page.js';
import { CookieJar } from './cookie-jar.js';
import { fetchPage, keptHeaders, withoutTokens, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

export default defineProbe({
  fact: 'http.reset',
  vantage: 'http',
  title: 'the page for a forgotten password',
  needs: ['site.url', 'http.login'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the page on which a password reset begins: opened, never sent',
      covers: [siteAddress, redirected],
      sessions: 2,
    },
  ],
  async observe(look) {
    const site = new URL(look.have['site.url'].url);
    const login = look.have['http.login'];
    if (login.form === null)
      throw new LookFailed('disabled', 'no log-in form was found, beside which the page for a forgotten password would be', {
        beyond: true,
      });
    const route = await open(look, new URL('index.php?rp=/password/reset', site), site);
    if (route.form !== null || route.hiddenBy !== null) return { value: route, source: route.url };
    // Only where the log-in page is of before 8.0 too: later versions answer this one with a redirect or a 404 of their own.
    const former = login.foundBy === 'route' ? null : await open(look, new URL('pwreset.php', site), site);
    const value = former?.form == null ? route : former;
    return { value, source: value.url };
  },
});

async function open(look: SiteLook, start: URL, site: URL): Promise<ResetPage> {
  const { url, answer } = await fetchPage(look, start, site, new CookieJar(look.host));
  if (!answer.ok)
    throw new LookFailed(
      unanswered(answer),
      `the page for a forgotten password could not be fetched from ${withoutTokens(url)}: ${printable(answer.message, 120)}`,
    );
  const form = await parseResetForm(answer.body, url);
  return {
    url: withoutTokens(url),
    status: answer.status,
    form: form === null ? null : { action: withoutTokens(new URL(form.action)), hasToken: form.hasToken },
    hiddenBy: form === null ? await hiddenBy(answer.status, keptHeaders(answer), answer.body, url) : null,
    printedErrors: printedErrors(answer.body),
  };
}

/** What stands in its place on purpose, or keeps programs out. */
async function hiddenBy(status: number, headers: Readonly<Record<string, string>>, body: string, url: URL): Promise<string | null> {
  const product = (testOf(status, headers, body) ?? refusalOf(status, headers, body))?.product ?? null;
  if (product !== null) return product;
  if (isChallenge(status, headers, body)) return 'a challenge';
  if (status === 401 || status === 403 || status === 406) return `a refusal (HTTP ${status})`;
  const { notice } = await parseLoginPage(body, url);
  return notice === null ? null : `a notice (${notice})`;
}
