/** Whether a proxy or content network stands in front of the site, as visitors reach it. */
import { defineProbe, LookFailed } from '../index.js';
import { knownProxies } from '../knowledge/proxies.js';
import { frontOf, recognise, type Signs } from '../logic/proxy-signs.js';
import type { Fact, Facts } from '../model.js';
import { isTrace } from '../parse/endpoint-answers.js';
import { CookieJar } from './cookie-jar.js';
import { keptHeaders, requestPage, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

/** A site's request as a visitor's would go: to the address that visitors' resolvers give, never to --origin. */
async function asVisitor(look: SiteLook, url: URL, address: string | null) {
  const plain = { ...look, options: { ...look.options, origin: null } };
  // What a public resolver says is up to the name's owner: it must not lead this program to the inside.
  return await requestPage(plain, url, url, address === null ? {} : { address, publicOnly: true });
}

/** Headers and cookies of an answer that came the visitors' way. */
async function seenByVisitors(
  look: SiteLook,
  site: URL,
  dns: Facts['proxy.dns'] | null,
  login: Fact<Facts['http.login']>,
): Promise<Pick<Signs, 'headers' | 'cookies'>> {
  const visitors = dns?.visitors ?? null;
  const otherWay =
    look.options.origin !== null || (visitors !== null && visitors.length > 0 && !visitors.some((address) => dns?.local.includes(address)));
  if (!otherWay)
    return login.ok
      ? { headers: login.value.headers, cookies: login.value.cookies.map(({ name }) => name) }
      : { headers: null, cookies: [] };
  const answer = await asVisitor(look, site, visitors?.[0] ?? null);
  if (!answer.ok) return { headers: null, cookies: [] };
  const cookies = await new CookieJar(look.host).take(answer, site);
  return { headers: keptHeaders(answer), cookies: cookies.map(({ name }) => name) };
}

export default defineProbe({
  fact: 'proxy.front',
  vantage: 'http',
  title: 'whether a proxy stands in front of the site',
  needs: ['site.url', 'proxy.ranges'],
  wants: ['proxy.dns', 'http.login'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the System URL, and /cdn-cgi/trace of its host where other signs point to Cloudflare',
      covers: [siteAddress, redirected],
      sessions: 1,
    },
  ],
  async observe(look) {
    const site = new URL(look.have['site.url'].url);
    const ranges = look.have['proxy.ranges'];
    const dns = look.want['proxy.dns'].ok ? look.want['proxy.dns'].value : null;
    const visitors = dns?.visitors ?? null;
    const signs: Signs = {
      // A name that public resolvers do not know is one of the inside: there this machine's view is the visitors'.
      addresses: visitors !== null && visitors.length > 0 ? visitors : (dns?.local ?? []),
      asVisitors: visitors !== null,
      ...(await seenByVisitors(look, site, dns, look.want['http.login'])),
    };
    const proxies = knownProxies.map((proxy) =>
      proxy.id === 'cloudflare' ? { ...proxy, ranges: [...ranges.ipv4, ...ranges.ipv6] } : proxy,
    );
    const found = recognise(signs, proxies);
    let trace = false;
    if (found?.id === 'cloudflare') {
      const answer = await asVisitor(look, new URL('/cdn-cgi/trace', site), found.dns === 'all' ? (signs.addresses[0] ?? null) : null);
      trace = answer.ok && isTrace(answer.status, answer.body);
    }
    const front = frontOf(signs, found, trace);
    if (front.state === 'undetermined' && (look.options.offline || look.options.endpoints.resolvers.length === 0)) {
      const settle = 'Run without --offline, so that a public resolver can be asked.';
      throw new LookFailed('disabled', `what visitors' resolvers say about ${site.hostname} was not asked`, { settle });
    }
    return { value: front, source: site.hostname };
  },
});
