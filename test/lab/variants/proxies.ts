/** What stands between the visitor and the web server, and who makes the visitor's address out of the proxy's. */
import { Balancer } from '../balancer.js';
import type { Lab } from '../lab.js';
import { everyPublishedRange, site } from '../names.js';
import { trustedProxyRow } from '../seed.js';
import type { Value } from './value.js';

/** Where visitors reach a proxy that is not Cloudflare, and whence the site is reached. */
const entrance = '192.0.2.11';
const inside = { from: '10.0.0.5', range: '10.0.0.0/24' } as const;
const outside = { from: '198.51.100.45', range: '198.51.100.45' } as const;
/** The nginx in front of Apache. */
const ownMachine = '127.0.0.1';

const fastly = ['Via', '1.1 varnish', 'X-Served-By', 'cache-fra-eddf8230020-FRA', 'X-Cache', 'MISS', 'X-Cache-Hits', '0'];

let balancer: Balancer | null = null;
const closeBalancer = async (): Promise<void> => {
  await balancer?.close();
  balancer = null;
};

async function openBalancer(lab: Lab, from: string, headers: readonly string[] = []): Promise<void> {
  balancer = new Balancer({ at: entrance, from, leaf: lab.web.state.leaf, headers });
  await balancer.open();
  for (const name of [site.host, site.apex]) {
    lab.internet.records.set(name, [entrance]);
    await lab.names.set({ [name]: [entrance] });
  }
}

/** The web server takes these for proxies and the header's address for the visitor's; before Apache it is nginx that does. */
function restoring(lab: Lab, ranges: readonly string[], header: string): void {
  const { state } = lab.web;
  const nginx = [...ranges.map((range) => `set_real_ip_from ${range};`), `real_ip_header ${header};`, 'real_ip_recursive on;'];
  const apache = [`RemoteIPHeader ${header}`, ...ranges.map((range) => `RemoteIPInternalProxy ${range}`)];
  switch (state.kind) {
    case 'nginx':
      state.lines = nginx;
      return;
    case 'nginx-apache':
      state.frontLines = nginx;
      state.lines = ['RemoteIPHeader X-Forwarded-For', `RemoteIPInternalProxy ${ownMachine}`];
      return;
    case 'apache-fpm':
    case 'apache-mod':
      state.lines = apache;
  }
}

/** WHMCS itself does; behind nginx before Apache it sees this machine's own address last. */
async function trusting(lab: Lab, ranges: readonly string[]): Promise<void> {
  const own = lab.web.state.kind === 'nginx-apache' ? [ownMachine] : [];
  lab.web.state.lines = [];
  await lab.setting('TrustedProxyIps', trustedProxyRow([...ranges, ...own]));
}

export const proxies: readonly Value[] = [
  { name: 'none' },
  {
    name: 'Cloudflare, restored by the web server',
    options: { front: 'cloudflare', restore: 'web-server' },
    make: (lab) => Promise.resolve(restoring(lab, everyPublishedRange, 'CF-Connecting-IP')),
  },
  {
    name: 'Cloudflare, trusted by WHMCS',
    options: { front: 'cloudflare', restore: 'application' },
    make: (lab) => trusting(lab, everyPublishedRange),
  },
  {
    name: 'a load balancer inside, restored by the web server',
    make: async (lab) => {
      restoring(lab, [inside.range], 'X-Forwarded-For');
      await openBalancer(lab, inside.from);
    },
    undo: closeBalancer,
  },
  {
    name: 'a load balancer inside, trusted by WHMCS',
    make: async (lab) => {
      await trusting(lab, [inside.range]);
      await openBalancer(lab, inside.from);
    },
    undo: closeBalancer,
  },
  {
    name: 'another CDN, restored by the web server',
    make: async (lab) => {
      restoring(lab, [outside.range], 'X-Forwarded-For');
      await openBalancer(lab, outside.from, fastly);
    },
    undo: closeBalancer,
  },
];
