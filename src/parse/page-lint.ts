/** What a page of the client area shows of sign-in with providers: its block, its scripts in order, the policies that bind them. */
import { createHash } from 'node:crypto';
import type { CheerioAPI } from 'cheerio';
import { httpUrl } from '../logic/url-identity.js';
import type { ContentPolicy, PageLint, PageScript } from '../model.js';
import { openerPolicyOf, parseContentPolicies, referrerPolicyOf, type PolicyText } from './page-policy.js';
import { usedAtOnce } from './script-globals.js';

/** Lower-case names in the order received. */
export type Headers = readonly (readonly [string, string])[];

/** A script element. */
interface Tag {
  attr(name: string): string | undefined;
  text(): string;
}

const mostScripts = 100;
const longestScript = 100_000;
/** A page has a megabyte. */
const longestHashed = 1_048_576;
const mostMetas = 200;
const mostBlocks = 50;
const mostNames = 60;

type Bound = PolicyText & { readonly from: 'header' | 'meta'; readonly after: number };

export function lintPage($: CheerioAPI, html: string, page: URL, headers: Headers): PageLint {
  const elements = $('script').toArray();
  const scripts = elements.slice(0, mostScripts);
  const order = new Map<unknown, number>(scripts.map((element, index) => [element, index]));
  const policies = policiesOf($, headers, order);
  const google = googleOpens($, html);
  return {
    block: google !== null || hasButton($),
    feedback: $('.providerLinkingFeedback').length > 0,
    messages: messagesOf($),
    calls: namesIn(html, /\bWHMCS\.authn\.provider\.(\w{1,40})\s{0,9}\(/g),
    globalHandler: /\bwindow\.onerror\s{0,9}=[^;]{0,200}\bdisplayError\b/.test(html),
    googleOpens: google,
    fedcm: /\buse_fedcm_for_button["']?\s{0,9}[:=]\s{0,9}["']?true\b/i.test(html),
    scripts: scripts.map((element) => scriptOf($(element), page, policies)),
    more: elements.length > scripts.length,
    policies: policies.map(({ from, after, directives }): ContentPolicy => ({ from, after, directives })),
    openerPolicy: openerPolicyOf(joined(headers, 'cross-origin-opener-policy')),
    referrerPolicy: referrerPolicy($, headers),
  };
}

/** Provider containers of themes that print them always are empty where no provider is switched on. */
function hasButton($: CheerioAPI): boolean {
  return $('.providerPreLinking, .social-signin-btns')
    .toArray()
    .slice(0, mostBlocks)
    .some((element) => $(element).find('a, button, script, iframe, .btn, [data-client_id]').length > 0);
}

function messagesOf($: CheerioAPI): readonly string[] {
  const classes = $('[class*="providerLinkingMsg-preLink-"]')
    .toArray()
    .slice(0, mostNames)
    .map((element) => ($(element).attr('class') ?? '').slice(0, 1000));
  return namesIn(classes.join(' '), /\bproviderLinkingMsg-preLink-([\w-]{1,60})/g);
}

/** https://developers.google.com/identity/gsi/web/reference/html-reference#data-ux_mode */
function googleOpens($: CheerioAPI, html: string): PageLint['googleOpens'] {
  const gis = html.includes('accounts.google.com/gsi/client');
  if (!gis && !(/apis\.google\.com\/js\/(?:platform|api)\.js/.test(html) && html.includes('auth2'))) return null;
  const said = $('#g_id_onload').first().attr('data-ux_mode') ?? /\bux_mode\s{0,9}:\s{0,9}['"](\w{1,20})['"]/.exec(html)?.[1];
  return said === 'redirect' ? 'redirect' : 'popup';
}

function scriptOf(element: Tag, page: URL, policies: readonly Bound[]): PageScript {
  const written = element.attr('src');
  const text = written === undefined && isJavaScript(element.attr('type')) ? element.text().slice(0, longestScript) : '';
  const url = written === undefined ? null : httpUrl(written.slice(0, 2048), page.href);
  const isModule = element.attr('type')?.trim().toLowerCase() === 'module';
  const async = element.attr('async') !== undefined;
  const external = written !== undefined;
  return {
    src: !external ? null : url === null ? 'unusable' : `${url.origin}${url.pathname}`,
    when: external && async ? 'async' : isModule || (external && element.attr('defer') !== undefined) ? 'deferred' : 'now',
    jquery: url === null ? null : jqueryByName(url),
    migrate: url !== null && /jquery[.-]migrate(?!\w)/i.test(url.pathname),
    uses: isModule ? [] : usedAtOnce(text),
    defines: (['csrfToken', 'whmcsBaseUrl'] as const).filter((name) => new RegExp(`\\b${name}\\s{0,9}=`).test(text)),
    restoresJquery: /\bnoConflict\s{0,9}\(\s{0,9}(?:true|!0)\s{0,9}\)/.test(text),
    trustedBy: trustedBy(policies, element, external ? null : element.text()),
  };
}

/** https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element */
function isJavaScript(type: string | undefined): boolean {
  const word = (type ?? '').trim().toLowerCase();
  return word === '' || word === 'module' || /^(?:text|application)\/(?:x-)?(?:java|ecma|live|j)script\b/.test(word);
}

/**
 * jquery-3.7.1.min.js, jquery/3.7.1/jquery.min.js, jquery@3.7.1/dist/jquery.js, libs/jquery/3/jquery.js, jquery.min.js?ver=3.7.1. A plug-in
 * such as jquery.payment.js is none.
 */
function jqueryByName(url: URL): PageScript['jquery'] {
  const file = /(?:^|\/)jquery(?:-(\d{1,3}(?:\.\d{1,3}){0,2}))?((?:\.slim)?)(?:\.(?:min|pack))?\.js$/i.exec(url.pathname);
  if (!file) return null;
  const folder = /\bjquery(?:@|\/)v?(\d{1,3}(?:\.\d{1,3}){0,2})(?:\/|$)/i.exec(url.pathname)?.[1];
  const query = /^v?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)$/.exec(url.searchParams.get('ver') ?? url.searchParams.get('v') ?? '')?.[1];
  return { version: file[1] ?? folder ?? query ?? null, slim: file[2] !== '' };
}

/** Indexes of the policies that trust it by nonce, or by the hash of its text (of a file: of its integrity). https://www.w3.org/TR/CSP3/#match-element-to-source-list */
function trustedBy(policies: readonly Bound[], element: Tag, text: string | null): readonly number[] {
  const nonce = element.attr('nonce');
  const integrity = (element.attr('integrity') ?? '').slice(0, 2000).split(/\s+/);
  const known = new Map<string, string>();
  // A site can send many policies with many hashes: its script is hashed once per algorithm.
  const digest = (algorithm: string): string => {
    const before = known.get(algorithm);
    if (before !== undefined || text === null) return before ?? '';
    const made = text.length > longestHashed ? '' : createHash(algorithm).update(text).digest('base64');
    known.set(algorithm, made);
    return made;
  };
  const trusts = (policy: Bound): boolean =>
    (nonce !== undefined && policy.scriptKeys.includes(`'nonce-${nonce}'`)) ||
    policy.scriptKeys.slice(0, 50).some((key) => {
      const [, algorithm, hash] = /^'(sha256|sha384|sha512)-([A-Za-z0-9+/_=-]{1,100})'$/i.exec(key) ?? [];
      if (algorithm === undefined || hash === undefined) return false;
      const wanted = hash.replace(/-/g, '+').replace(/_/g, '/');
      const name = algorithm.toLowerCase();
      return text === null ? integrity.includes(`${name}-${wanted}`) : digest(name) === wanted;
    });
  return policies.flatMap((policy, index) => (trusts(policy) ? [index] : []));
}

function policiesOf($: CheerioAPI, headers: Headers, order: ReadonlyMap<unknown, number>): readonly Bound[] {
  const sent = headers
    .filter(([name]) => name === 'content-security-policy')
    .slice(0, 10)
    .flatMap(([, value]) => parseContentPolicies(value))
    .slice(0, 10)
    .map((policy): Bound => ({ ...policy, from: 'header', after: 0 }));
  const written: Bound[] = [];
  let scripts = 0;
  for (const element of $('script, meta[http-equiv]')
    .toArray()
    .slice(0, mostScripts + mostMetas)) {
    const index = order.get(element);
    if (index !== undefined) scripts = index + 1;
    else if ($(element).attr('http-equiv')?.trim().toLowerCase() === 'content-security-policy') {
      const policies = parseContentPolicies($(element).attr('content') ?? '');
      written.push(...policies.map((policy): Bound => ({ ...policy, from: 'meta', after: scripts })));
    }
  }
  return [...sent, ...written.slice(0, 10)];
}

/** The element's word replaces the header's from there on, and scripts that come later go by it. */
function referrerPolicy($: CheerioAPI, headers: Headers): PageLint['referrerPolicy'] {
  let found: PageLint['referrerPolicy'] = null;
  const header = joined(headers, 'referrer-policy');
  const sent = header === null ? null : referrerPolicyOf(header, 'header');
  if (sent !== null) found = { value: sent, from: 'header' };
  for (const element of $('meta[name]').toArray().slice(0, mostMetas)) {
    if ($(element).attr('name')?.trim().toLowerCase() !== 'referrer') continue;
    const value = referrerPolicyOf($(element).attr('content') ?? '', 'meta');
    if (value !== null) found = { value, from: 'meta' };
  }
  return found;
}

function joined(headers: Headers, name: string): string | null {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

function namesIn(html: string, pattern: RegExp): readonly string[] {
  const found = new Set<string>();
  for (const match of html.matchAll(pattern)) {
    if (found.size >= mostNames) break;
    found.add(match[1] ?? '');
  }
  return [...found].sort();
}
