/** Unusual set-ups that work: each is silent, with no option given. */
import { appendFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from './certificates.js';
import { expectHealthy, runDoctor } from './doctor.js';
import { asRoot, Lab, type LabOptions } from './lab.js';
import { licenseAddresses, site, visitors } from './names.js';
import { run } from './process.js';
import { inChroot, leaveChroot } from './variants/chroot.js';
import { replaceIn } from './variants/edited.js';
import { hardened } from './variants/hardened.js';
import { phpVersion } from './web-server.js';

interface Variant {
  readonly name: string;
  readonly make: (lab: Lab) => Promise<void>;
  /** What `restore` does not undo. */
  readonly undo?: (lab: Lab) => Promise<void>;
}

/** Only these outside hosts can be reached; everything else is refused, or dropped without a word. */
async function firewall(lab: Lab, open: readonly string[], silently: boolean): Promise<void> {
  for (const [name, endpoint] of Object.entries(lab.internet.hosts)) {
    if (!open.includes(name)) await (silently ? endpoint.beSilent() : endpoint.close());
  }
  for (const server of lab.internet.time) await server.close();
}

const reopenTime = async (lab: Lab) => {
  for (const server of lab.internet.time) await server.open();
};

const cdnHeaders: Readonly<Record<string, readonly string[]>> = {
  Fastly: [
    'Via "1.1 varnish"',
    'X-Served-By "cache-fra-eddf8230020-FRA"',
    'X-Cache "MISS"',
    'X-Cache-Hits "0"',
    'X-Timer "S1700000000.1,VS0,VE12"',
  ],
  CloudFront: [
    'Via "1.1 0a1b2c3d.cloudfront.net (CloudFront)"',
    'X-Amz-Cf-Pop "FRA56-P5"',
    'X-Amz-Cf-Id "q7x"',
    'X-Cache "Miss from cloudfront"',
  ],
  Sucuri: ['X-Sucuri-ID "18008"', 'X-Sucuri-Cache "BYPASS"', 'Server "Sucuri/Cloudproxy"'],
};

const plainSite: readonly Variant[] = [
  {
    name: 'the install in a subfolder of the web root',
    make: async (lab) => {
      Object.assign(lab.web.state, { root: dirname(lab.root) });
      await lab.setting('SystemURL', `${site.url}billing/`);
      await lab.web.restartServer();
    },
    undo: async (lab) => {
      Object.assign(lab.web.state, { root: lab.root });
      await Promise.resolve();
    },
  },
  {
    name: 'mail settings that are encrypted, a sender without SPF and DMARC, and an order mail that is switched off on purpose',
    make: async (lab) => {
      await lab.sql("DELETE FROM tblconfiguration WHERE setting LIKE 'SMTP%' OR setting = 'MailType'");
      await lab.setting('MailConfig', 'ZW5jcnlwdGVkLCBhbmQgbmV2ZXIgZGVjcnlwdGVk');
      await lab.sql("UPDATE tblemailtemplates SET disabled = 1, message = '' WHERE name = 'Order Confirmation'");
      lab.internet.txt.clear();
    },
  },
  {
    name: 'a mail server in the own network: no encryption, no log-in, a certificate of its own making',
    make: async (lab) => {
      const leaf = await lab.certificate('mail-own', { names: ['localhost'], issuer: await makeAuthority(lab.folder, 'mail-own-root') });
      await lab.mail.speak({ 25: { leaf } });
      for (const [name, value] of [
        ['SMTPPort', '25'],
        ['SMTPSSL', ''],
        ['SMTPUsername', ''],
      ] as const)
        await lab.setting(name, value);
    },
  },
  {
    name: 'a System URL with a port',
    make: async (lab) => {
      await lab.setting('SystemURL', `https://${site.host}:8443/`);
      await lab.siteLines([`listen ${site.ipv4}:8443 ssl;`, `listen [${site.ipv6}]:8443 ssl;`]);
    },
  },
  {
    name: 'a site without IPv6',
    make: async (lab) => {
      for (const name of [site.host, site.apex]) {
        lab.internet.records.set(name, [site.ipv4]);
        await lab.names.set({ [name]: [site.ipv4] });
      }
    },
  },
  {
    name: 'a twin with www that does not exist in DNS',
    make: async (lab) => {
      await lab.setting('SystemURL', `https://${site.apex}/`);
      lab.internet.records.delete(site.host);
      await lab.names.set({ [site.host]: null });
    },
  },
  {
    name: 'a firewall that refuses all but the license servers and one clock',
    make: (lab) => firewall(lab, ['www.google.com'], false),
    undo: reopenTime,
  },
  {
    name: 'a firewall that drops all but the license servers and one clock',
    make: (lab) => firewall(lab, ['www.google.com'], true),
    undo: reopenTime,
  },
  ...Object.entries(cdnHeaders).map(([name, headers]) => ({
    name: `${name} in front, whose addresses are restored`,
    make: (lab: Lab) => lab.siteLines(headers.map((header) => `add_header ${header} always;`)),
  })),
  {
    name: 'the database and the log-in form of WHMCS 7.10',
    make: async (lab) => {
      await lab.sql(`DROP TABLE tblusers, tblusers_clients, tblsessions, tblerrorlog; ALTER TABLE tblconfiguration DROP INDEX setting, MODIFY setting TEXT NOT NULL;
        ALTER TABLE tblactivitylog DROP COLUMN user_id, DROP COLUMN admin_id; UPDATE tblconfiguration SET value = '7.10.2-release.1' WHERE setting = 'Version'`);
      await replaceIn(`${lab.root}/init.php`, '8.11.2', '7.10.2');
      await replaceIn(`${lab.root}/includes/login.php`, "form(route('/login')", "form(base_path() . '/dologin.php'");
    },
  },
  { name: 'sessions on a tmpfs', make: (lab) => lab.mount(lab.sessionFolder, 'size=8m,mode=0700') },
  {
    name: 'old sessions between two runs of the cleaner',
    make: async (lab) => {
      const before = Date.now() / 1000 - 50 * 60;
      for (let i = 0; i < 300; i += 1) {
        const file = `${lab.sessionFolder}/sess_${String(i).padStart(26, '0')}`;
        await writeFile(file, 'a|i:1;', { mode: 0o600 });
        await utimes(file, before, before);
      }
      if (asRoot && lab.user !== null) await run('chown', ['-R', `${lab.user}:`, lab.sessionFolder]);
    },
  },
  {
    name: 'banned addresses, a role without permissions, a disabled administrator and an invited owner',
    make: async (lab) => {
      await lab.sql(`INSERT INTO tblbannedips (ip, reason, expires) VALUES ('198.51.100.7', '3 Invalid Login Attempts', '2031-01-01 00:00:00');
        INSERT INTO tbladminroles (name) VALUES ('Guests');
        INSERT INTO tbladmins (username, email, roleid, disabled) VALUES ('former', 'former@b.test', 2, 1);
        INSERT INTO tblusers (first_name, email) VALUES ('Invited', 'invited@b.test')`);
    },
  },
  {
    name: 'errors that are displayed',
    make: async (lab) => {
      await lab.php({ display_errors: '1' });
      await lab.configuration(['$display_errors = true;']);
    },
  },
  {
    name: 'an empty crontab',
    make: async () => {
      await run('sh', ['-c', 'for file in /var/spool/cron/crontabs/*; do : > "$file"; done']);
    },
  },
  {
    name: 'another version of PHP beside',
    make: async () => {
      await mkdir('/etc/php/7.4/fpm/pool.d', { recursive: true });
      await run('cp', ['-r', `/etc/php/${phpVersion}/fpm/php.ini`, '/etc/php/7.4/fpm/php.ini']);
      await writeFile('/etc/php/7.4/fpm/php-fpm.conf', '[global]\ninclude=/etc/php/7.4/fpm/pool.d/*.conf\n');
      await writeFile(
        '/etc/php/7.4/fpm/pool.d/www.conf',
        '[www]\nuser = www-data\ngroup = www-data\nlisten = /run/php/php7.4-fpm.sock\npm = ondemand\nphp_value[session.gc_maxlifetime] = 300\n',
      );
    },
    undo: () => rm('/etc/php/7.4', { recursive: true }),
  },
  {
    name: 'one person on the move, with the session IP check on',
    make: async (lab) => {
      await lab
        .visitor(visitors.second)
        .signIn(`${site.url}index.php?rp=/login`, { username: 'a@b.test', password: 'secret' }, `${site.url}clientarea.php`);
    },
  },
];

const strictSite: readonly Variant[] = [
  { name: 'a System URL in capitals', make: (lab) => lab.setting('SystemURL', `https://${site.host.toUpperCase()}/`) },
  {
    name: "the site's name in the hosts file, as this machine's own address",
    make: async (lab) => {
      await lab.siteLines(['listen 127.0.0.1:80;', 'listen 127.0.0.1:443 ssl;']);
      await lab.hosts([`127.0.0.1 ${site.host} ${site.apex}`]);
    },
  },
  {
    name: 'a machine without a way out over IPv6',
    make: (lab) =>
      lab.names.set(
        Object.fromEntries(Object.entries(licenseAddresses).map(([name, [ipv4 = '']], i) => [name, [ipv4, `2001:db9:ffff::${i + 1}`]])),
      ),
  },
  { name: 'many functions switched off', make: (lab) => lab.php({ disable_functions: hardened }) },
  ...(asRoot ? [{ name: 'PHP-FPM in a chroot', make: inChroot, undo: leaveChroot }] : []),
  { name: 'open_basedir that ends at the install', make: (lab) => lab.php({ open_basedir: lab.root }) },
  {
    name: 'strict session cookies',
    make: (lab) =>
      lab.php({
        'session.cookie_secure': '1',
        'session.cookie_httponly': '1',
        'session.cookie_samesite': 'Lax',
        'session.use_strict_mode': '1',
      }),
  },
  {
    name: 'an admin folder of another name',
    make: async (lab) => {
      await run('mv', [`${lab.root}/admin`, `${lab.root}/office`]);
      await lab.configuration(["$customadminpath = 'office';"]);
    },
  },
  { name: 'scripts that are never looked at again', make: (lab) => lab.php({ 'opcache.validate_timestamps': '0' }) },
  {
    name: 'security headers and a cache for pictures',
    make: (lab) =>
      lab.siteLines([
        'add_header Strict-Transport-Security "max-age=31536000" always;',
        'add_header Content-Security-Policy "frame-ancestors \'self\'" always;',
        'add_header X-Cache-Status BYPASS always;',
        'location ~ \\.(css|js)$ { expires 30d; }',
      ]),
  },
];

const redisSite: readonly Variant[] = [
  {
    name: 'Redis with a password',
    make: async (lab) => {
      await lab.restartSessionServer(['--requirepass', 'Tr0ub4dor-lab']);
      await lab.php({ 'session.save_path': 'tcp://127.0.0.1:6379?auth=Tr0ub4dor-lab' });
    },
  },
  {
    name: 'Redis that may forget what expires',
    make: (lab) => lab.restartSessionServer(['--maxmemory', '64mb', '--maxmemory-policy', 'volatile-lru']),
  },
];

const debianSite: readonly Variant[] = [
  {
    name: "another version of PHP in Debian's folder",
    make: async () => {
      await mkdir('/etc/php/7.4/fpm/pool.d', { recursive: true });
      await run('cp', ['-r', `/etc/php/${phpVersion}/fpm/php.ini`, '/etc/php/7.4/fpm/php.ini']);
      await writeFile('/etc/php/7.4/fpm/php-fpm.conf', 'include=/etc/php/7.4/fpm/pool.d/*.conf\n');
      await appendFile('/etc/php/7.4/fpm/pool.d/www.conf', '[www]\nuser = www-data\nlisten = /run/php/php7.4-fpm.sock\n');
    },
    undo: () => rm('/etc/php/7.4', { recursive: true }),
  },
];

const groups: readonly (readonly [string, Partial<LabOptions>, readonly Variant[]])[] = [
  ['nginx and FPM', {}, plainSite],
  ['a strict nginx and FPM', {}, strictSite],
  ['sessions in Redis', { sessions: 'redis' }, redisSite],
  ["Debian's session folder", { sessions: 'debian' }, debianSite],
];

describe.each(groups)('%s', (_, options, variants) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(options);
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(() => lab.restore());

  test.each(variants.map((variant) => [variant.name, variant] as const))('%s', async (__, { make, undo }) => {
    await make(lab);
    try {
      expectHealthy(await runDoctor(lab));
      if (lab.user === null) return;
      const owner = await runDoctor(lab, { as: lab.user });
      expectHealthy(owner);
      expect(owner.report.counts.pass).toBeGreaterThan(20);
    } finally {
      await undo?.(lab);
    }
  });
});

test('a challenge in front of programs hides the site: it is said, and nothing worse', async () => {
  const lab = await Lab.start();
  try {
    await lab.siteLines([
      'error_page 403 @challenge;',
      'if ($http_user_agent !~* "Mozilla/5.0 \\(X11; Lab") { return 403; }',
      'location @challenge { internal; default_type text/html; add_header cf-mitigated challenge always; return 403 "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"; }',
    ]);
    const { report, status } = await runDoctor(lab);
    expect(report.counts).toMatchObject({ warn: 0, fail: 0 });
    expect(status).toBe(3);
  } finally {
    await lab.stop();
  }
});
