/** What a run touches is what its plan announced: every line of the audit matches a pattern of the fact that it was for. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditLine, isAnnounced, type PlanItem } from '../support/announced.js';
import { runDoctor, runProgram } from './doctor.js';
import { Lab, type LabOptions, plain } from './lab.js';
import { site } from './names.js';

const auditFile = '/tmp/whmcs-doctor-audit';
const person = ['--admin', 'acme', '--user', 'a@b.test', '--visitor-ip', '203.0.113.9', '--used-url', `https://${site.apex}/`];

/** What the names of the plan stand for in the laboratory. */
function places(lab: Lab): Readonly<Record<string, readonly string[]>> {
  return {
    install: [lab.root],
    site: [site.host, site.apex],
    redirects: [site.host, site.apex],
    'used host': [],
    'admin host': [],
    'session folder': [lab.sessionFolder],
    'folders above it': ['/', '/var', '/var/lib', '/var/lib/php', '/var/www', '/srv', '/opt'],
    'cron scripts': [`${lab.root}/**`],
    PHP: ['/usr/bin/php', '/usr/bin/php8.*'],
    FPM: ['/run/php/*', '/tmp/**', '/run/**'],
    database: ['/run/mysqld/mysqld.sock', 'localhost', '127.0.0.1'],
    'database folder': ['/tmp/whmcs-lab-*/database'],
    'temporary folder': ['/tmp'],
    'compiled templates': [`${lab.root}/templates_c`],
    'mount point': ['/'],
    SMTP: ['mail.billing.test', 'localhost', '127.0.0.1'],
    'session server': ['localhost', '127.0.0.1'],
    sendmail: ['/usr/sbin/sendmail'],
    'private folder': ['/tmp/*', '/dev/shm/*', '/var/tmp/*', '/run/*', '/proc/*/root/tmp/*'],
    'web root': [lab.root],
    'PHP error log': ['/var/log/**'],
    'web server error log': ['/var/log/**'],
    'folder of a log': ['/var/log/**'],
  };
}

async function planOf(lab: Lab, target: string, args: readonly string[]): Promise<readonly PlanItem[]> {
  const { stdout, stderr, status } = await runProgram(['plan', target, '-f', 'json', '--cacert', lab.ca, ...args]);
  expect(status, stderr).toBe(0);
  return (JSON.parse(stdout) as { readonly items: readonly PlanItem[] }).items;
}

async function unannounced(lab: Lab, target: string, args: readonly string[]): Promise<readonly string[]> {
  const plan = await planOf(lab, target, args);
  await runDoctor(lab, { target, args: [...args, '--audit', auditFile] });
  const lines = readFileSync(auditFile, 'utf8').trimEnd().split('\n').map(auditLine);
  expect(lines.length).toBeGreaterThan(10);
  const known = places(lab);
  return [...new Set(lines.filter((line) => !isAnnounced(line, plan, known)).map(({ fact, kind, what }) => `${fact} ${kind} ${what}`))];
}

const setUps: readonly { readonly name: string; readonly options: Partial<LabOptions>; readonly args: readonly string[] }[] = [
  { name: 'nginx, session files, with a script in the web root', options: {}, args: [...person, '--web-probe'] },
  {
    name: 'mod_php behind Cloudflare, sessions in the database, everything selected',
    options: { web: 'apache-mod', front: 'cloudflare', restore: 'application', sessions: 'database' },
    args: [...person, '--only', '*'],
  },
  { name: 'sessions in Redis', options: { sessions: 'redis' }, args: [] },
];

describe.each(setUps)('$name', ({ options, args }) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ ...plain, ...options });
  });
  afterAll(async () => {
    await lab.stop();
  });

  test('the folder of the install', async () => {
    expect(await unannounced(lab, lab.root, args)).toEqual([]);
  });

  test('its address', async () => {
    expect(await unannounced(lab, site.url, [])).toEqual([]);
    const given = ['--used-url', `https://${site.apex}/`, '--origin', site.ipv4, '--admin-url', `${site.url}admin/`, '--only', '*'];
    expect(await unannounced(lab, site.url, given)).toEqual([]);
  });
});
