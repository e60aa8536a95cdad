import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/host/manifest.js';
import { formatNames } from '../../src/report/formats.js';
import { canaries, finderOf, strangers, type Canary, type Finder } from '../support/canaries.js';
import { Lab } from './lab.js';
import { site } from './names.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));

let lab: Lab;
let folder: string;
const others: ChildProcess[] = [];
const planted: readonly Canary[] = [...Object.values(canaries), ...Object.values(strangers)];

const known: Readonly<Record<keyof typeof canaries, Canary>> = canaries;
const basic = (text: string): string => Buffer.from(text).toString('base64');

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'nobody', sessions: 'files' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-canary-'));
  await lab.configuration([
    `$license = '${canaries.license.value}';`,
    `$cc_encryption_hash = '${canaries.encryption.value}';`,
    `$api_access_key = '${canaries.access.value}';`,
    `$autoauthkey = "${canaries.autoauth.value}";`,
    `$some_addon_secret = '${canaries.addon.value}';`,
    `# $db_password = '${canaries.oldPassword.value}';`,
    `define('CACHE_PASSWORD', '${canaries.memcached.value}');`,
  ]);
  await plantInDatabase();
  await plantInLogs();
  await plantInSettings();
});

async function plantInDatabase(): Promise<void> {
  await lab.sql('UPDATE tblusers SET second_factor_config = ?, reset_token = ?, remember_token = ?', [
    strangers.totp.value,
    canaries.reset.value,
    strangers.remember.value,
  ]);
  await lab.sql('UPDATE tblusers SET password = ?', [strangers.bcrypt.value]);
  await lab.sql('UPDATE tbladminlog SET sessionid = ?', [strangers.session.value]);
  await lab.setting('LabSomething', canaries.duo.value);
  lab.internet.txt.set(site.apex, [`v=spf1 include:${canaries.cookie.value}.test -all`]);
}

/** Lines that the program looks for, with secrets beside what it looks for, those that it knows and others. */
async function plantInLogs(): Promise<void> {
  const now = new Date().toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '[$1-$2-$3 $4 UTC]');
  const open = 'No such file or directory (2)';
  const lines = planted.flatMap(({ value }) => [
    `${now} PHP Warning:  session_start(): open(/s/sess_${strangers.session.value}, O_RDWR) failed: ${open} in /x.php?token=${encodeURIComponent(value)} on line 3`,
    `${now} PHP Warning:  session_start(): Failed to read session data: redis (path: tcp://h:6379?auth=${encodeURIComponent(value)})`,
    `${now} PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [1045] Access denied for user 'whmcs'@'localhost' (using password: YES) in /x.php:3 Stack trace: #0 /x.php(3): PDO->__construct('mysql:host=x', 'whmcs', '${value}')`,
    `${now} PHP Warning:  Cannot modify header information - headers already sent by (output started at /x.php:1) password=${value.replaceAll(' ', '')}`,
  ]);
  writeFileSync(join(lab.root, 'error_log'), lines.join('\n'));
  for (const { value } of planted) {
    const said = `Your license key is invalid: key="${value}" ${basic(`u:${value}`)} index.php?rp=/password/reset/redeem/${encodeURIComponent(value)}`;
    await lab.sql('INSERT INTO tblactivitylog (date, description) VALUES (NOW(), ?)', [said]);
    await lab.sql("INSERT INTO tblemails (userid, subject, message, date, failed, failure_reason) VALUES (1, 'x', ?, NOW(), 1, ?)", [
      value,
      `SMTP Error: Could not authenticate. 535 5.7.8 ${basic(`\0u@b.test\0${value}`)} password=${value.replaceAll(' ', '')}`.slice(0, 250),
    ]);
  }
}

