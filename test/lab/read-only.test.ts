/**
 * Every command leaves everything as it was: the install, the configuration of the machine, session folders and servers, logs, the database,
 * the operator's home. What visits cause is what any visitor causes, and no more than `plan` announced.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './doctor.js';
import { allowCalls, credential } from './faults/api-access.js';
import { Lab } from './lab.js';
import { site } from './names.js';
import { apiActions } from './seed-access.js';
import { memcachedAt, redis } from './session-server.js';
import { LabSshd } from './sshd.js';

const machine = process.env['LAB_MACHINE'] ?? '';
const webRoot = process.env['LAB_WEB'] ?? '';
/** The database account of the application, so that whoever comes as the one of configuration.php is the program. */
const applicationAccount = join(machine, 'application-account');

let lab: Lab;
let sshd: LabSshd;
/** The operator's home and files. */
const folder = mkdtempSync(join(tmpdir(), 'read-only-'));

beforeAll(async () => {
  writeFileSync(applicationAccount, 'application');
  lab = await Lab.start();
  const { password } = /\$db_password = '(?<password>[^']+)'/.exec(readFileSync(join(lab.root, 'configuration.php'), 'utf8'))?.groups ?? {};
  await lab.sql(`CREATE OR REPLACE USER application@localhost IDENTIFIED BY ?; GRANT ALL ON whmcs.* TO application@localhost`, [password]);
  await lab.php({ 'session.gc_probability': '0' }); // what it removes would be the site's own doing
  await lab.signIns();
  await allowCalls(lab, [site.ipv4, site.ipv6]);
  sshd = await LabSshd.start(lab.folder);
  // a visitor's, long ago
  const old = join(lab.sessionFolder, 'sess_0123456789abcdefghijklmnop');
  writeFileSync(old, 'uid|i:1;');
  chownSync(old, 2001, 2001);
  utimesSync(old, 1_600_000_000, 1_600_000_000);
  await prepareOperator();
});
afterAll(async () => {
  await sshd.stop();
  await lab.stop();
  rmSync(applicationAccount, { force: true });
  rmSync(plugin);
  rmSync(folder, { recursive: true, force: true });
});

/** Where nobody but root could have put it. */
const plugin = join(machine, 'read-only.mjs');
const own = (name: string): string => join(folder, name);

/** Files that commands read and write. */
async function prepareOperator(): Promise<void> {
  mkdirSync(own('home'));
  mkdirSync(own('out'));
  writeFileSync(own('ticket.txt'), 'Login Details Incorrect. Please try again.\n');
  writeFileSync(
    plugin,
    `import { defineCheck, definePlugin, pass } from 'whmcs-doctor';
    export default definePlugin({ checks: [defineCheck({ id: 'acme-root', area: 'url', title: { pass: 'p', fail: 'f' }, causes: ['system-url-empty'],
      needs: ['install.root'], judge: () => pass() })] });
`,
  );
  const { stdout } = await runProgram(['demo', '-f', 'json']);
  writeFileSync(own('report.json'), stdout);
}

/** Path → what it is. Also a change of rights, lists, attributes and links moves ctime, and nothing sets that back. */
function snapshot(roots: readonly string[], times = true): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  const visit = (path: string): void => {
    const stat = lstatSync(path);
    const { mode, uid, gid, mtimeMs, ctimeMs, ino } = stat;
    const content = stat.isFile()
      ? createHash('sha1').update(readFileSync(path)).digest('hex')
      : stat.isSymbolicLink()
        ? readlinkSync(path)
        : '';
    seen.set(path, [mode, uid, gid, ino, stat.isDirectory() ? '' : stat.size, content, ...(times ? [mtimeMs, ctimeMs] : [])].join(' '));
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
  };
  roots.forEach(visit);
  return seen;
}

/** What is new, gone or other, by path. */
function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();
}

const temporaryFolders = ['/tmp', '/var/tmp', '/dev/shm', '/run'];

interface World {
  readonly files: ReadonlyMap<string, string>;
  readonly temporary: readonly string[];
  readonly sessions: ReadonlyMap<string, string>;
  readonly logs: ReadonlyMap<string, Buffer>;
  readonly tables: unknown;
  readonly mails: readonly string[];
}

