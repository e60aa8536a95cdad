/**
 * What the client area's log-in page says, from the HTML of the official themes (6.0 to 9.x). Everything found is a candidate: a custom
 * theme may lack any of it, so what is not there is null. Any input is survived: broken, huge, binary.
 */
import type { CheerioAPI } from 'cheerio';
import { addressOf, httpUrl } from '../logic/url-identity.js';
import { routeModeOf, siteOfPage, type RouteMode } from '../logic/whmcs-routes.js';
import type { PageLint } from '../model.js';
import { captchaOn, type CaptchaPieces } from './captcha.js';
import { shallow } from './html-depth.js';
import { fieldsOfForms, inOne } from './html-forms.js';
import { lintPage, type Headers } from './page-lint.js';

export type Notice = 'license-invalid' | 'no-connection' | 'maintenance' | 'install-folder';

export interface LoginPagePieces {
  /** The log-in form; its action is absolute and without name and password. */
  readonly form: { readonly action: string; readonly hasToken: boolean } | null;
  /** CSRF token of the form, else of the page: a secret. */
  readonly token: string | null;
  readonly printedSystemUrl: string | null;
  readonly routeMode: RouteMode | null;
  readonly theme: string | null;
  readonly google: { readonly clientId: string; readonly library: 'gis' | 'gapi' } | null;
  readonly providers: readonly ('google' | 'facebook' | 'twitter')[];
  readonly notice: Notice | null;
  /** Address of the log-in page that this page links to. */
  readonly loginLink: string | null;
  /** Site of a WHMCS on another host to which this page links. */
  readonly elsewhere: string | null;
  /** The page links to the one for a forgotten password. */
  readonly resetLink: boolean;
  /** The page bears marks of WHMCS. */
  readonly whmcs: boolean;
  /** null: not asked for, or the page could not be read. */
  readonly lint: PageLint | null;
  readonly captcha: CaptchaPieces | null;
}

const nothing: LoginPagePieces = {
  form: null,
  token: null,
  printedSystemUrl: null,
  routeMode: null,
  theme: null,
  google: null,
  providers: [],
  notice: null,
  loginLink: null,
  elsewhere: null,
  resetLink: false,
  whmcs: false,
  lint: null,
  captcha: null,
};

const longestPage = 1_048_576;

/** `page` is the address that the HTML came from, `headers` those that it came with: without them its lint is left out. */
export async function parseLoginPage(html: string, page: URL, headers: Headers | null = null): Promise<LoginPagePieces> {
  const text = shallow(html.length > longestPage ? html.slice(0, longestPage) : html);
  try {
    const { load } = await import('cheerio/slim');
    return read(inOne(load, text), text, page, headers);
  } catch {
    // A page that the parser cannot hold (nested without end) is not a log-in page.
    return nothing;
  }
}

function read($: CheerioAPI, html: string, page: URL, headers: Headers | null): LoginPagePieces {
  const form = loginForm($, page);
  const csrf = /\bcsrfToken\s{0,9}=\s{0,9}['"]([\w-]{8,128})['"]/.exec(html)?.[1] ?? null;
  const field = form?.token ?? null;
  const links = linksOf($, page);
  const loginLink = linkToLogin(links, page);
  const providers = providersOn($, html);
  return {
    form: form === null ? null : { action: form.action.href, hasToken: field !== null || csrf !== null },
    token: field ?? csrf,
    printedSystemUrl: printedSystemUrl($, form?.written ?? null),
    routeMode: modeOf(form?.action ?? null, loginLink),
    theme: /\/templates\/([\w.-]{1,64})\/(?:css|js|assets|img|images)\//.exec(html)?.[1] ?? null,
    google: google($, html),
    providers,
    notice: form === null ? noticeOf($) : installFolder($),
    loginLink: loginLink?.href ?? null,
    elsewhere: linkElsewhere(links, page),
    resetLink: links.some(isResetAddress),
    whmcs: form?.isWhmcs === true || csrf !== null || marks.test(withoutElsewhere(html, page)),
    lint: headers === null ? null : lintPage($, html, page, headers),
    captcha: captchaOn($, html, page),
  };
}

const marks = /\bwhmcsBaseUrl\b|dologin\.php|Powered by WHMCompleteSolution|WHMCS\.authn\b|[?&]rp=\/(?:login|password)\b/;

interface Form {
  readonly action: URL;
  readonly written: string;
  readonly token: string | null;
  readonly isWhmcs: boolean;
}

function safe(written: string, page: URL): URL | null {
  const url = httpUrl(written, page.href);
  if (url === null) return null;
  url.username = '';
  url.password = '';
  return url;
}

function isLoginAddress(url: URL): boolean {
  return /\/dologin\.php$/i.test(url.pathname) || /^\/login\/?$/.test(url.searchParams.get('rp') ?? '') || /\/login\/?$/.test(url.pathname);
}

/** The form with a password that posts to WHMCS's log-in, else the one with its two fields. */
function loginForm($: CheerioAPI, page: URL): Form | null {
  let second: Form | null = null;
  const fields = fieldsOfForms($);
  for (const element of $('form').toArray().slice(0, 50)) {
    const own = fields.get(element);
    if (own?.has('password') !== true) continue;
    const written = ($(element).attr('action') ?? '').slice(0, 2048);
    const action = safe(written, page);
    if (action === null) continue;
    const token = own.get('token')?.slice(0, 256) ?? '';
    const isWhmcs = isLoginAddress(action);
    const found: Form = { action, written, token: token === '' ? null : token, isWhmcs };
    if (isWhmcs) return found;
    if (own.has('username')) second ??= found;
  }
  return second;
}

function linksOf($: CheerioAPI, page: URL): readonly URL[] {
  const links = $('a[href]').toArray().slice(0, 2000);
  return links.flatMap((element) => safe(($(element).attr('href') ?? '').slice(0, 2048), page) ?? []);
}

function linkToLogin(links: readonly URL[], page: URL): URL | null {
  return links.find((url) => url.host === page.host && (isLoginAddress(url) || /\/clientarea\.php$/.test(url.pathname))) ?? null;
}

/** By addresses that no other program has: anything may have a /login. */
function linkElsewhere(links: readonly URL[], page: URL): string | null {
  const found = links.find(
    (url) =>
      bareHost(url) !== bareHost(page) &&
      (/\/(?:dologin|clientarea)\.php$/i.test(url.pathname) || /^\/(?:login|password)\b/.test(url.searchParams.get('rp') ?? '')),
  );
  return found === undefined ? null : addressOf(siteOfPage(found));
}

function isResetAddress(url: URL): boolean {
  const route = url.searchParams.get('rp') ?? url.pathname;
  return /\/password\/reset(?:\/|$)/.test(route) || /\/pwreset\.php$/i.test(url.pathname);
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./, '').replace(/\.$/, '');
}

