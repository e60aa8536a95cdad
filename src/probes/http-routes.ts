/**
 * Do the addresses that WHMCS builds lead to it? Asked in the form that is in use only: a site with Basic URLs needs no rewriting. Nothing is
 * posted; a route that exists answers a GET with a page of WHMCS's own, or with its refusal of the method.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { defineProbe } from '../index.js';
import { adminFolderOf } from '../logic/admin-folder.js';
import { formsInUse, routeAddress } from '../logic/friendly-urls.js';
import { printable } from '../logic/http-answer.js';
import { addressOf, httpUrl, identityOf } from '../logic/url-identity.js';
import { routeModeOf, siteOfPage } from '../logic/whmcs-routes.js';
import type { Fact, HttpResult, InstallConfiguration, LoginPage, RouteAnswer, RouteAnswers, UrlForm } from '../model.js';
import { answeredBy } from '../parse/route-answer.js';
import { CookieJar } from './cookie-jar.js';
import { fetchPage, isOfSite, keptHeaders, withoutTokens, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

const routes = {
  login: '/login',
  // A page of the admin area that is a route in every version with sign-in integrations: the one that configures them.
  admin: '/setup/auth',
  finalize: '/auth/provider/google_signin/finalize',
  nothing: '/whmcs-doctor/page-that-is-not-there',
} as const;

interface Asking {
  readonly look: SiteLook;
  readonly site: URL;
  readonly jar: CookieJar;
  readonly adminFolder: string | null;
}

/** Limits on log-in pages are usual, and other looks ask for the same page at this time. */
const pauseMs = 2000;

function isBusy(answer: HttpResult): boolean {
  return answer.ok && (answer.status === 429 || answer.status === 503);
}

/** Whether the pause was kept: not where the look was ended. */
async function paused(signal: AbortSignal): Promise<boolean> {
  return await sleep(pauseMs, true, { signal }).catch(() => false);
}

async function ask({ look, site, jar, adminFolder }: Asking, route: RouteAnswer['route'], form: UrlForm): Promise<RouteAnswer> {
  const url = routeAddress(site, form, routes[route], route === 'admin' ? `${adminFolder ?? 'admin'}/` : '');
  const first = await fetchPage(look, url, site, jar);
  const { answer, url: end, cookies } = isBusy(first.answer) && (await paused(look.signal)) ? await fetchPage(look, url, site, jar) : first;
  const asked = { route, form, url: withoutTokens(url), end: withoutTokens(end) };
  if (!answer.ok) return { ...asked, status: null, by: 'nobody', sign: printable(`${answer.code} ${answer.message}`, 120) };
  const { by, sign } = await answeredBy({ status: answer.status, body: answer.body, headers: keptHeaders(answer) }, end, cookies);
  return { ...asked, status: answer.status, by, sign: printable(sign, 160) };
}

/** The folder in which WHMCS answers: the log-in page's, for the System URL itself may only redirect there. */
function siteOf(login: LoginPage, given: URL): URL {
  const page = httpUrl(login.url);
  if (page === null || !isOfSite(page, given)) return given;
  const action = login.form === null ? null : httpUrl(login.form.action);
  const { path } = siteOfPage(action !== null && action.host === page.host ? action : page);
  return new URL(addressOf({ ...identityOf(page), path }));
}

/** null: the admin area is not asked for. */
function folderOf(adminUrl: string | null, site: URL, configuration: Fact<InstallConfiguration>): string | null {
  // The one that the operator names is a route of this site only where it lies below its folder.
  if (adminUrl !== null) return adminUrl.startsWith(site.href) ? adminUrl.slice(site.href.length).replace(/\/$/, '') || null : null;
  const found = configuration.ok ? adminFolderOf(configuration.value.customAdminPath) : null;
  return found === null ? null : found.folder.split('/').map(encodeURIComponent).join('/');
}

/** http.login may have ended at the friendly address itself. */
function alreadySeen(login: LoginPage, form: UrlForm): RouteAnswer | null {
  const url = httpUrl(login.url);
  if (login.form === null || url === null || routeModeOf(url) !== form) return null;
  return { route: 'login', form, url: login.url, end: login.url, status: login.status, by: 'login-form', sign: 'a log-in form' };
}

/** The further routes of a form in which /login is served: without that, they are not either. */
async function furtherRoutes(asking: Asking, form: UrlForm, google: boolean): Promise<readonly RouteAnswer[]> {
  const admin = async (): Promise<readonly RouteAnswer[]> => {
    if (asking.adminFolder === null) return [];
    const answer = await ask(asking, 'admin', form);
    return answer.by === 'login-form' ? [answer] : [answer, await ask(asking, 'admin', 'basic')];
  };
  const finalize = async (): Promise<readonly RouteAnswer[]> => {
    if (!google) return [];
    const answer = await ask(asking, 'finalize', form);
    return answer.by === 'unclear' ? [answer, await ask(asking, 'nothing', form)] : [answer];
  };
  return (await Promise.all([admin(), finalize()])).flat();
}

export default defineProbe({
  fact: 'http.routes',
  vantage: 'http',
  title: 'the addresses that WHMCS builds',
  needs: ['site.url', 'http.login'],
  wants: ['database.settings', 'install.configuration'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'with Friendly URLs: /login, a page of the admin area and, with Google sign-in, where it ends: an anonymous session or two',
      covers: [siteAddress, redirected],
      sessions: 3,
    },
  ],
  async observe(look, keep) {
    const login = look.have['http.login'];
    const settings = look.want['database.settings'];
    const site = siteOf(login, new URL(look.have['site.url'].url));
    const forms = formsInUse(login, settings);
    const asking = {
      look,
      site,
      jar: new CookieJar(look.host),
      adminFolder: folderOf(look.options.adminUrl, site, look.want['install.configuration']),
    };
    const answers: RouteAnswer[] = [];
    const value = (): RouteAnswers => ({ site: withoutTokens(site), forms, answers: [...answers] });
    for (const { form } of forms) {
      if (form === 'basic' || login.challenge) continue;
      const front = alreadySeen(login, form) ?? (await ask(asking, 'login', form));
      answers.push(front);
      keep(value());
      if (front.by === 'login-form') answers.push(...(await furtherRoutes(asking, form, login.google !== null)));
    }
    return { value: value(), source: withoutTokens(site) };
  },
});