async function world(): Promise<World> {
  const tables = ((await lab.sql('SHOW TABLES')) as object[]).map((row) => String(Object.values(row)[0]));
  return {
    files: snapshot([webRoot, '/etc', '/var/spool/cron', '/usr/local', own('home'), '/var/lib/php/modules']),
    temporary: temporaryFolders.flatMap((place) => readdirSync(place).map((name) => join(place, name))),
    sessions: snapshot(readdirSync(lab.sessionFolder).map((name) => join(lab.sessionFolder, name))),
    logs: new Map(logFiles('/var/log').map((path) => [path, readFileSync(path)])),
    tables: await lab.sql(`CHECKSUM TABLE ${tables.filter((name) => name !== 'tblapilog').join(', ')}`),
    mails: [...lab.mail.mails],
  };
}

function logFiles(at: string): readonly string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? logFiles(join(at, entry.name)) : entry.isFile() ? [join(at, entry.name)] : [],
  );
}

/** `webProbe`: the web root itself was written to, and is as it was. */
function expectUnchanged(before: World, after: World, webProbe = false): void {
  const changed = changes(before.files, after.files);
  expect(webProbe ? changed.filter((path) => path !== lab.root) : changed).toEqual([]);
  expect(after.temporary).toEqual(before.temporary);
  const sessions = changes(before.sessions, after.sessions);
  expect(sessions.filter((path) => before.sessions.has(path))).toEqual([]);
  expectVisitors(sessions);
  for (const [path, was] of before.logs) expect(after.logs.get(path)?.subarray(0, was.length).equals(was), path).toBe(true);
  expect(after.tables).toEqual(before.tables);
  expect(after.mails).toEqual(before.mails);
}

/** Sessions that the application opened, with its token in them. */
function expectVisitors(sessions: readonly string[]): void {
  for (const path of sessions) {
    expect(path).toMatch(/\/sess_[0-9a-z,-]{22,}$/);
    expect(path).not.toContain('doctor');
    expect(readFileSync(path, 'utf8'), path).toMatch(/^token\|/);
  }
}

interface Spoken {
  readonly account: string;
  readonly command: string;
  readonly text: string;
}

/** What was said to the database meanwhile. A statement of several lines goes on without a head. */
async function statements(meanwhile: () => Promise<unknown>): Promise<readonly Spoken[]> {
  const log = join(lab.folder, `general-${Date.now()}.log`);
  await lab.sql(`SET GLOBAL general_log_file = '${log}'; SET GLOBAL general_log = 1`);
  await meanwhile();
  await lab.sql('SET GLOBAL general_log = 0');
  const accounts = new Map<string, string>();
  const all: { account: string; command: string; text: string }[] = [];
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, id = '', command = '', text = ''] = /^[^\t]*\t\s*(\d+) ([A-Z][A-Za-z ]*)\t(.*)$/.exec(line) ?? [];
    const last = all.at(-1);
    if (id === '') {
      if (last) last.text += `\n${line}`;
      continue;
    }
    if (command === 'Connect') accounts.set(id, /^\w+@/.exec(text)?.[0] ?? text);
    else all.push({ account: accounts.get(id) ?? 'unknown', command, text });
  }
  return all;
}

/** The program's own: none of them is a statement of the application, which has another account. */
function expectOnlyReading(spoken: readonly Spoken[], some: boolean): void {
  const mine = spoken.filter(({ account }) => account === 'whmcs@');
  expect(spoken.filter(({ account }) => !['whmcs@', 'application@', 'root@', 'unknown'].includes(account))).toEqual([]);
  expect(mine.length > 0).toBe(some);
  const reading = ({ command, text }: Spoken): boolean =>
    command === 'Quit' || (command === 'Query' && /^(?:SELECT|SHOW|SET SESSION)\s/.test(text));
  expect(mine.filter((one) => !reading(one))).toEqual([]);
}

