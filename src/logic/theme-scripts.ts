/** Whether the scripts that the provider buttons need came with the page, and in which order. */
import type { FetchedScript, LintedPage, PageScript, ThemePage } from '../model.js';
import { httpUrl } from './url-identity.js';

/** A script that brings the module behind the buttons. */
export function authnScript({ scripts }: ThemePage): FetchedScript | null {
  return scripts.find(({ features }) => features?.authn === true) ?? null;
}

/** Why browsers cannot run a script that the page names; null: they can, or nobody knows. */
export function brokenScript({
  status,
  html,
  refusedType,
  contentType,
}: FetchedScript): { readonly saw: string; readonly sure: boolean } | null {
  if (status === null || status === 429) return null;
  if (status >= 400) return { saw: `HTTP ${status}`, sure: status === 404 || status === 410 };
  if (status >= 300) return null;
  if (html) return { saw: `a page (${contentType ?? 'no Content-Type'})`, sure: true };
  return refusedType ? { saw: `${contentType ?? 'no Content-Type'} with X-Content-Type-Options: nosniff`, sure: true } : null;
}

/** Hosts whose scripts hold nothing of WHMCS's: providers, captchas, statistics. */
const foreign =
  /(?:^|\.)(?:google\.com|googleapis\.com|gstatic\.com|googletagmanager\.com|google-analytics\.com|facebook\.net|twitter\.com|x\.com|hcaptcha\.com|cloudflare\.com|cloudflareinsights\.com|recaptcha\.net|jquery\.com|bootstrapcdn\.com|maxcdn\.com|fontawesome\.com|tawk\.to|intercom\.io|crisp\.chat|livechatinc\.com)$/;

/** Every script that could hold the module was looked at. */
export function allSeen(page: LintedPage, fetched: readonly FetchedScript[]): boolean {
  if (page.more) return false;
  const known = new Map(fetched.map((script) => [script.src, script.features !== null]));
  return page.scripts.every(({ src, jquery, migrate }) => {
    if (src === null || jquery?.version != null || migrate || known.get(src) === true) return true;
    const url = httpUrl(src);
    // WHMCS's own, the same for every theme.
    return url !== null && (foreign.test(url.hostname) || /\/assets\/js\/[\w.-]+\.js$/.test(url.pathname));
  });
}

export interface WrongOrder {
  readonly uses: string;
  /** The script that brings it, too late. */
  readonly broughtBy: string;
}

/** An inline script uses jQuery or WHMCS at once, and the script that brings them comes only after it. */
export function wrongOrder(page: LintedPage, fetched: readonly FetchedScript[]): WrongOrder | null {
  const features = new Map(fetched.map((script) => [script.src, script.features]));
  const brings = ({ src, jquery }: PageScript, name: string): boolean => {
    const of = src === null ? null : features.get(src);
    return name === 'WHMCS' ? of?.authn === true : jquery !== null || (of?.jquery.length ?? 0) > 0;
  };
  for (const [index, script] of page.scripts.entries()) {
    for (const name of script.uses) {
      const before = page.scripts.slice(0, index).filter(({ when }) => when === 'now');
      // What was not read may bring it.
      if (before.some((one) => brings(one, name) || !isKnown(one, features))) continue;
      const late = page.scripts.find((one) => one.when !== 'async' && brings(one, name));
      if (late?.src != null) return { uses: name, broughtBy: late.src };
    }
  }
  return null;
}

function isKnown({ src, jquery }: PageScript, features: ReadonlyMap<string, FetchedScript['features']>): boolean {
  if (src === null || jquery !== null) return true;
  if (features.get(src) != null) return true;
  const url = httpUrl(src);
  return url !== null && foreign.test(url.hostname);
}