/** What is written in the address of another host is that one's: a page may link to a WHMCS without being one. */
function withoutElsewhere(html: string, page: URL): string {
  return html.replace(/(?:https?:)?\/\/[\w.-]{1,255}(?::\d{1,5})?\/[^\s"'<>]{0,2048}/gi, (written) => {
    const url = httpUrl(written, page.href);
    return url !== null && bareHost(url) === bareHost(page) ? written : '';
  });
}

function modeOf(action: URL | null, link: URL | null): RouteMode | null {
  return (action && routeModeOf(action)) ?? (link && routeModeOf(link));
}

/**
 * The System URL where a page prints it whole: the form of 7.2 to 7.10, the captcha's picture, and the 404 page with its pair of links.
 * Routes print paths only, and so tell nothing.
 */
function printedSystemUrl($: CheerioAPI, action: string | null): string | null {
  const captcha = $('#inputCaptchaImage').first();
  const pictures = [captcha.attr('data-src'), captcha.attr('src')];
  const contacts = $('a[href$="contact.php"]').toArray().slice(0, 50);
  const linked = new Set(
    contacts.length === 0
      ? []
      : $('a[href]')
          .toArray()
          .slice(0, 2000)
          .map((element) => $(element).attr('href') ?? ''),
  );
  const pairs = contacts
    .map((element) => $(element).attr('href') ?? '')
    .filter((href) => href !== 'contact.php' && linked.has(href.slice(0, -'contact.php'.length)));
  for (const [text, ending] of [
    [action, 'dologin.php'],
    ...pictures.map((text) => [text, 'includes/verifyimage.php'] as const),
    ...pairs.map((text) => [text, 'contact.php'] as const),
  ] as const) {
    if (text === null || text === undefined || !text.endsWith(ending) || !/^https?:\/\//i.test(text)) continue;
    if (httpUrl(text) !== null) return text.slice(0, -ending.length);
  }
  return null;
}

/** Google Identity Services, or the platform library that Google has retired; https://developers.google.com/identity/gsi/web/guides/migration */
function google($: CheerioAPI, html: string): LoginPagePieces['google'] {
  const gis = html.includes('accounts.google.com/gsi/client');
  const gapi = /apis\.google\.com\/js\/(?:platform|api)\.js/.test(html) && html.includes('auth2');
  if (!gis && !gapi) return null;
  const clientId =
    $('#g_id_onload').first().attr('data-client_id') ?? /client_id\s{0,9}:\s{0,9}['"]([^'"\s]{1,200})['"]/.exec(html)?.[1] ?? '';
  return clientId === '' ? null : { clientId: clientId.slice(0, 200), library: gis ? 'gis' : 'gapi' };
}

/** Providers whose button the page carries. Facebook's library alone may be an advertising pixel, so its log-in part is looked for. */
function providersOn($: CheerioAPI, html: string): LoginPagePieces['providers'] {
  const found: ('google' | 'facebook' | 'twitter')[] = [];
  if (google($, html) !== null) found.push('google');
  if ($('.providerPreLinking, .social-signin-btns').length === 0) return found;
  if (/connect\.facebook\.net\/[\w]{2,8}\/(?:sdk|all)\.js/.test(html) || $('.social-signin-btns .btn-facebook').length > 0)
    found.push('facebook');
  if (/\/auth\/provider\/twitter/.test(html) || $('.social-signin-btns .btn-twitter').length > 0) found.push('twitter');
  return found;
}

const headings = 'title, h1, h2, h3, .alert, .error, strong, b';

/** Pages that stand in the place of the log-in page; their wording is English in every language. */
function noticeOf($: CheerioAPI): Notice | null {
  const lines = $(headings)
    .toArray()
    .slice(0, 40)
    .map((element) => $(element).text().slice(0, 300));
  const says = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (says(/\bLicen[cs]e (?:Key )?Invalid\b|\bInvalid Licen[cs]e\b/i)) return 'license-invalid';
  if (says(/^\s*No Connection\b/i)) return 'no-connection';
  if (says(/\bDown for Maintenance\b/i)) return 'maintenance';
  return installFolder($);
}

function installFolder($: CheerioAPI): Notice | null {
  return /^\s*Security Warning\s*$/i.test($('title').first().text().slice(0, 100)) ? 'install-folder' : null;
}
