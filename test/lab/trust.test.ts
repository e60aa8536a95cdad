import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/host/manifest.js';
import { Lab } from './lab.js';
import { runDoctor } from './doctor.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));

/** Planted where the program reads; none may come out again, in any command, format and encoding. */
const canaries = {
  license: 'Leased-CANARY1a2b3c4d5e6f',
  hash: 'CANARYcchash0qPpQ1mC8hT6sYzR2wKdE9uLbG3aJfXvOiNt',
  access: 'CANARYapi!access#key',
  autoauth: 'CANARYautoauthkey77',
  unknown: 'CANARYunknownvariable5',
  session: 'canarysession0123456789abcd',
  twoFactor: 'CANARYTOTPSECRETJBSWY3DP',
  reset: 'CANARYresettoken998877',
} as const;

let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'nobody', sessions: 'files' });
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-trust-'));
  await lab.configuration([
    `$license = '${canaries.license}';`,
    `$cc_encryption_hash = '${canaries.hash}';`,
    `$api_access_key = '${canaries.access}';`,
    `$autoauthkey = "${canaries.autoauth}";`,
    `$some_addon_secret = '${canaries.unknown}';`,
  ]);
  await lab.sql('UPDATE tblusers SET second_factor_config = ?, reset_token = ?, remember_token = ?', [
    canaries.twoFactor,
    canaries.reset,
    canaries.reset,
  ]);
  await lab.sql('UPDATE tbladminlog SET sessionid = ?', [canaries.session]);
  await plantInLogs();
});

/** Lines that the program looks for, with secrets beside what it looks for. */
async function plantInLogs(): Promise<void> {
  const { session, reset, twoFactor, license, access } = canaries;
  const now = new Date().toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '[$1-$2-$3 $4 UTC]');
  const open = 'No such file or directory (2)';
  writeFileSync(
    join(lab.root, 'error_log'),
    [
      `${now} PHP Warning:  session_start(): open(/s/sess_${session}, O_RDWR) failed: ${open} in /x.php?token=${reset} on line 3`,
      `${now} PHP Warning:  session_start(): Failed to read session data: redis (path: tcp://h:6379?auth=${access}) ${twoFactor}`,
      `${now} ${license} PHP Warning:  Cannot modify header information - headers already sent by ${reset}`,
    ].join('\n'),
  );
  const said = `Your license key is invalid: ${license} ${twoFactor} index.php?rp=/password/reset/redeem/${reset}`;
  await lab.sql('INSERT INTO tblactivitylog (date, description) VALUES (NOW(), ?)', [said]);
}

afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ status: number | null; all: string }> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', HOME: '/', ...env },
  });
  let all = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (all += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, all };
}

/** The database password stands in the lab's own configuration.php. */
function databasePassword(): string {
  return /\$db_password = '([^']+)'/.exec(readFileSync(join(lab.root, 'configuration.php'), 'utf8'))?.[1] ?? '';
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // at each alignment, without what depends on the neighbours
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** All that stands in a bundle: its packing hides nothing, and nothing in it is packed once more. */
function contentOf(bundle: string): string {
  const plain = gunzipSync(readFileSync(bundle));
  expect(plain.includes(Buffer.from([0x1f, 0x8b, 0x08]))).toBe(false);
  return plain.toString('utf8');
}

function leaks(text: string): readonly string[] {
  return [...Object.values(canaries), databasePassword(), 'Leased-1a2b3c4d5e6f7a8b9c0d'].filter((secret) =>
    formsOf(secret).some((form) => text.includes(form)),
  );
}

