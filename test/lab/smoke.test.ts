/** The lab proves itself: real sign-ins through every web server and the edge, every outside host answers, and nothing is left. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { Lab, type LabOptions, plain } from './lab.js';
import { cloudflare, site, visitors } from './names.js';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

const fronted = { front: 'cloudflare', restore: 'web-server' } as const;
const variants: Readonly<Record<string, Partial<LabOptions>>> = {
  'nginx and FPM': {},
  'Apache and FPM': { web: 'apache-fpm' },
  'Apache and mod_php': { web: 'apache-mod' },
  'nginx before Apache': { web: 'nginx-apache' },
  'sessions in the database': { sessions: 'database' },
  'sessions in Redis': { sessions: 'redis' },
  'sessions in memcached': { sessions: 'memcached' },
  "Debian's session folder": { sessions: 'debian' },
  'nginx behind Cloudflare': fronted,
  'Apache behind Cloudflare': { ...fronted, web: 'apache-fpm' },
  'trusted by WHMCS behind Cloudflare': { ...fronted, restore: 'application' },
};

describe.each(Object.entries(variants))('%s', (_, options) => {
  test('signs a user and an administrator in and records their addresses', async () => {
    lab = await Lab.start(options);
    await lab.forgetSignIns();
    expect(await lab.signIns()).toBe(true);
    if (options.web === 'nginx-apache') return;
    expect(await lab.sql('SELECT last_ip FROM tblusers WHERE id = 1')).toEqual([{ last_ip: visitors.first }]);
    expect(await lab.sql('SELECT ipaddress FROM tbladminlog')).toEqual([{ ipaddress: visitors.second }]);
  });
});

test('every outside host answers, by its name', async () => {
  lab = await Lab.start();
  const visitor = lab.visitor(null);
  const asked = {
    'https://a.licensing.whmcs.com/1.0/test': 'OK',
    'https://b.licensing.whmcs.com/1.0/test': 'OK',
    'https://cloudflare-dns.com/dns-query?name=www.billing.test&type=A': `"data":"${site.ipv4}"`,
    'https://cloudflare-dns.com/dns-query?name=www.billing.test&type=AAAA': `"data":"${site.ipv6}"`,
    'https://cloudflare-dns.com/dns-query?name=nx.test&type=A': '"Status":3',
    'https://api.cloudflare.com/client/v4/ips': '162.158.0.0/15',
    'https://www.cloudflare.com/cdn-cgi/trace': `ip=${site.ipv4}\n`,
    'https://www.google.com/generate_204': '',
    'https://www.microsoft.com/': 'Microsoft',
    'https://example.com/': 'Example Domain',
    'https://accounts.google.com/o/oauth2/iframerpc?action=checkOrigin&origin=x&client_id=y': 'invalid_client',
    'https://graph.facebook.com/oauth/access_token?client_id=1&client_secret=2': 'OAuthException',
    'https://api.x.com/oauth/request_token': 'errors',
    'https://api.twitter.com/oauth/request_token': 'errors',
    'https://oauth2.googleapis.com/token': '',
    'https://www.googleapis.com/oauth2/v3/certs': 'keys',
    'https://api-1abcdef2.duosecurity.com/oauth/v1/health_check': 'FAIL',
  };
  for (const [url, part] of Object.entries(asked)) expect((await visitor.open(url)).body, url).toContain(part);
});

test('the edge forwards from its own addresses in turn and says who visits', async () => {
  lab = await Lab.start({ ...fronted, restore: 'nobody' });
  await lab.siteLines(['add_header X-Peer "$remote_addr $http_cf_connecting_ip" always;']);
  const seen = new Set<string>();
  for (let i = 0; i < 4; i += 1) {
    const page = await lab.visitor(visitors.first).open(site.url, undefined, false);
    expect(page.headers['cf-ray']).toBeDefined();
    expect(page.headers.server).toBe('cloudflare');
    seen.add(String(page.headers['x-peer']));
  }
  expect([...seen].sort()).toEqual(cloudflare.egress.map((address) => `${address} ${visitors.first}`).sort());
});

test('a silent host drops connections, a closed one refuses them, an open one answers again', async () => {
  lab = await Lab.start();
  const endpoint = lab.internet.license['a.licensing.whmcs.com'];
  const ask = () => lab?.visitor(null).open('https://a.licensing.whmcs.com/1.0/test');
  await endpoint.close();
  await expect(ask()).rejects.toThrow(/ECONNREFUSED/u);
  await endpoint.beSilent();
  await expect(ask()).rejects.toThrow(/silent/u);
  await endpoint.open();
  expect((await ask())?.body).toBe('OK');
});

test('stop leaves no process and no file', async () => {
  const before = processes();
  const started = await Lab.start({ ...plain, sessions: 'redis', ...fronted });
  expect(processes().length).toBeGreaterThan(before.length);
  await started.stop();
  expect(processes()).toEqual(before);
  expect(readdirSync(process.env['LAB_WEB'] ?? '')).not.toContain('billing');
});

/** Names of the processes of this lab's process namespace, but for those of Node itself. */
function processes(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  const names = pids.flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/comm`, 'utf8').trim()];
    } catch {
      return [];
    }
  });
  return names.filter((name) => /mariadb|php|nginx|apache|dnsmasq|redis|memcached/u.test(name)).sort();
}