/** At most how many anonymous sessions are announced for a run with these arguments. */
async function announced(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const { stdout, stderr, status } = await runProgram(['plan', ...args, '-f', 'json'], '', env);
  expect(status, stderr).toBe(0);
  const { items } = JSON.parse(stdout) as { readonly items: readonly { readonly sessions?: number }[] };
  return items.reduce((sum, { sessions = 0 }) => sum + sessions, 0);
}

interface Look {
  readonly name: string;
  readonly command: readonly string[];
  /** Target and options that plan takes, too. */
  readonly args: () => readonly string[];
  readonly more?: readonly string[];
  readonly database: boolean;
  readonly webProbe?: boolean;
  /** Of at least one look at the site. */
  readonly visits?: number;
  readonly status: readonly number[];
}

const person = ['--admin', 'boss', '--user', 'a@b.test', '--visitor-ip', '203.0.113.9', '--used-url', `https://${site.apex}/`];
const looks: readonly Look[] = [
  {
    name: 'check with all that it can look at',
    command: ['check'],
    args: () => [lab.root, '--cacert', lab.ca, '--web-probe', ...person, '--only', '*', '--plugin', plugin],
    more: ['--exact', '--redact', '-v', '--show', 'all', '--audit', own('out/audit'), '-f', `json=${own('out/r.json')}`, '-f', 'html'],
    database: true,
    webProbe: true,
    status: [0, 1, 2],
  },
  {
    name: 'check by address, with the API',
    command: ['check'],
    args: () => [site.url, '--cacert', lab.ca, '--admin-url', `${site.url}admin/`, '--origin', site.ipv4, '--only', '*'],
    database: false,
    status: [0, 3],
  },
  { name: 'check over ssh', command: ['check'], args: () => [sshd.target(lab.root), '--cacert', lab.ca], database: true, status: [0] },
  {
    name: 'collect',
    command: ['collect'],
    args: () => [lab.root, '--cacert', lab.ca],
    more: ['-y', '-o', own('out/b.tgz')],
    database: true,
    status: [0],
  },
];

describe('what looks at an install', () => {
  it.each(looks)('$name', { timeout: 120_000 }, async ({ command, args, more = [], database, webProbe = false, status }) => {
    const env = { PATH: sshd.path, HOME: own('home'), ...credential };
    const most = await announced(args(), env);
    expect(most).toBeGreaterThan(5);
    await lab.sql('DELETE FROM tblapilog');
    lab.internet.licenseAsked.length = 0;
    const before = await world();
    const spoken = await statements(async () => {
      const run = await runProgram([...command, ...args(), ...more], '', env);
      expect(status, run.stderr).toContain(run.status);
    });
    const after = await world();
    expectUnchanged(before, after, webProbe);
    const opened = changes(before.sessions, after.sessions).length;
    expect(opened, `announced: ${most}`).toBeLessThanOrEqual(most);
    expect(opened).toBeGreaterThan(2); // or the comparison sees nothing
    expectOnlyReading(spoken, database);
    const calls = (await lab.sql('SELECT DISTINCT action FROM tblapilog')) as { readonly action: string }[];
    expect(
      calls.map(({ action }) => action).filter((action) => !apiActions.includes(action as never) || !/^Get|^WhmcsDetails$/.test(action)),
    ).toEqual([]);
    expect([...new Set(lab.internet.licenseAsked)].filter((asked) => !/^(?:GET|HEAD) \/1\.0\/test$/.test(asked))).toEqual([]);
  });
});

