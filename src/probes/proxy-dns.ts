/** Where the site's name leads: here (hosts file included) and for visitors' resolvers, which a hosts file on this machine may hide. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { parseAddress } from '../logic/address.js';
import { isIpLiteral } from '../logic/url-identity.js';
import type { Host, LookupResult, RunOptions } from '../model.js';
import { parseDnsAnswer } from '../parse/endpoint-answers.js';
import { userAgent } from './site-request.js';

interface Asking {
  readonly host: Host;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

/** Both types of address over HTTPS; null: this resolver gave no usable answer. */
async function ask({ host, signal }: Asking, resolver: string, name: string): Promise<readonly string[] | null> {
  const headers = { 'user-agent': userAgent, accept: 'application/dns-json' };
  const answers = await Promise.all(
    (['A', 'AAAA'] as const).map(async (type) => {
      const url = new URL(resolver);
      url.searchParams.set('name', name);
      url.searchParams.set('type', type);
      const answer = await host.net.http({ url: url.href, headers, strictTls: true, maxBytes: 65_536, signal });
      return answer.ok && answer.status === 200 ? parseDnsAnswer(answer.body, type) : null;
    }),
  );
  return answers.some((answer) => answer === null) ? null : answers.flatMap((answer) => answer ?? []);
}

async function asVisitors(
  look: Asking,
  name: string,
): Promise<{ readonly resolver: string; readonly addresses: readonly string[] } | null> {
  if (look.options.offline) return null;
  for (const resolver of look.options.endpoints.resolvers) {
    const addresses = await ask(look, resolver, name);
    if (addresses !== null) return { resolver, addresses };
  }
  return null;
}

/** The name exists not, or has no address of this family: an answer, unlike that of a resolver that fails. */
function saysNone({ code }: LookupResult): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

export default defineProbe({
  fact: 'proxy.dns',
  vantage: 'shell',
  title: "the addresses of the site's name",
  needs: ['site.url'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    { kind: 'contact', what: "this machine's resolver, about the host of the System URL", covers: ['<resolver>'] },
    {
      kind: 'contact',
      what: 'endpoints.resolvers: A and AAAA over HTTPS, about the host of the System URL',
      covers: ['GET <endpoints.resolvers>'],
    },
  ],
  async observe(look) {
    const name = new URL(look.have['site.url'].url).hostname.replace(/\.$/, '');
    if (isIpLiteral(name)) {
      const address = name.replace(/^\[|\]$/g, '');
      return { value: { name: address, local: [address], visitors: [address], resolver: null }, source: name };
    }
    const [v4, v6, visitors] = await Promise.all([
      look.host.net.lookup(name, 4, look.signal),
      look.host.net.lookup(name, 6, look.signal),
      asVisitors(look, name),
    ]);
    const local = [...v4.addresses, ...v6.addresses].filter((address) => parseAddress(address) !== null);
    if (local.length === 0 && visitors === null && !(saysNone(v4) && saysNone(v6))) {
      const code = v4.code ?? v6.code ?? 'no address';
      throw new LookFailed(unanswered({ code }), `neither this machine's resolver (${code}) nor a public one answered about ${name}`);
    }
    return { value: { name, local, visitors: visitors?.addresses ?? null, resolver: visitors?.resolver ?? null }, source: name };
  },
});