/** Crontabs, command lines, the web server, PHP's settings, names of files. */
async function plantInSettings(): Promise<void> {
  const { redis, proxy, apiPassword, mail } = known;
  await lab.crontab([
    `*/5 * * * * /usr/bin/php -q ${lab.root}/crons/cron.php --key=${apiPassword.value}`,
    `0 1 * * * /usr/bin/mysqldump -p${redis.value} whmcs > /dev/null`,
    `0 2 * * * /usr/bin/curl -u admin:${proxy.value} https://x.test/crons/cron.php?key=${apiPassword.value}`,
  ]);
  writeFileSync(join(lab.root, '.user.ini'), `; ${mail.value}\nerror_append_string = "${redis.value}"\n`);
  writeFileSync(join(lab.root, '.htaccess'), `SetEnv DB_PASSWORD "${redis.value}"\n# ${proxy.value}\n`);
  mkdirSync(join(lab.root, 'includes/hooks'), { recursive: true });
  writeFileSync(join(lab.root, 'includes/hooks', 'canary.php'), `<?php // ${redis.value}\n$key = '${proxy.value}';\n`);
  writeFileSync(join(lab.sessionFolder, `sess_${strangers.session.value}`), `token|s:32:"${canaries.csrf.value}";`);
  lab.web.state.poolLines = [
    `env[DB_PASSWORD] = ${redis.value}`,
    `php_admin_value[sendmail_path] = "/usr/sbin/sendmail -t -p${proxy.value}"`,
  ];
  await lab.siteLines([
    `add_header Set-Cookie "remember=${canaries.cookie.value}; path=/" always;`,
    `add_header X-Cache "MISS ${strangers.remember.value}" always;`,
    `# password ${redis.value}`,
  ]);
  await lab.web.restartPhp();
  others.push(
    spawn('bash', ['-c', `exec -a "mysqldump -p${redis.value} --password=${proxy.value} php-fpm: pool" sleep 600`], { stdio: 'ignore' }),
  );
}

afterAll(async () => {
  for (const child of others) child.kill();
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<{ status: number | null; all: string }> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', HOME: '/', ...env },
  });
  let all = '';
  child.stdin.on('error', () => {}); // it ended before it read all
  child.stdin.end(input);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (all += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, all };
}

/** The database password stands in the lab's own configuration.php. */
function databasePassword(): string {
  return /\$db_password = '([^']+)'/.exec(readFileSync(join(lab.root, 'configuration.php'), 'utf8'))?.[1] ?? '';
}

/** All that stands in a bundle: its packing hides nothing, and nothing in it is packed once more. */
function contentOf(bundle: string): string {
  const plain = gunzipSync(readFileSync(bundle));
  expect(plain.includes(Buffer.from([0x1f, 0x8b, 0x08]))).toBe(false);
  return plain.toString('utf8');
}

/** What the operator gives, whether it is used or not. */
const given = {
  WHMCS_API_IDENTIFIER: canaries.identifier.value,
  WHMCS_API_SECRET: canaries.apiSecret.value,
  WHMCS_API_ACCESS_KEY: canaries.access.value,
  FACEBOOK_APP_ID: '1234567890',
  FACEBOOK_APP_SECRET: canaries.facebook.value,
  TWITTER_API_KEY: 'lab',
  TWITTER_API_SECRET: canaries.twitter.value,
  GOOGLE_CLIENT_SECRET: canaries.google.value,
  SMTP_PASSWORD: canaries.mail.value,
} as const;

const everyFormat = (name: string): readonly string[] =>
  formatNames.flatMap((format) => ['-f', `${format}=${join(folder, `${name}.${format}`)}`]);
const written = (name: string): readonly string[] => formatNames.map((format) => readFileSync(join(folder, `${name}.${format}`), 'utf8'));

let shown: Finder;

/** Nothing of what was planted, and none of the lab's own secrets. */
function expectNone(text: string, of: string): void {
  shown ??= finderOf([
    ...planted,
    { kind: 'database password', value: databasePassword() },
    { kind: "the account's password", value: '8lSrzbuuXIPNtio7TWDkSO3fRqPZCHWlwn7PXPU03U2D4UtQdz04e' },
  ]);
  expect(shown(text), of).toEqual([]);
}

