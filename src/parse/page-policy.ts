/** The policies that a page is delivered with: Content-Security-Policy, Cross-Origin-Opener-Policy, Referrer-Policy. */

export interface PolicyText {
  readonly directives: Readonly<Record<string, readonly string[]>>;
  /** Nonces and hashes that scripts may carry, as written: a nonce is a secret of its page. */
  readonly scriptKeys: readonly string[];
}

const mostPolicies = 10;
const mostDirectives = 60;
const mostSources = 300;
const longestSource = 300;
const longest = 65_536;

/** Directives that say where reports go: addresses that are nobody's business. */
const reporting: ReadonlySet<string> = new Set(['report-uri', 'report-to']);

/** The policies of one header value: a comma begins another one, and all of them bind. https://www.w3.org/TR/CSP3/#parse-serialized-policy-list */
export function parseContentPolicies(value: string): readonly PolicyText[] {
  return value
    .slice(0, longest)
    .split(',')
    .slice(0, mostPolicies)
    .map(parsePolicy)
    .filter((policy) => Object.keys(policy.directives).length > 0);
}

function parsePolicy(text: string): PolicyText {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(';').slice(0, mostDirectives)) {
    const [name = '', ...sources] = part.trim().split(/[ \t\n\f\r]+/);
    const key = name.toLowerCase();
    // The first directive of a name counts.
    if (!/^[a-z-]{1,60}$/.test(key) || directives.has(key)) continue;
    directives.set(key, sources.slice(0, mostSources));
  }
  const scripts = directives.get('script-src-elem') ?? directives.get('script-src') ?? directives.get('default-src') ?? [];
  const kept = [...directives]
    .filter(([name]) => !reporting.has(name))
    .map(([name, sources]) => [name, sources.map(withoutNonce).map((source) => source.slice(0, longestSource))] as const);
  return { directives: Object.fromEntries(kept), scriptKeys: scripts.filter((source) => isKey.test(source)) };
}

const isKey = /^'(?:nonce|sha256|sha384|sha512)-/i;

function withoutNonce(source: string): string {
  return /^'nonce-/i.test(source) ? "'nonce'" : source.replace(/[^\u0021-\u007e]/g, '?');
}

/** null: none, or one that browsers take for none. https://html.spec.whatwg.org/multipage/browsers.html#obtain-coop */
export function openerPolicyOf(value: string | null): string | null {
  const policy = /^\s*([a-z-]{1,40})\s*(?:;[^,]{0,500})?$/.exec(value ?? '')?.[1];
  return policy === undefined || !/^(?:same-origin|same-origin-allow-popups|noopener-allow-popups|unsafe-none)$/.test(policy)
    ? null
    : policy;
}

const referrerPolicies: ReadonlySet<string> = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
]);
/** Words that only the meta element knows: https://html.spec.whatwg.org/multipage/semantics.html#meta-referrer */
const oldWords: Readonly<Record<string, string>> = {
  never: 'no-referrer',
  default: 'strict-origin-when-cross-origin',
  always: 'unsafe-url',
  'origin-when-crossorigin': 'origin-when-cross-origin',
};

/** Of a list the last word that is known counts; null: none is. */
export function referrerPolicyOf(value: string, from: 'header' | 'meta'): string | null {
  const words = value
    .slice(0, 2000)
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  const known = words
    .map((word) => (from === 'meta' && Object.hasOwn(oldWords, word) ? (oldWords[word] ?? word) : word))
    .filter((word) => referrerPolicies.has(word));
  return known.at(-1) ?? null;
}
