/** Faults of single requests: output, workers, locks; of what stands between the web server and PHP; and of what cleans up. */
import { existsSync } from 'node:fs';
import { chown, chmod, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab.js';
import { site, visitors } from '../names.js';
import { until } from '../process.js';
import { type Fault, phpFault } from './fault.js';
import { denials, selinux, setBoolean } from './selinux-stand-in.js';

const lost = ['login-redirect-loops', 'frequent-logouts'];
const inDatabase = { sessions: 'database' } as const;
const cookie = 'WHMCSq7RkT2bXw9Lm';

/** Writes configuration.php as an editor would: what it holds, with something before or after it. */
async function around(lab: Lab, before: string, after: string): Promise<void> {
  const file = join(lab.root, 'configuration.php');
  const text = await readFile(file, 'utf8');
  await chmod(file, 0o600);
  await writeFile(file, before + text + after);
  await chmod(file, 0o400);
  await lab.php({ output_buffering: '0' });
}

/** A visitor whose page takes long, and two more pages of his, which wait for it. */
async function waitingPages(lab: Lab): Promise<void> {
  const script =
    "<?php session_name('LOCK'); session_id('lockedlockedlockedlockedlo'); session_start(); sleep(isset($_GET['long']) ? 120 : 0); echo 'done';";
  await writeFile(join(lab.root, 'slow.php'), script);
  lab.web.state.poolLines = ['pm.max_children = 6'];
  await lab.web.restartPhp();
  const open = (page: string) =>
    void lab
      .visitor(visitors.first)
      .open(site.url + page)
      .catch(() => undefined);
  open('slow.php?long');
  // the two that come after must find the session locked: one of them may not get it first
  await until(() => existsSync(join(lab.sessionFolder, 'sess_lockedlockedlockedlockedlo')), 'the long page began no session');
  open('slow.php');
  open('slow.php');
  const waits = async () => (await readFile('/proc/locks', 'utf8')).split('\n').filter((line) => line.includes('-> FLOCK')).length > 1;
  await until(waits, 'no page waits for another one');
}

async function withPort(lab: Lab, host: string): Promise<void> {
  await lab.setting('SystemURL', `https://${site.host}:8443/`);
  lab.web.state.lines = [`listen ${site.ipv4}:8443 ssl;`, `listen [${site.ipv6}]:8443 ssl;`];
  lab.web.state.phpLines = [`fastcgi_param HTTP_HOST ${host};`];
  await lab.web.restartServer();
}

/** Rows that nobody has used for ten days. */
async function oldRows(lab: Lab): Promise<void> {
  const then = Math.round(Date.now() / 1000) - 10 * 86_400;
  for (let i = 0; i < 40; i += 1)
    await lab.sql('INSERT INTO tblsessions (session_id, payload, last_activity) VALUES (?, ?, ?)', [`old${i}`, '', then]);
}

async function oldFiles(folder: string): Promise<void> {
  const then = Date.now() / 1000 - 3 * 86_400;
  for (let i = 0; i < 60; i += 1) {
    const file = `${folder}/sess_old${String(i).padStart(23, '0')}`;
    await writeFile(file, 'token|s:1:"x";', { mode: 0o600 });
    await utimes(file, then, then);
  }
}

async function removeOldFiles(folder: string): Promise<void> {
  for (let i = 0; i < 60; i += 1) await rm(`${folder}/sess_old${String(i).padStart(23, '0')}`);
}

export const sessionRequestFaults: readonly Fault[] = [
  {
    cause: 'output-before-headers',
    how: 'a byte-order mark in configuration.php',
    problems: lost,
    inject: (lab) => around(lab, '\ufeff', ''),
    heal: (lab) => lab.configuration([]),
  },
  {
    cause: 'output-before-headers',
    how: 'empty lines after the closing tag',
    inject: (lab) => around(lab, '', '?>\n\n\n'),
    heal: (lab) => lab.php({ output_buffering: '4096' }),
  },
  {
    cause: 'errors-printed',
    problems: lost,
    inject: async (lab) => {
      await lab.configuration(['$discount = $undefined;']);
      await lab.php({ display_errors: '1', output_buffering: '0' });
    },
    heal: (lab) => lab.php({ display_errors: '0' }),
  },
  {
    cause: 'errors-printed',
    how: 'at the end of a page that works',
    status: 1,
    inject: async (lab) => {
      await lab.hook('discount', '<?php\n$discount = $undefined;\n');
      await lab.php({ display_errors: '1' });
    },
    heal: (lab) => lab.php({ display_errors: '0' }),
  },
  {
    // Another site of the same pool hands a folder of its own over with its requests.
    cause: 'php-worker-polluted',
    problems: lost,
    inject: async (lab) => {
      await lab.userFolder('/var/lib/php/shop');
      await mkdir(join(lab.root, 'shop'), { recursive: true });
      await writeFile(join(lab.root, 'shop/index.php'), '<?php echo 1;');
      await lab.siteLines([
        'location = /shop/index.php { include snippets/fastcgi-php.conf; fastcgi_param PHP_ADMIN_VALUE "session.save_path=/var/lib/php/shop"; fastcgi_pass unix:/run/php/billing.sock; }',
      ]);
      await lab.visitor().open(`${site.url}shop/index.php`);
    },
    heal: async (lab) => {
      await lab.siteLines([]);
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'session-lock-held',
    status: 1,
    inject: waitingPages,
    heal: async (lab) => {
      await rm(join(lab.root, 'slow.php'));
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'session-id-changing',
    status: 1,
    problems: ['frequent-logouts'],
    inject: (lab) => lab.hook('safer', '<?php\nsession_regenerate_id(true);\n'),
    heal: (lab) => lab.hook('safer', null),
  },
  {
    cause: 'session-cookie-duplicated',
    inject: (lab) =>
      lab.configuration([
        `setcookie('${cookie}', bin2hex(random_bytes(13)), ['path' => '/index.php', 'secure' => true, 'httponly' => true]);`,
      ]),
    heal: (lab) => lab.configuration([]),
  },
  phpFault('session-referer-check', { 'session.referer_check': 'www.other.test' }, { 'session.referer_check': null }),
  {
    cause: 'cookie-samesite-strict',
    status: 1,
    inject: async (lab) => {
      await lab.setting('LabFacebookApp', '1234567890123456');
      await lab.php({ 'session.cookie_samesite': 'Strict' });
    },
    heal: (lab) => lab.php({ 'session.cookie_samesite': 'Lax' }),
  },
  {
    cause: 'host-header-loses-port',
    problems: ['login-redirect-loops'],
    inject: (lab) => withPort(lab, '$host'),
    heal: (lab) => withPort(lab, '$http_host'),
  },
  {
    // A stand-in: what SELinux would deny is denied by the folder's owner.
    cause: 'selinux-denies-sessions',
    root: true,
    problems: lost,
    inject: async (lab) => {
      await chown(lab.sessionFolder, 0, 0);
      await chmod(lab.sessionFolder, 0o755);
      await selinux(lab, {}, denials.session);
    },
    heal: (lab) => lab.userFolder(lab.sessionFolder),
  },
  {
    // A stand-in: what SELinux would deny is kept away by a proxy that is not there.
    cause: 'selinux-denies-network',
    root: true,
    problems: ['no-connection-errors'],
    inject: async (lab) => {
      await selinux(lab, { httpd_can_network_connect: false }, denials.license);
      lab.web.state.poolLines = ['env[https_proxy] = http://127.0.0.1:3128'];
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      await setBoolean('httpd_can_network_connect', true);
      lab.web.state.poolLines = [];
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'session-cleaner-stopped',
    setup: { sessions: 'debian' },
    problems: ['sessions-are-not-removed'],
    inject: async (lab) => {
      await lab.cronRuns(false);
      await oldFiles(lab.sessionFolder);
    },
    heal: async (lab) => {
      await lab.cronRuns(true);
      await removeOldFiles(lab.sessionFolder);
    },
  },
  {
    cause: 'session-table-not-cleaned',
    setup: inDatabase,
    problems: ['sessions-are-not-removed'],
    inject: oldRows,
    heal: async (lab) => {
      await lab.php({ 'session.gc_probability': '1', 'session.gc_divisor': '1' });
      await lab.signIns();
    },
  },
];