describe('what looks at no site', () => {
  it('changes nothing, contacts nobody and asks no database', { timeout: 120_000 }, async () => {
    const env = { PATH: sshd.path, HOME: own('home'), ...credential };
    const commands: readonly (readonly string[])[] = [
      ['plan', lab.root, '--web-probe', ...person],
      ['plan', sshd.target(lab.root)],
      ['check', own('out/b.tgz')],
      ['triage', own('ticket.txt')],
      ['triage', own('out/b.tgz')],
      ['list', 'checks'],
      ['explain', 'session-path-missing'],
      ['explain', 'Login Details Incorrect'],
      ['demo', '--show', 'all'],
      ['render', own('report.json'), '-f', 'markdown'],
      ['diff', own('report.json'), own('report.json')],
      ['completion', 'bash'],
      ['--help'],
    ];
    lab.internet.licenseAsked.length = 0;
    const before = await world();
    const mine = snapshot([own('ticket.txt'), own('report.json'), own('out')]);
    const spoken = await statements(async () => {
      for (const args of commands) {
        const run = await runProgram(args, '', env);
        expect([0, 1, 2], `${args.join(' ')}: ${run.stderr}`).toContain(run.status);
      }
    });
    const after = await world();
    expectUnchanged(before, after);
    expect(changes(mine, snapshot([own('ticket.txt'), own('report.json'), own('out')]))).toEqual([]);
    expect(changes(before.sessions, after.sessions)).toEqual([]);
    expect(
      changes(
        new Map([...before.logs].map(([path, text]) => [path, String(text.length)])),
        new Map([...after.logs].map(([path, text]) => [path, String(text.length)])),
      ),
    ).toEqual([]);
    expect(spoken.filter(({ account }) => !['root@', 'unknown'].includes(account))).toEqual([]);
    expect(lab.internet.licenseAsked).toEqual([]);
  });
});

describe('what may cause more than a visitor', () => {
  it('login writes what WHMCS writes of it, and nothing else', { timeout: 60_000 }, async () => {
    const before = await world();
    const spoken = await statements(async () => {
      await runProgram(['login', lab.root, '--email', 'a@b.test', '--yes'], '', { WHMCS_LOGIN_PASSWORD: 'secret', HOME: own('home') });
    });
    const after = await world();
    expectUnchanged({ ...before, tables: null }, { ...after, tables: null });
    // the code of the install speaks for itself, with its own account
    expectOnlyReading(
      spoken,
      spoken.some(({ account }) => account === 'whmcs@'),
    );
  });

  it('a session that PHP opens by itself for each of our scripts goes with it', { timeout: 60_000 }, async () => {
    await lab.php({ 'session.auto_start': '1' });
    const before = snapshot(readdirSync(lab.sessionFolder).map((name) => join(lab.sessionFolder, name)));
    const run = await runProgram([
      'check',
      lab.root,
      '--cacert',
      lab.ca,
      '--offline',
      '--only',
      'session-path-unwritable',
      '-f',
      'json',
      '-v',
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ findings: [{ check: 'session-path-unwritable', status: 'pass' }] });
    const after = snapshot(readdirSync(lab.sessionFolder).map((name) => join(lab.sessionFolder, name)));
    expectVisitors(changes(before, after));
    await lab.php({ 'session.auto_start': null });
  });
});

describe.each(['redis', 'memcached'] as const)('sessions in %s', (sessions) => {
  it('stay, and new ones are those of visits', { timeout: 120_000 }, async () => {
    await lab.stop();
    rmSync(applicationAccount, { force: true });
    lab = await Lab.start({ sessions });
    const marker = 'PHPREDIS_SESSION:0123456789abcdefghijklmnop';
    const keys = async (): Promise<number> =>
      sessions === 'redis'
        ? Number(/\d+/.exec(await redis('DBSIZE'))?.[0])
        : Number(
            /STAT curr_items (\d+)/.exec(
              execFileSync(
                'bash',
                ['-c', `exec 3<>/dev/tcp/${memcachedAt.host}/${memcachedAt.port}; printf "stats\\\\r\\\\nquit\\\\r\\\\n" >&3; cat <&3`],
                {
                  encoding: 'utf8',
                },
              ),
            )?.[1],
          );
    if (sessions === 'redis') await redis(`SET ${marker} kept`);
    const before = await keys();
    const most = await announced([lab.root, '--cacert', lab.ca], {});
    const run = await runProgram(['check', lab.root, '--cacert', lab.ca]);
    expect(run.status, run.stdout).toBe(0);
    const after = await keys();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThanOrEqual(most);
    if (sessions !== 'redis') return;
    expect(await redis(`GET ${marker}`)).toContain('kept');
    expect(await redis('KEYS *doctor*')).toBe('*0\r\n');
  });
});
