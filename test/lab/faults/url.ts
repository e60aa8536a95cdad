/** Faults of the System URL, of redirects and of the certificate. */
import { makeAuthority, type LeafWish } from '../certificates.js';
import { makeLeaf } from '../certificates.js';
import type { Lab } from '../lab.js';
import { site } from '../names.js';
import { type Fault, noPages, settingFault } from './fault.js';

/** The System URL differs while the web server itself leads visitors to the right address. */
function differs(cause: string, systemUrl: string, lines: readonly string[], more: Partial<Fault> = {}): Fault {
  return {
    cause,
    problems: ['login-details-errors'],
    ...more,
    inject: async (lab) => {
      await lab.setting('LabNoCanonical', 'on');
      await lab.setting('SystemURL', systemUrl);
      await lab.siteLines([`if ($host = ${site.apex}) { return 301 https://${site.host}$request_uri; }`, ...lines]);
    },
    heal: async (lab) => {
      await lab.setting('SystemURL', site.url);
      await lab.setting('LabNoCanonical', null);
    },
  };
}

function certificateFault(cause: string, wish: Partial<LeafWish>, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    ...more,
    inject: async (lab) => serve(lab, await lab.certificate(cause, { names: [site.host, site.apex], ...wish })),
    heal: async (lab) => serve(lab, await lab.certificate('renewed', { names: [site.host, site.apex] })),
  };
}

async function serve(lab: Lab, leaf: Lab['web']['state']['leaf']): Promise<void> {
  lab.web.state.leaf = leaf;
  await lab.web.restartServer();
}

const toHttps = `if ($scheme = http) { return 301 https://$host$request_uri; }`;

export const urlFaults: readonly Fault[] = [
  differs('system-url-scheme-differs', 'http://www.billing.test/', [toHttps]),
  differs('system-url-host-differs', 'https://billing.test/', [toHttps]),
  differs('system-url-port-differs', 'https://www.billing.test:8443/', [
    toHttps,
    `listen ${site.ipv4}:8443 ssl;`,
    `listen [${site.ipv6}]:8443 ssl;`,
    `if ($server_port = 8443) { return 301 https://$host$request_uri; }`,
  ]),
  differs('system-url-path-differs', 'https://www.billing.test/members/', [toHttps, 'rewrite ^/members/(.*)$ /$1 permanent;']),
  settingFault('system-url-slash-missing', 'SystemURL', 'https://www.billing.test', site.url, { status: 1 }),
  settingFault('system-url-empty', 'SystemURL', '', site.url),
  settingFault('system-url-unusable', 'SystemURL', 'www.billing.test', site.url),
  settingFault('system-url-unresolvable', 'SystemURL', 'https://old.billing.test/', site.url, { unseen: noPages }),
  {
    cause: 'system-url-unreachable',
    unseen: noPages,
    inject: (lab) => lab.web.closeServer(),
    heal: (lab) => lab.web.restartServer(),
  },
  {
    cause: 'redirect-to-private-address',
    unseen: noPages,
    inject: (lab) => lab.siteLines(['return 302 http://10.0.0.5/;']),
    heal: (lab) => lab.siteLines([]),
  },
  settingFault('duplicate-host-not-redirected', 'LabNoCanonical', 'on', '', { status: 1 }),
  {
    cause: 'redirect-loop',
    problems: ['login-redirect-loops'],
    inject: (lab) => lab.siteLines([`if ($host = ${site.host}) { return 301 https://${site.apex}$request_uri; }`]),
    heal: (lab) => lab.siteLines([]),
  },
  {
    cause: 'flexible-ssl',
    setup: { front: 'cloudflare', restore: 'web-server' },
    problems: ['login-redirect-loops'],
    inject: async (lab) => {
      lab.edge.options.ssl = 'flexible';
      await Promise.resolve();
    },
    heal: async (lab) => {
      lab.edge.options.ssl = 'full';
      await Promise.resolve();
    },
  },
  {
    cause: 'used-url-differs',
    also: { 'duplicate-host-not-redirected': 'the used address serves the site without leading to the System URL' },
    args: ['--used-url', 'https://billing.test/index.php?rp=/login'],
    inject: (lab) => lab.setting('LabNoCanonical', 'on'),
    heal: (lab) => lab.setting('LabNoCanonical', null),
  },
  certificateFault('certificate-expired', { issuedInDays: -100, days: 90 }),
  certificateFault('certificate-not-yet-valid', { issuedInDays: 3 }),
  certificateFault('certificate-name-mismatch', { names: ['other.test'] }),
  certificateFault('certificate-expiring', { issuedInDays: -86, days: 90 }, { status: 1 }),
  {
    ...certificateFault('certificate-chain-incomplete', {}),
    inject: async (lab) => {
      const intermediate = await makeAuthority(lab.folder, 'intermediate', lab.authority);
      await serve(lab, await makeLeaf(lab.folder, 'unchained', { names: [site.host, site.apex], issuer: intermediate }));
    },
    heal: async (lab) => {
      const intermediate = await makeAuthority(lab.folder, 'intermediate', lab.authority);
      const names = [site.host, site.apex];
      await serve(lab, await makeLeaf(lab.folder, 'chained', { names, issuer: intermediate, along: [intermediate.cert] }));
    },
  },
  {
    ...certificateFault('certificate-untrusted', {}),
    inject: async (lab) => {
      const stranger = await makeAuthority(lab.folder, 'stranger');
      await serve(
        lab,
        await makeLeaf(lab.folder, 'untrusted', { names: [site.host, site.apex], issuer: stranger, along: [stranger.cert] }),
      );
    },
  },
];
