/** The System URL and its twins, followed hop by hop as a browser would: where does each of them end? */
import { defineProbe } from '../index.js';
import { isInside } from '../logic/address-class.js';
import { addressOf, httpUrl, identityOf, schemeTwin, wwwTwin } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';
import type { CertificateSeen, Hop, HttpResult, NetFailure, Walk } from '../model.js';
import { parseLoginPage } from '../parse/login-page.js';
import { CookieJar } from './cookie-jar.js';
import { isOfSite, redirectTarget, requestPage, withoutTokens, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

const mostHops = 10;

interface Walked {
  readonly walk: Walk;
  /** Of the first answer over https. */
  readonly certificate: CertificateSeen | null;
}

type Answer = HttpResult & { readonly ok: true };

/** WHMCS's session cookie, "WHMCS" and the instance id, and not one of its long-lived ones. */
export function isSessionCookie(name: string): boolean {
  return /^WHMCS[A-Za-z0-9]{6,}$/.test(name) && !/^WHMCS(?:User|AffiliateID|LinkID|UID|PW)$/.test(name);
}

async function looksLikeWhmcs(answer: Answer, url: URL, hops: readonly Hop[]): Promise<boolean> {
  if (hops.some((hop) => hop.cookies.some(({ name }) => isSessionCookie(name)))) return true;
  return (await parseLoginPage(answer.body, url)).whmcs;
}

/** Walks along the redirects from one address. */
async function walk(look: SiteLook, site: URL, from: URL, why: Walk['why']): Promise<Walked> {
  const jar = new CookieJar(look.host);
  const hops: Hop[] = [];
  const been = new Set<string>();
  const publicNames = new Set<string>();
  let certificate: CertificateSeen | null = null;
  let publicOnly = false;
  let url = from;
  const ended = (
    outcome: Walk['outcome'],
    more: { readonly status?: number; readonly failure?: NetFailure; readonly whmcs?: boolean } = {},
  ): Walked => ({
    walk: {
      from: withoutTokens(from),
      why,
      hops,
      outcome,
      end: withoutTokens(url),
      status: more.status ?? null,
      failure: more.failure ?? null,
      whmcs: more.whmcs ?? false,
    },
    certificate,
  });
  for (;;) {
    const state = `${url.href}\n${jar.state()}`;
    if (been.has(state)) return ended('loop');
    been.add(state);
    if (hops.length >= mostHops) return ended('too-many-redirects');
    const answer = await requestPage(look, url, site, { jar, publicOnly });
    if (!answer.ok) {
      const inside = answer.code === 'ERR_PRIVATE_ADDRESS';
      return ended(inside ? 'redirect-to-private-address' : 'failed', { failure: answer });
    }
    certificate ??= answer.certificate;
    const next = redirectTarget(answer, url);
    const cookies = await jar.take(answer, url);
    const location = next === null ? null : next === 'unusable' ? 'not an http or https address' : withoutTokens(next);
    hops.push({ url: withoutTokens(url), status: answer.status, location, address: answer.address, cookies });
    if (next === null) return ended('answered', { status: answer.status, whmcs: await looksLikeWhmcs(answer, url, hops) });
    if (next === 'unusable') return ended('redirect-unusable', { status: answer.status });
    // A site that is itself inside (a test system, a hosts file that names this machine) may redirect to the inside, and to its twin anyway.
    // A name that was public a moment ago stays so: its owner could change where it leads between two requests.
    if (answer.address !== null && !isInside(answer.address)) publicNames.add(url.hostname);
    const startsInside = isInside(hops[0]?.address ?? '');
    publicOnly = !startsInside && (publicNames.has(next.hostname) || !isOfSite(next, site));
    url = next;
  }
}

/** The folder of the install that a person's address lies in: what follows may be a reset token, and is dropped. */
function usedFolder(text: string): URL | null {
  const url = httpUrl(text.trim());
  return url === null ? null : new URL(addressOf(siteOfPage(url)));
}

export default defineProbe({
  fact: 'http.site',
  vantage: 'http',
  title: 'the site and its twin addresses',
  needs: ['site.url'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the host of the System URL, with and without www, over http and https, and where they redirect to',
      covers: [siteAddress, redirected],
      sessions: 3,
    },
    {
      kind: 'contact',
      what: 'with --used-url: its address, and where it redirects to',
      covers: ['* http*://<used host>/**', redirected],
      sessions: 1,
    },
  ],
  async observe(look, keep) {
    const { url } = look.have['site.url'];
    const site = new URL(url);
    const identity = identityOf(site);
    const used = look.options.usedUrl === null ? null : usedFolder(look.options.usedUrl);
    const starts: [Walk['why'], URL][] = [['system-url', site]];
    for (const [why, twin] of [['scheme-twin', schemeTwin(identity)] as const, ['www-twin', wwwTwin(identity)] as const]) {
      if (twin !== null) starts.push([why, new URL(addressOf(twin))]);
    }
    if (used !== null) starts.push(['used-url', used]);
    const done = new Map<Walk['why'], Walked>();
    const value = () => {
      const walks = starts.flatMap(([why]) => done.get(why)?.walk ?? []);
      return { url, walks, certificate: done.get('system-url')?.certificate ?? null };
    };
    await Promise.all(
      starts.map(async ([why, from]) => {
        done.set(why, why === 'www-twin' && !(await exists(look, from)) ? unnamed(from) : await walk(look, site, from, why));
        // Without the System URL's own walk the rest says nothing.
        if (done.has('system-url')) keep(value());
      }),
    );
    return { value: value(), source: url };
  },
});

/** With --origin any name would be answered, also one that no visitor can look up. */
async function exists(look: SiteLook, url: URL): Promise<boolean> {
  if (look.options.origin === null) return true;
  const found = await Promise.all([look.host.net.lookup(url.hostname, 4, look.signal), look.host.net.lookup(url.hostname, 6, look.signal)]);
  return found.some(({ addresses }) => addresses.length > 0);
}

function unnamed(from: URL): Walked {
  const failure: NetFailure = {
    ok: false,
    stage: 'dns',
    code: 'ENOTFOUND',
    message: 'the name has no address',
    address: null,
    durationMs: 0,
  };
  const end = withoutTokens(from);
  return { walk: { from: end, why: 'www-twin', hops: [], outcome: 'failed', end, status: null, failure, whmcs: false }, certificate: null };
}
