/** What the policies of a page forbid that sign-in with a provider needs. */
import type { ContentPolicy, LintedPage } from '../model.js';
import { blockedBy, inlineBlockedBy, type Loaded } from './content-security-policy.js';
import { httpUrl } from './url-identity.js';

export interface Blocked {
  readonly provider: string;
  /** What would be loaded. */
  readonly what: string;
  readonly directive: string;
  readonly policy: ContentPolicy;
  /** Without it there is no sign-in, rather than one that shows less. */
  readonly vital: boolean;
}

/** Scripts of the providers, by host. */
const providerHosts: Readonly<Record<string, string>> = {
  'accounts.google.com': 'Google',
  'apis.google.com': 'Google',
  'connect.facebook.net': 'Facebook',
};

/** Beside its script: https://developers.google.com/identity/gsi/web/guides/get-google-api-clientid#content_security_policy */
const googleNeeds: readonly { readonly kind: Loaded; readonly url: string; readonly vital: boolean }[] = [
  { kind: 'frame', url: 'https://accounts.google.com/gsi/button', vital: true },
  { kind: 'connect', url: 'https://accounts.google.com/gsi/status', vital: false },
];

/** What is blocked on this page, the gravest first. `own`: the theme's script with the module behind the buttons. */
export function blockedOn(page: LintedPage, own: string | null): readonly Blocked[] {
  const found: Blocked[] = [];
  for (const [index, policy] of page.policies.entries()) {
    const block = (provider: string, what: string, directive: string | null, vital: boolean): void => {
      if (directive !== null) found.push({ provider, what, directive, policy, vital });
    };
    for (const script of page.scripts.slice(policy.after)) {
      const trusted = script.trustedBy.includes(index);
      const provider = script.src === null ? undefined : providerHosts[httpUrl(script.src)?.hostname ?? ''];
      if (script.src !== null && provider !== undefined)
        block(provider, script.src, blockedBy(policy, 'script', script.src, page.url, trusted), true);
      if (script.src !== null && script.src === own)
        block('every provider', own, blockedBy(policy, 'script', own, page.url, trusted), true);
      if (script.src === null && script.defines.includes('csrfToken')) {
        block('every provider', 'the scripts within the page', inlineBlockedBy(policy, trusted), true);
      }
    }
    if (page.googleOpens !== null && page.scripts.some(({ src }) => src !== null && httpUrl(src)?.pathname === '/gsi/client')) {
      for (const { kind, url, vital } of googleNeeds) block('Google', url, blockedBy(policy, kind, url, page.url), vital);
    }
    // The buttons' code posts the provider's answer back to the site itself.
    block('every provider', 'requests to this site itself', blockedBy(policy, 'connect', page.url, page.url), true);
  }
  return found.sort((a, b) => Number(b.vital) - Number(a.vital));
}

/** Facebook's and Google's windows report back to the page that opened them; null: there is none, or nothing cuts them off. */
export function openerCut(page: LintedPage): 'Google' | 'Facebook' | null {
  if (page.openerPolicy !== 'same-origin') return null;
  if (page.googleOpens === 'popup' && !page.fedcm) return 'Google';
  return page.scripts.some(({ src }) => src !== null && httpUrl(src)?.hostname === 'connect.facebook.net') ? 'Facebook' : null;
}

/** Google Identity Services go by the address of the page that asks: https://developers.google.com/identity/gsi/web/guides/get-google-api-clientid */
export function originHidden(page: LintedPage): boolean {
  const gis = page.scripts.some(({ src }) => src !== null && httpUrl(src)?.pathname === '/gsi/client');
  return gis && (page.referrerPolicy?.value === 'no-referrer' || page.referrerPolicy?.value === 'same-origin');
}