describe('secrets', () => {
  it('appear in no output of any command and format', { timeout: 120_000 }, async () => {
    const bundle = join(folder, 'bundle.json');
    const archive = join(folder, 'bundle.tgz');
    const audit = join(folder, 'audit.txt');
    const json = join(folder, 'report.json');
    const commands = [
      ['check', lab.root, '--cacert', lab.ca, '-v', '--show', 'all', '-f', 'pretty', '-f', `json=${json}`, '--audit', audit],
      ['check', lab.root, '--cacert', lab.ca, '--redact', '--web-probe', '-f', 'json'],
      ['collect', lab.root, '--cacert', lab.ca, '-o', bundle],
      ['collect', lab.root, '--cacert', lab.ca, '--yes', '-o', archive],
      ['plan', lab.root],
      ['plan', archive],
      ['check', bundle, '--show', 'all', '-v'],
      ['check', archive, '--show', 'all', '-v'],
      ['triage', archive],
    ];
    for (const args of commands) {
      const { status, all } = await run(args);
      expect(status, all).not.toBe(70);
      expect(leaks(all), args.join(' ')).toEqual([]);
    }
    for (const file of [bundle, audit, json]) expect(leaks(readFileSync(file, 'utf8')), file).toEqual([]);
    expect(leaks(contentOf(archive))).toEqual([]);
    expect(contentOf(archive)).toContain('logs/php.txt');
    expect(statSync(archive).mode & 0o777).toBe(0o600);
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

  it('appear in no message when the database refuses them', async () => {
    await lab.sql("ALTER USER 'whmcs'@'localhost' IDENTIFIED BY 'another'").catch(() => {});
    const { all } = await run(['check', lab.root, '--cacert', lab.ca, '-v', '--show', 'all']);
    expect(leaks(all)).toEqual([]);
    await lab.sql("ALTER USER 'whmcs'@'localhost' IDENTIFIED BY ?", [databasePassword()]).catch(() => {});
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

/** Path → everything about it that a read-only program leaves alone (atime is the kernel's). */
function snapshot(root: string): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  const visit = (path: string): void => {
    const stat = lstatSync(path);
    const content = stat.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : stat.isSymbolicLink()
        ? readlinkSync(path)
        : '';
    seen[path] = [stat.mode, stat.uid, stat.gid, stat.mtimeMs, stat.isDirectory() ? '' : stat.size, content].join(' ');
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
  };
  visit(root);
  return seen;
}

describe('read-only', () => {
  it('changes nothing in the install, the configuration and the database, and leaves no file behind', { timeout: 120_000 }, async () => {
    const places = [lab.root, '/etc/nginx', '/etc/php', '/etc/cron.d', '/var/spool/cron'];
    await runDoctor(lab); // templates_c and opcache settle
    const before = places.map(snapshot);
    const temporary = () =>
      ['/tmp', '/var/tmp', '/dev/shm', '/run'].flatMap((place) =>
        readdirSync(place).filter((name) => /doctor/i.test(name) && !name.startsWith('whmcs-doctor-t')),
      );
    const left = temporary();
    const log = join(lab.folder, 'general.log');
    await lab.sql(`SET GLOBAL general_log_file = '${log}'`);
    await lab.sql('SET GLOBAL general_log = 1');
    const rows = await lab.sql('CHECKSUM TABLE tblconfiguration, tbladmins, tbladminroles, tblclients, tblauthn_config');
    await runDoctor(lab);
    await runDoctor(lab, { args: ['--exact', '--only', 'license,sessions'] });
    await run(['plan', lab.root]);
    await run(['collect', lab.root, '--cacert', lab.ca, '-o', join(folder, 'ro.tgz'), '--yes']);
    await lab.sql('SET GLOBAL general_log = 0');
    places.forEach((place, index) => expect(snapshot(place), place).toEqual(before[index]));
    expect(temporary()).toEqual(left);
    // the web root itself is touched by the one file that --web-probe is allowed there; nothing stays
    await runDoctor(lab, { args: ['--web-probe'] });
    expect({ ...snapshot(lab.root), [lab.root]: '' }).toEqual({ ...before[0], [lab.root]: '' });
    expect(await lab.sql('CHECKSUM TABLE tblconfiguration, tbladmins, tbladminroles, tblclients, tblauthn_config')).toEqual(rows);
    expect(
      statementsOfTheProgram(readFileSync(log, 'utf8')).filter((statement) => !/^(SELECT|SHOW|SET SESSION|SET NAMES)\b/i.test(statement)),
    ).toEqual([]);
  });
});

/** Statements of connections that made themselves read-only: the program's. The application's own connections do not. */
function statementsOfTheProgram(log: string): readonly string[] {
  const own = new Set<string>();
  const all: { readonly id: string; readonly statement: string }[] = [];
  for (const line of log.split('\n')) {
    const match = /(?:^|\t)\s*(\d+) Query\t(.*)$/.exec(line);
    if (!match) continue;
    const [, id = '', statement = ''] = match;
    if (/SET SESSION TRANSACTION READ ONLY/i.test(statement)) own.add(id);
    all.push({ id, statement });
  }
  expect(own.size).toBeGreaterThan(0);
  return all.filter(({ id }) => own.has(id)).map(({ statement }) => statement);
}

describe('the ends of the program', () => {
  const scripts = (): readonly string[] =>
    ['/tmp', '/var/tmp', '/dev/shm', '/run'].flatMap((place) =>
      readdirSync(place)
        .filter((name) => name.includes('whmcs-doctor'))
        .map((name) => join(place, name)),
    );
  const children = (): string => execFileSync('sh', ['-c', 'pgrep -f "dist/(looker|watchdog)-child" || true'], { encoding: 'utf8' });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s leaves no temporary script and no child', { timeout: 60_000 }, async (signal) => {
    const before = scripts();
    const child = spawn(process.execPath, [launcher, 'check', lab.root, '--cacert', lab.ca, '-f', 'json'], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
    while (children() === '') await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 250));
    child.kill(signal);
    const [status] = (await once(child, 'close')) as [number | null];
    if (signal !== 'SIGKILL') {
      expect(status).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(JSON.parse(out), 'what is known is still reported').toMatchObject({ schema: 'whmcs-doctor/report/1' });
    }
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(scripts()).toEqual(before);
    expect(children()).toBe('');
  });
});
