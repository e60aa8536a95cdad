/** The client area's log-in page as a visitor gets it: by its route, by the older page, by a link of the home page. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { routeModeOf } from '../logic/whmcs-routes.js';
import { headerOf, printable } from '../logic/http-answer.js';
import type { HttpResult, LoginPage, SiteError } from '../model.js';
import { isChallenge } from '../parse/challenge.js';
import { siteErrorIn } from '../parse/site-error.js';
import { parseLoginPage, type LoginPagePieces } from '../parse/login-page.js';
import { printedErrors } from '../parse/printed-errors.js';
import { testOf } from '../parse/refusal-page.js';
import { CookieJar } from './cookie-jar.js';
import { isSessionCookie } from './http-site.js';
import { loginExtras } from './login-extras.js';
import { fetchPage, keptHeaders, withoutTokens, type Fetched, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

interface Page {
  readonly fetched: Fetched & { readonly answer: HttpResult & { readonly ok: true } };
  readonly pieces: LoginPagePieces;
  readonly challenge: boolean;
  readonly jar: CookieJar;
}

/** Throws LookFailed where the site cannot be reached: then there is no page to describe. */
async function open(look: SiteLook, url: URL, site: URL): Promise<Page> {
  const jar = new CookieJar(look.host);
  const fetched = await fetchPage(look, url, site, jar);
  const { answer } = fetched;
  if (!answer.ok)
    throw new LookFailed(
      unanswered(answer),
      `the log-in page could not be fetched from ${withoutTokens(fetched.url)}: ${printable(answer.message, 120)}`,
    );
  const pieces = await parseLoginPage(answer.body, fetched.url, answer.headers);
  const headers = keptHeaders(answer);
  const tested = pieces.form === null && testOf(answer.status, headers, answer.body) !== null;
  return { fetched: { ...fetched, answer }, pieces, challenge: tested || isChallenge(answer.status, headers, answer.body), jar };
}

function isEnd({ pieces, challenge }: Page): boolean {
  return pieces.form !== null || pieces.notice !== null || challenge;
}

interface Found {
  readonly page: Page;
  readonly foundBy: LoginPage['foundBy'];
  /** Where the home page says that WHMCS is instead. */
  readonly elsewhere?: string;
}

/** The first page that has the form, or stands in its place; else the last one that was tried. */
async function find(look: SiteLook, site: URL): Promise<Found> {
  const byRoute = await open(look, new URL('index.php?rp=/login', site), site);
  if (isEnd(byRoute)) return { page: byRoute, foundBy: 'route' };
  // Before 8.0 the client area itself shows the form.
  const byForm = await open(look, new URL('clientarea.php', site), site);
  if (isEnd(byForm)) return { page: byForm, foundBy: 'form' };
  const home = await open(look, site, site);
  if (isEnd(home)) return { page: home, foundBy: 'form' };
  const link = home.pieces.loginLink;
  const byLink = link === null ? null : await open(look, new URL(link), site);
  if (byLink !== null && isEnd(byLink)) return { page: byLink, foundBy: 'link' };
  const { elsewhere } = home.pieces;
  return { page: byRoute, foundBy: 'route', ...(elsewhere === null ? {} : { elsewhere: printable(elsewhere) }) };
}

/** The 404 page of the official themes prints the System URL twice; asked only where the database cannot tell it. */
async function printedElsewhere(look: SiteLook, site: URL): Promise<string | null> {
  const fetched = await fetchPage(look, new URL('index.php?rp=/whmcs-doctor-page-that-is-not-there', site), site, new CookieJar(look.host));
  return fetched.answer.ok ? (await parseLoginPage(fetched.answer.body, fetched.url)).printedSystemUrl : null;
}

function describe({ page, foundBy, elsewhere }: Found): LoginPage {
  const { fetched, pieces, challenge } = page;
  const { answer, url, cookies } = fetched;
  const action = pieces.form === null ? null : new URL(pieces.form.action);
  return {
    url: withoutTokens(url),
    status: answer.status,
    foundBy,
    form: action === null || pieces.form === null ? null : { action: withoutTokens(action), hasToken: pieces.form.hasToken },
    printedSystemUrl: pieces.printedSystemUrl === null ? null : printable(pieces.printedSystemUrl),
    routeMode: pieces.routeMode ?? routeModeOf(url),
    theme: pieces.theme,
    cookies,
    sessionCookie:
      cookies.find(({ name }) => isSessionCookie(name))?.name ?? cookies.find(({ name }) => name === 'PHPSESSID')?.name ?? null,
    headers: keptHeaders(answer),
    challenge,
    // session_start() sends the date of its author's birthday: https://www.php.net/session_cache_limiter
    sessionHeaders: headerOf(answer.headers, 'expires')?.includes('19 Nov 1981') === true,
    google: pieces.google,
    providers: pieces.providers,
    notice: pieces.notice,
    resetLink: pieces.resetLink,
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(pieces.lint === null ? {} : { lint: pieces.lint }),
    ...withError(pieces.form === null ? siteErrorIn(answer.body) : null),
    printedErrors: printedErrors(answer.body),
  };
}

function withError(siteError: SiteError | null): Pick<LoginPage, 'siteError'> {
  return siteError === null ? {} : { siteError };
}

export default defineProbe({
  fact: 'http.login',
  vantage: 'http',
  title: 'the log-in page',
  needs: ['site.url'],
  wants: ['database.settings'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the log-in page, the client area and the home page of the System URL, and the picture of its captcha',
      covers: [siteAddress, redirected],
      sessions: 5,
    },
  ],
  async observe(look, keep) {
    const site = new URL(look.have['site.url'].url);
    const found = await find(look, site);
    const { fetched, pieces, challenge, jar } = found.page;
    keep(describe(found));
    const extras = await loginExtras(
      look,
      site,
      { answer: fetched.answer, form: pieces.form !== null, challenge, captcha: pieces.captcha },
      jar,
    );
    const value = { ...describe(found), ...extras };
    keep(value);
    const settled = value.printedSystemUrl !== null || value.challenge || look.want['database.settings'].ok;
    const printed = settled ? value.printedSystemUrl : await printedElsewhere(look, site);
    return { value: { ...value, printedSystemUrl: printed === null ? null : printable(printed) }, source: value.url };
  },
});
