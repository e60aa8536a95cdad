/** Set-ups that work are silent: status 0, nothing warned, nothing failed, nothing unknown, with no option but the lab's authority. */
import { afterEach, describe, expect, test } from 'vitest';
import { expectHealthy, runDoctor } from './doctor.js';
import { Lab, type LabOptions } from './lab.js';

const variants: Readonly<Record<string, Partial<LabOptions>>> = {
  'nginx and FPM': {},
  'Apache and FPM': { web: 'apache-fpm' },
  'Apache and mod_php': { web: 'apache-mod' },
  'nginx before Apache, which restores the address': { web: 'nginx-apache', restore: 'web-server' },
  'sessions in the database': { sessions: 'database' },
  'sessions in Redis': { sessions: 'redis' },
  'sessions in memcached': { sessions: 'memcached' },
  "Debian's session folder and cleaner": { sessions: 'debian' },
  'nginx restores the address behind Cloudflare': { front: 'cloudflare', restore: 'web-server' },
  'Apache restores the address behind Cloudflare': { web: 'apache-fpm', front: 'cloudflare', restore: 'web-server' },
  'WHMCS trusts all ranges of Cloudflare': { front: 'cloudflare', restore: 'application' },
};

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

describe.each(Object.entries(variants))('%s', (_, options) => {
  test('is silent', async () => {
    lab = await Lab.start(options);
    expectHealthy(await runDoctor(lab));
    if (lab.user === null) return;
    // The files' owner sees less than root, and what he cannot see is no trouble.
    const owner = await runDoctor(lab, { as: lab.user });
    expectHealthy(owner);
    expect(owner.report.counts.pass).toBeGreaterThan(10);
  });
});

test('a server with a private address of its own is silent', async () => {
  lab = await Lab.start();
  lab.web.state.phpLines = ['fastcgi_param SERVER_ADDR 10.0.0.5;'];
  await lab.web.restartServer();
  expectHealthy(await runDoctor(lab));
});

test('open_basedir without the session folder is silent', async () => {
  lab = await Lab.start();
  await lab.php({ open_basedir: `${lab.root}:/tmp` });
  expectHealthy(await runDoctor(lab));
});
