/**
 * Sign-in with providers as the pages show it: the log-in page, the registration form and the scripts of the theme. The scripts are fetched only
 * where a provider's button is shown, for without one they do not matter to it.
 */
import { defineProbe, LookFailed } from '../index.js';
import { providersHidden } from '../logic/sign-in.js';
import type { LintedPage, LoginPage, ThemePage } from '../model.js';
import { parseLoginPage } from '../parse/login-page.js';
import { CookieJar } from './cookie-jar.js';
import { fetchPage, withoutTokens, type SiteLook } from './site-request.js';
import { fetchScript, tellingScripts } from './theme-scripts.js';
import { redirected, siteAddress } from './places.js';

export default defineProbe({
  fact: 'theme.page',
  vantage: 'http',
  title: 'the scripts of the log-in page',
  needs: ['site.url', 'http.login'],
  wants: ['database.settings'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the registration form (register.php), only where a sign-in provider may be switched on',
      covers: [siteAddress, redirected],
      sessions: 1,
    },
    {
      kind: 'contact',
      what: "the theme's own scripts that the log-in page names, only where a provider's button is shown",
      covers: [siteAddress, redirected],
    },
  ],
  async observe(look, keep) {
    const { 'http.login': login, 'site.url': site } = look.have;
    const hidden = providersHidden(login);
    if (hidden !== null) throw new LookFailed('unsupported', hidden, { beyond: true });
    if (login.lint === undefined) throw new LookFailed('malformed', 'the scripts of the log-in page could not be read');
    const base = new URL(site.url);
    const shown: LintedPage = { ...login.lint, page: 'login', url: login.url };
    const settings = look.want['database.settings'];
    const stored = settings.ok ? Object.keys(settings.value.signInProviders ?? {}).length : null;
    if (!shown.block && stored === 0) return { value: { pages: [shown], scripts: [] }, source: login.url };
    keep({ pages: [shown], scripts: [] });
    const early = shown.block ? tellingScripts(shown.scripts, base) : [];
    const [form, first] = await Promise.all([
      registration(look, base, login),
      Promise.all(early.map((src) => fetchScript(look, src, base))),
    ]);
    const pages = form === null ? [shown] : [shown, form];
    const late = form?.block === true ? tellingScripts(form.scripts, base).filter((src) => !early.includes(src)) : [];
    const second = await Promise.all(late.map((src) => fetchScript(look, src, base)));
    const value: ThemePage = { pages, scripts: [...first, ...second] };
    return { value, source: login.url };
  },
});

/** null: there is none to be seen (registration may be switched off). */
async function registration(look: SiteLook, site: URL, login: LoginPage): Promise<LintedPage | null> {
  const { url, answer } = await fetchPage(look, new URL('register.php', site), site, new CookieJar(look.host));
  if (!answer.ok || answer.status !== 200) return null;
  const { lint } = await parseLoginPage(answer.body, url, answer.headers);
  const address = withoutTokens(url);
  // Where registration is switched off, visitors are sent to the log-in page or home.
  return lint === null || address === login.url ? null : { ...lint, page: 'registration', url: address };
}
