/** Faults of the way from the visitor through a proxy to WHMCS. */
import type { Lab } from '../lab.js';
import { cloudflare, everyPublishedRange, site } from '../names.js';
import { trustedProxyRow } from '../seed.js';
import type { Fault } from './fault.js';

const trusting = { front: 'cloudflare', restore: 'application' } as const;
const restoring = { front: 'cloudflare', restore: 'web-server' } as const;

/** People sign in again, and WHMCS records what it takes for their addresses now. */
async function signInAgain(lab: Lab): Promise<void> {
  await lab.forgetSignIns();
  await lab.signIns();
}

function trustFault(cause: string, ranges: readonly string[], more: Partial<Fault> = {}): Fault {
  const trust = async (lab: Lab, list: readonly string[]) => {
    await lab.setting('TrustedProxyIps', trustedProxyRow(list));
    await signInAgain(lab);
  };
  return { cause, setup: trusting, ...more, inject: (lab) => trust(lab, ranges), heal: (lab) => trust(lab, everyPublishedRange) };
}

const without = (...gone: readonly string[]) => everyPublishedRange.filter((range) => !gone.includes(range));

export const proxyFaults: readonly Fault[] = [
  trustFault('trusted-proxies-missing', [], { problems: ['cloudflare-proxy-check-errors', 'frequent-logouts'] }),
  trustFault('trusted-proxies-partial', without('162.158.0.0/15'), { problems: ['cloudflare-proxy-check-errors'] }),
  trustFault('trusted-proxies-overbroad', [...everyPublishedRange, '0.0.0.0/0']),
  trustFault('trusted-proxies-superseded', [...without('104.16.0.0/13', '104.24.0.0/14'), '104.16.0.0/12'], { status: 1 }),
  trustFault('trusted-proxy-entry-invalid', [...everyPublishedRange, '192.0.2.7/33'], { status: 1 }),
  {
    cause: 'proxy-header-wrong',
    setup: trusting,
    inject: async (lab) => {
      await lab.setting('proxyHeader', 'X_REAL_IP');
      await signInAgain(lab);
    },
    heal: async (lab) => {
      await lab.setting('proxyHeader', 'CF_CONNECTING_IP');
      await signInAgain(lab);
    },
  },
  {
    cause: 'proxy-header-wrong',
    how: 'in the web server',
    setup: restoring,
    inject: async (lab) => {
      await lab.siteLines(lab.restoration().map((line) => (line.startsWith('real_ip_header') ? 'real_ip_header X-Real-IP;' : line)));
      await signInAgain(lab);
    },
    heal: async (lab) => {
      await lab.siteLines(lab.restoration());
      await signInAgain(lab);
    },
  },
  {
    cause: 'proxy-header-removed',
    setup: trusting,
    args: ['--web-probe'],
    healedArgs: [],
    inject: async (lab) => {
      lab.edge.options.removeVisitorIp = true;
      await signInAgain(lab);
    },
    heal: async (lab) => {
      lab.edge.options.removeVisitorIp = false;
      await signInAgain(lab);
    },
  },
  {
    cause: 'visitor-address-not-restored',
    setup: restoring,
    inject: async (lab) => {
      await lab.siteLines(lab.restoration(without('162.158.0.0/15', '172.64.0.0/13')));
      await signInAgain(lab);
    },
    heal: async (lab) => {
      await lab.siteLines(lab.restoration());
      await signInAgain(lab);
    },
  },
  {
    cause: 'visitor-address-spoofable',
    status: 1,
    setup: { ...restoring, web: 'apache-fpm' },
    inject: (lab) => lab.siteLines(['RemoteIPHeader CF-Connecting-IP']),
    heal: (lab) => lab.siteLines(lab.restoration()),
  },
  {
    cause: 'local-proxy-untrusted',
    setup: { web: 'nginx-apache', restore: 'web-server' },
    inject: async (lab) => {
      await lab.siteLines([]);
      await signInAgain(lab);
    },
    heal: async (lab) => {
      await lab.siteLines(lab.restoration());
      await signInAgain(lab);
    },
  },
  {
    cause: 'dns-partly-proxied',
    setup: restoring,
    status: 1,
    inject: async (lab) => {
      const addresses = [cloudflare.ipv4, site.ipv4];
      lab.internet.records.set(site.host, addresses);
      await lab.names.set({ [site.host]: addresses });
    },
    heal: async (lab) => {
      const addresses = [cloudflare.ipv4, cloudflare.ipv6];
      lab.internet.records.set(site.host, addresses);
      await lab.names.set({ [site.host]: addresses });
    },
  },
  {
    cause: 'login-page-cached',
    setup: restoring,
    problems: ['login-redirect-loops'],
    inject: async (lab) => {
      lab.edge.options.cacheEverything = true;
      await lab.visitor().open(`${site.url}index.php?rp=/login`);
    },
    heal: async (lab) => {
      lab.edge.options.cacheEverything = false;
      lab.edge.purge();
      await Promise.resolve();
    },
  },
];
