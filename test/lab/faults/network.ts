/** Faults of the clocks, and of the way to the license servers. */
import { fakeClock, makeAuthority, makeLeaf } from '../certificates.js';
import type { Endpoint } from '../endpoint.js';
import type { Lab } from '../lab.js';
import { licenseAddresses, licenseHosts } from '../names.js';
import { phpExtension } from '../web-server.js';
import { type Fault, phpFault } from './fault.js';

const noConnection = ['no-connection-errors'];

/** The license servers change; to heal, they answer as before. */
function licenseFault(cause: string, change: (endpoint: Endpoint, lab: Lab) => Promise<void>, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    ...more,
    inject: async (lab) => {
      for (const endpoint of Object.values(lab.internet.license)) await change(endpoint, lab);
    },
    heal: async (lab) => {
      for (const endpoint of Object.values(lab.internet.license)) await endpoint.open();
    },
  };
}

async function shift(lab: Lab, ms: number): Promise<void> {
  lab.internet.shiftTime(ms);
  await Promise.resolve();
}

export const clockFaults: readonly Fault[] = [
  {
    cause: 'clock-behind',
    problems: ['google-remote-linking-failures'],
    inject: (lab) => shift(lab, 120_000),
    heal: (lab) => shift(lab, 0),
  },
  { cause: 'clock-behind', how: 'a little', status: 1, inject: (lab) => shift(lab, 8000), heal: (lab) => shift(lab, 0) },
  { cause: 'clock-ahead', status: 1, inject: (lab) => shift(lab, -120_000), heal: (lab) => shift(lab, 0) },
  {
    cause: 'clock-unsynchronised',
    status: 1,
    inject: (lab) => lab.clockSynchronised(false),
    heal: (lab) => lab.clockSynchronised(true),
  },
  {
    cause: 'php-clock-differs',
    inject: async (lab) => {
      lab.web.state.fpmEnvironment = fakeClock('-600s');
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      lab.web.state.fpmEnvironment = {};
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'database-clock-differs',
    status: 1,
    inject: (lab) => lab.restartDatabase(fakeClock('+600s')),
    heal: (lab) => lab.restartDatabase(),
  },
];

export const licenseFaults: readonly Fault[] = [
  {
    cause: 'license-name-unresolvable',
    problems: noConnection,
    inject: (lab) => lab.names.set({ [licenseHosts[0]]: null, [licenseHosts[1]]: null }),
    heal: (lab) => lab.names.set(licenseAddresses),
  },
  {
    cause: 'license-hosts-file-override',
    inject: (lab) => lab.hosts(licenseHosts.flatMap((host) => [`192.0.2.53 ${host}`, `2001:db8::53 ${host}`])),
    heal: (lab) => lab.hosts([]),
  },
  licenseFault('license-connection-refused', (endpoint) => endpoint.close(), { problems: noConnection }),
  licenseFault('license-connection-timeout', (endpoint) => endpoint.beSilent()),
  licenseFault('license-tls-failing', (endpoint) => endpoint.speakPlainly()),
  licenseFault('license-intercepted', async (endpoint, lab) => {
    const inspector = await makeAuthority(lab.folder, 'inspection');
    await endpoint.open({
      leaf: await makeLeaf(lab.folder, 'inspected', { names: [endpoint.host], issuer: inspector, along: [inspector.cert] }),
    });
  }),
  {
    cause: 'license-http-refused',
    inject: async (lab) => {
      lab.internet.licenseStatus = 503;
      await Promise.resolve();
    },
    heal: async (lab) => {
      lab.internet.licenseStatus = 200;
      await Promise.resolve();
    },
  },
  {
    cause: 'outbound-blocked',
    inject: async (lab) => {
      for (const endpoint of [...Object.values(lab.internet.license), lab.internet.hosts['example.com']]) await endpoint.beSilent();
    },
    heal: (lab) => lab.internet.reopen(),
  },
  licenseFault(
    'license-ipv6-broken',
    (endpoint) => endpoint.open({ addresses: endpoint.addresses.filter((each) => !each.includes(':')) }),
    {
      status: 1,
    },
  ),
  {
    // As systemd's PrivateNetwork=yes: sockets in the file system still work.
    cause: 'license-unreachable-from-php',
    how: 'PHP-FPM without a network',
    inject: async (lab) => {
      lab.web.state.fpmThrough = ['unshare', '-n'];
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      lab.web.state.fpmThrough = [];
      await lab.web.restartPhp();
    },
  },
  // PHP's curl prefers openssl.cafile to curl.cainfo.
  phpFault('php-ca-bundle-broken', { 'openssl.cafile': '/etc/ssl/nowhere.pem' }, { 'openssl.cafile': null }),
  phpFault('curl-functions-disabled', { disable_functions: 'curl_exec,curl_multi_exec' }, { disable_functions: null }),
  {
    cause: 'curl-extension-missing',
    inject: async (lab) => {
      await phpExtension('curl', false, 'fpm');
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      await phpExtension('curl', true, 'fpm');
      await lab.web.restartPhp();
    },
  },
];