async function expectSealed(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Promise<string> {
  const { status, all } = await run(args, env, input);
  // nothing is said of secrets where the program does not get as far
  expect([0, 1, 2, 3], `${args.join(' ')}\n${all}`).toContain(status);
  if (!args.includes('-f')) expect(all.length, args.join(' ')).toBeGreaterThan(0);
  expectNone(all, args.join(' '));
  return all;
}

describe('secrets', () => {
  it('are where the program looks', async () => {
    expect(finderOf(planted)(readFileSync(join(lab.root, 'error_log'), 'utf8')).length).toBe(planted.length);
    const page = await fetch(`${site.url}index.php?rp=/login`, { redirect: 'manual' }).catch(() => null);
    if (page !== null) expect(page.headers.get('set-cookie')).toContain(canaries.cookie.value);
  });

  it('appear in no format of a check, nor in what it writes beside it', { timeout: 120_000 }, async () => {
    const waivers = join(folder, 'waivers.yaml');
    const reason = `until ${canaries.license.value} and ${databasePassword()} are changed`;
    writeFileSync(waivers, JSON.stringify({ waivers: [{ check: 'clock-unsynchronised', reason, until: '2030-01-01', owner: 'Ada' }] }));
    const files = ['audit.txt', 'summary.md', 'baseline.json'].map((name) => join(folder, name));
    const [audit = '', summary = '', baseline = ''] = files;
    const person = ['--admin', 'boss', '--user', 'a@b.test', '--visitor-ip', '203.0.113.9'];
    const link = `${site.url}index.php?rp=/password/reset/redeem/${canaries.reset.value}`;
    const aside = ['--audit', audit, '--write-baseline', baseline, '--waivers', waivers, '--used-url', link, '--web-probe'];
    await expectSealed(['check', lab.root, '--cacert', lab.ca, '-v', '--show', 'all', ...everyFormat('live'), ...aside, ...person], {
      ...given,
      GITHUB_STEP_SUMMARY: summary,
    });
    for (const text of [...written('live'), ...files.filter(existsSync).map((file) => readFileSync(file, 'utf8'))])
      expectNone(text, text.slice(0, 60));
    await expectSealed(['diff', join(folder, 'live.json'), join(folder, 'live.json')]);
    await expectSealed(['render', join(folder, 'live.json'), '--show', 'all', '-v', ...everyFormat('again')]);
    for (const text of written('again')) expectNone(text, text.slice(0, 60));
  });

  it('appear in no bundle, and in nothing that is made of one', { timeout: 120_000 }, async () => {
    const archive = join(folder, 'bundle.tgz');
    await expectSealed(['collect', lab.root, '--cacert', lab.ca, '--yes', '-o', archive, '--user', 'a@b.test'], given);
    expectNone(contentOf(archive), 'the bundle');
    expect(contentOf(archive)).toContain('logs/php.txt');
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    await expectSealed(['check', archive, '-v', '--show', 'all', ...everyFormat('bundle'), '-f', 'pretty']);
    for (const text of written('bundle')) expectNone(text, text.slice(0, 60));
    for (const args of [
      ['plan', archive],
      ['triage', archive],
      ['check', archive, '-f', 'nagios', '--deadline', '1s'],
    ])
      await expectSealed(args);
  });

  it('appear in no answer of the commands that look at nothing, or try something', { timeout: 120_000 }, async () => {
    const { value: tried } = canaries.login;
    const words = planted.map(({ value }) => `password: ${value.replaceAll(' ', '')}`).join('\n');
    const ticket = join(folder, 'ticket.txt');
    writeFileSync(ticket, `I cannot log in, Login Details Incorrect.\n${words}\nsession_start(): Failed to read session data: redis\n`);
    const secretFile = join(folder, 'password');
    writeFileSync(secretFile, `${tried}\n`, { mode: 0o600 });
    await expectSealed(['plan', lab.root], given);
    await expectSealed(['triage', ticket]);
    await expectSealed(['triage', '-'], {}, readFileSync(ticket, 'utf8'));
    await expectSealed(['triage', ticket, '-f', 'json']);
    await expectSealed(['explain', `Login Details Incorrect with password=${strangers.remember.value}`]);
    await expectSealed(['check', lab.root, '--cacert', lab.ca, '--for', ticket, '-v', '--show', 'all'], given);
    await expectSealed(['login', lab.root, '--cacert', lab.ca, '--email', 'a@b.test', '--yes', '-f', 'json'], {
      ...given,
      WHMCS_LOGIN_PASSWORD: tried,
    });
    await expectSealed(['login', site.url, '--cacert', lab.ca, '--email', 'a@b.test', '--yes', '-v'], {
      ...given,
      WHMCS_LOGIN_PASSWORD_FILE: secretFile,
    });
    await expectSealed(['check', lab.root, '--cacert', lab.ca, '--only', 'license', '--wait', '2s', '-f', 'ndjson'], {
      ...given,
      https_proxy: `http://u:${canaries.proxy.value}@127.0.0.1:9/`,
      http_proxy: `http://u:${canaries.proxy.value}@127.0.0.1:9/`,
    });
  });

  it('appear in no message of a plug-in that throws them, nor of a crash', { timeout: 120_000 }, async () => {
    const places = '/run/lab-canary';
    mkdirSync(places, { recursive: true, mode: 0o755 });
    const plugin = join(places, 'leaky.mjs');
    const read = `import { readFileSync } from 'node:fs';\nconst text = readFileSync(${JSON.stringify(join(lab.root, 'configuration.php'))}, 'utf8');\n`;
    const error = `const trouble = () => Object.assign(new Error('it failed: ' + text, { cause: new Error(text) }), { name: text.slice(6, 200) });\n`;
    writeFileSync(
      plugin,
      `${read}${error}export default { causes: [{ id: 'leaky-trouble', title: 'a', explanation: 'b', problems: ['frequent-logouts'], docs: [], remedies: [{ steps: [{ text: 'c', risk: 'low' }] }] }], checks: [{ id: 'leaky-check', area: 'url', title: { pass: 'a', fail: 'b' }, causes: ['leaky-trouble'], needs: ['install.configuration'], judge() { throw trouble(); } }] };\n`,
    );
    await expectSealed(
      ['check', lab.root, '--cacert', lab.ca, '--only', 'leaky-check', '--show', 'all', '-v', '--plugin', plugin],
      given,
    ).catch((reason: unknown) => {
      throw reason;
    });
    const preload = join(places, 'crash.mjs');
    writeFileSync(
      preload,
      `${read}${error}const write = process.stdout.write;\nprocess.stdout.write = () => { process.stdout.write = write; throw trouble(); };\n`,
    );
    const crashed = await run(['check', lab.root, '--cacert', lab.ca, '-f', 'json'], { NODE_OPTIONS: `--import=${preload}` });
    expect(crashed.status, crashed.all).toBe(70);
    expectNone(crashed.all, 'the crash');
    expect(crashed.all).not.toMatch(/^ {4}at /m);
    rmSync(places, { recursive: true, force: true });
  });

  it('stay visibly equal in a bundle, by marks that are others in the next one', async () => {
    const marks = [];
    for (const name of ['one.tgz', 'two.tgz']) {
      const file = join(folder, name);
      await run(['collect', lab.root, '--cacert', lab.ca, '--yes', '-o', file, '--visitor-ip', '203.0.113.9']);
      const text = contentOf(file);
      const redactions = (JSON.parse(/\{\n "schema": "whmcs-doctor\/bundle\/2"[\s\S]*?\n\}\n/.exec(text)?.[0] ?? '{}') as Manifest)
        .redactions;
      const visitor = redactions.find(({ fact, path }) => fact === 'operator.report' && path === 'value.visitorIp.value');
      expect(visitor).toMatchObject({ kind: 'address', count: 1 });
      expect(redactions.map(({ token }) => token).filter((token) => !text.includes(token))).toEqual([]);
      marks.push(visitor?.token);
    }
    expect(marks[0]).not.toBe(marks[1]);
  });

  it('appear in no message when all that they open refuses them', { timeout: 120_000 }, async () => {
    await lab.sql("ALTER USER 'whmcs'@'localhost' IDENTIFIED BY 'another'").catch(() => {});
    await lab.php({ 'session.save_handler': 'redis', 'session.save_path': `tcp://127.0.0.1:6379?auth=${canaries.redis.value}` });
    lab.internet.licenseStatus = 500;
    await expectSealed(['check', lab.root, '--cacert', lab.ca, '-v', '--show', 'all'], given);
    lab.internet.licenseStatus = 200;
    await lab.php({ 'session.save_handler': null, 'session.save_path': lab.sessionFolder });
    await lab.sql("ALTER USER 'whmcs'@'localhost' IDENTIFIED BY ?", [databasePassword()]).catch(() => {});
  });

  it('keep people out of every format with --redact', { timeout: 60_000 }, async () => {
    const people = ['--admin', 'boss', '--user', 'a@b.test', '--visitor-ip', '203.0.113.9'];
    const { all } = await run([
      'check',
      lab.root,
      '--cacert',
      lab.ca,
      '--redact',
      '-v',
      '--show',
      'all',
      ...everyFormat('redacted'),
      ...people,
    ]);
    const report = join(folder, 'redacted.json');
    const later = [
      await run(['render', report, '--show', 'all', '-v']),
      await run(['diff', report, report, '-v']),
      await run(['triage', report]),
    ];
    for (const text of [all, ...written('redacted'), ...later.map((each) => each.all)])
      for (const person of ['203.0.113.9', '203.0.113.77', 'a@b.test', 'boss@b.test', '"boss"', 'a%40b.test', basic('a@b.test')])
        expect(text, text.slice(0, 80)).not.toContain(person);
  });

  it('keep people out of bundles: their addresses and names become class and token', async () => {
    const bundle = join(folder, 'people.tgz');
    await run([
      'collect',
      lab.root,
      '--cacert',
      lab.ca,
      '-o',
      bundle,
      '--admin',
      'boss',
      '--user',
      'a@b.test',
      '--visitor-ip',
      '203.0.113.9',
    ]);
    const text = contentOf(bundle);
    for (const person of ['203.0.113.9', '203.0.113.77', '"boss"', 'a@b.test']) expect(text).not.toContain(person);
  });
});
