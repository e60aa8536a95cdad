/** Faults of headers that are larger than the web server takes, told by its log alone. */
import { rm } from 'node:fs/promises';
import type { Lab } from '../lab.js';
import { site } from '../names.js';
import { brokenPage, type Fault } from './fault.js';

/** A policy as long as sites have that name every host: more than the 4 kB of nginx's buffer. */
const longPolicy = `<?php
$hosts = [];
for ($i = 0; $i < 200; $i++) $hosts[] = "https://static$i.partners.test";
header('Content-Security-Policy-Report-Only: img-src ' . implode(' ', $hosts));
`;

/** What was logged before it was mended stays for its days; the log begins anew, as logrotate has it. */
async function rotate(lab: Lab, folder: string): Promise<void> {
  await rm(`/var/log/${folder}/error.log`, { force: true });
  await lab.web.restartServer();
}

/** Other programs on the domain have filled the visitor's browser with cookies. */
async function muchToCarry(lab: Lab): Promise<void> {
  const visitor = lab.visitor();
  visitor.keep('tracker', 'x'.repeat(36_000));
  const page = await visitor.open(site.url, undefined, false);
  if (page.status !== 400) throw new Error(`a request with 36 kB of cookies was answered with ${page.status}`);
}

export const headerFaults: readonly Fault[] = [
  {
    cause: 'response-header-too-big',
    unseen: brokenPage,
    problems: ['login-redirect-loops'],
    inject: async (lab) => {
      await lab.hook('policy', longPolicy);
      await lab.visitor().open(`${site.url}index.php?rp=/login`);
    },
    heal: async (lab) => {
      await lab.siteLines(['fastcgi_buffer_size 32k;', 'fastcgi_buffers 8 32k;']);
      await rotate(lab, 'nginx');
    },
  },
  {
    cause: 'request-header-too-big',
    problems: ['login-redirect-loops'],
    status: 1,
    inject: async (lab) => {
      await lab.siteLines(['error_log /var/log/nginx/error.log info;']);
      await muchToCarry(lab);
    },
    heal: async (lab) => {
      await lab.siteLines(['error_log /var/log/nginx/error.log info;', 'large_client_header_buffers 4 64k;']);
      await rotate(lab, 'nginx');
    },
  },
  {
    cause: 'request-header-too-big',
    how: 'in Apache',
    setup: { web: 'apache-fpm' },
    status: 1,
    inject: async (lab) => {
      await lab.siteLines([`ErrorLog /var/log/apache2/${site.host}-error.log`, 'LogLevel info']);
      await muchToCarry(lab);
    },
    heal: async (lab) => {
      await rm(`/var/log/apache2/${site.host}-error.log`, { force: true });
      await lab.siteLines([`ErrorLog /var/log/apache2/${site.host}-error.log`, 'LogLevel info', 'LimitRequestFieldSize 65536']);
    },
  },
];
