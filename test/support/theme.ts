/** Pages and themes with nothing remarkable; tests change what they are about. */
import { readFileSync } from 'node:fs';
import { blockMessages } from '../../src/logic/theme-blocks.js';
import type {
  FetchedScript,
  LintedPage,
  LoginPage,
  PageScript,
  ScriptFeatures,
  ThemeChain,
  ThemeFiles,
  ThemePage,
} from '../../src/model.js';
import { loginPage } from './login-page.js';

export interface Released {
  readonly kind: 'theme' | 'order form';
  readonly versions: readonly string[];
  readonly chain: ThemeChain;
}

/** Every release of WHMCS's own themes and order forms, as the program sees it. */
export const released = JSON.parse(
  readFileSync(new URL('../fixtures/themes/released.json', import.meta.url), 'utf8'),
) as readonly Released[];

export function releasedTheme(name: string, version: string): ThemeChain {
  const found = released.find(({ chain, versions }) => chain.name === name && versions.some((one) => one.startsWith(`${version}-`)));
  if (!found) throw new Error(`no ${name} ${version}`);
  return found.chain;
}

export const bundleUrl = 'https://billing.example.com/templates/twenty-one/js/scripts.min.js';

export const officialScript: ScriptFeatures = {
  authn: true,
  sdkErrorHandler: false,
  usesAjaxError: true,
  jquery: ['1.12.4'],
  slim: false,
  migrate: false,
};

export function script(src: string | null, changes: Partial<PageScript> = {}): PageScript {
  return {
    src,
    when: 'now',
    jquery: null,
    migrate: false,
    uses: [],
    defines: [],
    restoresJquery: false,
    trustedBy: [],
    ...changes,
  };
}

export const variables = script(null, { defines: ['csrfToken', 'whmcsBaseUrl'] });
export const gis = script('https://accounts.google.com/gsi/client', { when: 'async' });

export function linted(changes: Partial<LintedPage> = {}): LintedPage {
  return {
    page: 'login',
    url: 'https://billing.example.com/index.php?rp=/login',
    block: true,
    feedback: true,
    messages: blockMessages,
    calls: ['displayError', 'signIn'],
    globalHandler: true,
    googleOpens: 'popup',
    fedcm: false,
    scripts: [variables, script(bundleUrl), script(null), gis],
    more: false,
    policies: [],
    openerPolicy: null,
    referrerPolicy: null,
    ...changes,
  };
}

export function fetched(changes: Partial<FetchedScript> = {}): FetchedScript {
  return {
    src: bundleUrl,
    status: 200,
    failure: null,
    contentType: 'application/javascript',
    refusedType: false,
    html: false,
    features: officialScript,
    ...changes,
  };
}

/** A log-in page and what is known of its theme. */
export function withPage(
  page: LintedPage,
  scripts: readonly FetchedScript[] = [fetched()],
): { 'http.login': LoginPage; 'theme.page': ThemePage } {
  return { 'http.login': loginPage({ lint: page, providers: page.block ? ['google'] : [] }), 'theme.page': { pages: [page], scripts } };
}

export function themeFiles(theme: ThemeChain = releasedTheme('twenty-one', '8.11.2'), orderForm: ThemeChain | null = null): ThemeFiles {
  return { theme, orderForm };
}
