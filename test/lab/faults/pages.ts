/** Faults of single pages, and of a proxy that answers otherwise than the site. */
import { site } from '../names.js';
import type { Fault } from './fault.js';

export const pageFaults: readonly Fault[] = [
  {
    cause: 'login-page-failing',
    inject: (lab) => lab.siteLines(['if ($arg_rp = /login) { return 500; }', 'if ($uri = /clientarea.php) { return 500; }']),
    heal: (lab) => lab.siteLines([]),
  },
  {
    cause: 'reset-page-failing',
    problems: ['invalid-reset-link-errors'],
    inject: (lab) => lab.siteLines(['if ($arg_rp = /password/reset) { return 500; }']),
    heal: (lab) => lab.siteLines([]),
  },
];

export const edgeFaults: readonly Fault[] = [
  {
    cause: 'proxy-changes-pages',
    setup: { front: 'cloudflare', restore: 'web-server' },
    args: ['--origin', site.ipv4],
    problems: ['login-redirect-loops'],
    inject: async (lab) => {
      lab.edge.options.dropCookies = true;
      await Promise.resolve();
    },
    heal: async (lab) => {
      lab.edge.options.dropCookies = false;
      await Promise.resolve();
    },
  },
];
