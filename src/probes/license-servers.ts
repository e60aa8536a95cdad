/** The license servers and unrelated control servers from this machine's shell, in stages, IPv4 and IPv6 apart: is it us or them? */
import { defineProbe, LookFailed } from '../index.js';
import type { LicenseServers, Look, LookupResult, NetFailure, Reach, RunOptions, ServerReach } from '../model.js';
import { hostsFileLine } from '../parse/hosts-file.js';

const proxyNames = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
/** Addresses of one name that are tried before it counts as out of reach. */
const mostAddresses = 3;
/** After this long no further address is begun, so that the budget suffices for an answer. */
const lastStartMs = 8000;

export default defineProbe({
  fact: 'license.servers',
  vantage: 'shell',
  title: 'the license servers',
  budgetMs: 18_000,
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.license and endpoints.controls: DNS, TCP, TLS and one GET each, over IPv4 and IPv6',
      covers: ['* <endpoints.license>', '* <endpoints.controls>'],
    },
    { kind: 'read', what: '/etc/hosts', covers: ['/etc/hosts'] },
  ],
  async observe(look) {
    const { host, options, signal } = look;
    if (options.offline) throw new LookFailed('disabled', 'the license servers are not contacted with --offline');
    const { license, controls } = options.endpoints;
    if (license.length === 0) throw new LookFailed('disabled', 'endpoints.license names no license server');
    const hosts = await host.files
      .read('/etc/hosts', { maxBytes: 262_144, signal })
      .then(({ bytes }) => new TextDecoder().decode(bytes))
      .catch(unreadable);
    const [servers, others] = await Promise.all([
      Promise.all(license.map((url) => reachServer(look, url, hosts))),
      Promise.all(controls.map((url) => reachServer(look, url, hosts))),
    ]);
    const value: LicenseServers = { servers, controls: others, proxyVariables: proxyNames.filter((name) => host.credentials.has(name)) };
    return { value, source: servers.map((server) => server.host).join(', ') };
  },
});

/** Without a hosts file nothing is overridden in it. */
function unreadable(error: unknown): string {
  if (error instanceof LookFailed && error.gap !== 'aborted') return '';
  throw error;
}

async function reachServer(look: Look<never, never>, url: string, hosts: string): Promise<ServerReach> {
  if (!URL.canParse(url)) throw new LookFailed('malformed', `"${url}" of the endpoints is not an address`);
  const name = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const [ipv4, ipv6] = await Promise.all([byFamily(look, url, name, 4), byFamily(look, url, name, 6)]);
  return {
    url,
    host: name,
    ipv4: ipv4.reach,
    ipv6: ipv6.reach,
    lookup: { ipv4: ipv4.lookup.code, ipv6: ipv6.lookup.code },
    hostsFile: hostsFileLine(hosts, name),
  };
}

async function byFamily(
  look: Look<never, never>,
  url: string,
  name: string,
  family: 4 | 6,
): Promise<{ lookup: LookupResult; reach: Reach | null }> {
  const given = givenAddress(look.options, url, name);
  const lookup = await look.host.net.lookup(given ?? name, family, look.signal);
  const began = look.host.elapsed();
  let reach: Reach | null = null;
  for (const address of lookup.addresses.slice(0, mostAddresses)) {
    reach = await reachAddress(look, url, address, family);
    if (reach.reached || look.host.elapsed() - began > lastStartMs) break;
  }
  return { lookup, reach };
}

/** --resolve with this port: a look-up knows names only. */
function givenAddress({ resolve }: RunOptions, url: string, name: string): string | null {
  const { port, protocol } = new URL(url);
  const used = Number(port) || (protocol === 'http:' ? 80 : 443);
  return resolve.find((entry) => entry.port === used && entry.host.toLowerCase() === name)?.address ?? null;
}

async function reachAddress({ host, options, signal }: Look<never, never>, url: string, address: string, family: 4 | 6): Promise<Reach> {
  const answer = await host.net.http({ url, address, family, maxBytes: 4096, timeoutMs: options.timeoutMs, signal });
  const common = { family, address, durationMs: answer.durationMs };
  if (!answer.ok) return { ...common, reached: false, failure: answer, httpStatus: null, certificate: null };
  const { certificate, status } = answer;
  if (certificate && !certificate.authorized) {
    const failure: NetFailure = {
      ok: false,
      stage: 'tls',
      code: certificate.error ?? 'CERT_UNTRUSTED',
      message: `the certificate does not verify, issuer ${certificate.issuer}`,
      address,
      durationMs: answer.durationMs,
    };
    return { ...common, reached: false, failure, httpStatus: status, certificate };
  }
  return { ...common, reached: true, failure: null, httpStatus: status, certificate };
}
