/**
 * Root examines the install of an account that is after root's rights: nothing of the account is executed or followed with them. The kernel tells
 * of each file that is opened, by which process and with which rights, before it is opened.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model.js';
import { ended, runDoctor } from './doctor.js';
import { asRoot, Lab } from './lab.js';
import { run, until } from './process.js';
import { LabSshd } from './sshd.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
const watcher = fileURLToPath(new URL('opened.py', import.meta.url));
const webRoot = process.env['LAB_WEB'] ?? '';
const acme = 2001;

/** Only root may read what is in here, and it is no part of the install. */
const vault = '/run/of-root-alone';
const secret = join(vault, 'secret');
const canary = 'CANARYofRootAlone';

let lab: Lab;
let sshd: LabSshd;

beforeAll(async () => {
  if (!asRoot) throw new Error('this test needs root: there is nothing to be had from anyone else');
  lab = await Lab.start();
  sshd = await LabSshd.start(lab.folder);
  mkdirSync(vault, { mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=700', 'tmpfs', vault]);
  writeFileSync(
    secret,
    `<?php $db_host = '${canary}'; // ${canary}\nPHP Warning: session_start(): Failed to read session data ${canary}\n`,
    { mode: 0o600 },
  );
});
afterAll(async () => {
  await sshd.stop();
  await lab.stop();
  execFileSync('umount', [vault]);
  rmSync(vault, { recursive: true });
});
beforeEach(async () => {
  await lab.restore();
});

/** A file of the account. */
function his(path: string, text: string, mode = 0o644): string {
  const file = join(lab.root, path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  chownSync(file, acme, acme);
  return file;
}

function hisLink(path: string, to: string): void {
  const file = join(lab.root, path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true, recursive: true });
  symlinkSync(to, file);
}

interface Opened {
  readonly pid: number;
  readonly uid: readonly number[];
  readonly groups: readonly number[];
  readonly cap: string;
  readonly ancestors: readonly number[];
  readonly path: string;
  readonly exec: boolean;
  readonly name: string;
  readonly owner: number | null;
}

interface Watched {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the program and all that it started opened of the account's and of root's alone. */
  readonly opened: readonly Opened[];
}

async function watched(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = '/'): Promise<Watched> {
  const places = [webRoot, vault].map((place, index) => [place, join(lab.folder, `opened-${index}`)] as const);
  const watchers: ChildProcess[] = [];
  for (const [place, output] of places) {
    const child = spawn('python3', [watcher, place, output], { stdio: ['pipe', 'pipe', 'inherit'] });
    watchers.push(child);
    await once(child.stdout, 'data');
  }
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { PATH: sshd.path, HOME: '/root', ...env } });
  const { pid = 0 } = child;
  const how = await ended(child);
  for (const each of watchers) {
    const over = once(each, 'exit');
    each.stdin?.end();
    await over;
  }
  const lines = places.flatMap(([, output]) => readFileSync(output, 'utf8').split('\n').filter(Boolean));
  const all = lines.map((line) => JSON.parse(line) as Opened);
  return { ...how, opened: all.filter(({ ancestors }) => ancestors.includes(pid)) };
}

/** No file of the account with rights that are not the account's, and nothing at all of root's alone. */
function expectOnlyHisRights({ opened, stdout, stderr, status }: Watched): void {
  expect(stdout + stderr).not.toContain(canary);
  expect(status, stderr).not.toBe(70);
  const wrong = opened.filter(
    ({ uid, groups, cap, path }) =>
      !path.startsWith(webRoot) || uid.some((each) => each !== acme) || groups.some((each) => each !== acme) || !/^0+$/.test(cap),
  );
  expect(wrong).toEqual([]);
  // he cannot look into, or take over, a process of ours that has his rights: it came from one that had root's
  expect(opened.filter(({ name, owner }) => name === 'node' && owner !== 0)).toEqual([]);
}

const args = (): readonly string[] => ['check', lab.root, '--cacert', lab.ca, '-f', 'json', '--show', 'all', '-v', '--timeout', '2s'];

describe('an account that is after the rights of root', () => {
  /** Says what it was run with. */
  const spy = (log: string): string =>
    `#!/bin/sh\n{ echo "ran as $(id -u) $(id -G)"; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; env; readlink /proc/self/cwd; ls -l /proc/self/fd; } >> ${log}\nexec /usr/bin/php "$@"\n`;

  async function hostile(): Promise<string> {
    const log = his('ran.log', '', 0o666);
    const php = his('bin/php', spy(log), 0o755);
    for (const name of ['node', 'ssh', 'getent', 'systemctl', 'crontab', 'timedatectl', 'quota', 'getfacl', 'sh'])
      his(`bin/${name}`, spy(log), 0o755);
    await lab.crontab([`PATH=${dirname(php)}:/usr/bin:/bin`, `*/5 * * * * php -q ${lab.root}/crons/cron.php`]);
    const steal = `import { appendFileSync } from 'node:fs';\nappendFileSync('${log}', 'loaded as ' + process.getuid() + '\\n');\nexport default {};\n`;
    his('evil.mjs', steal);
    his('whmcs-doctor.yaml', 'plugins: [./evil.mjs]\nfailOn: never\n');
    his('package.json', '{"type":"module","imports":{"#a":"./evil.mjs"},"scripts":{"preinstall":"./bin/php"}}');
    his('.npmrc', 'node-options=--import ./evil.mjs\n');
    for (const name of ['commander', 'chalk', 'whmcs-doctor', 'mysql2']) {
      his(`node_modules/${name}/package.json`, '{"main":"index.js","type":"module"}');
      his(`node_modules/${name}/index.js`, steal);
    }
    his('.my.cnf', `[client]\nsocket=${lab.root}/evil.sock\n`);
    his('.ssh/config', `Host *\n  ProxyCommand ${php}\n`);
    his('prepend.php', `<?php file_put_contents('${log}', 'prepended as ' . posix_geteuid() . "\\n", FILE_APPEND);`);
    his(
      '.user.ini',
      `auto_prepend_file = ${lab.root}/prepend.php\nerror_log = ${secret}\nsession.save_path = ${vault}\nextension = ${lab.root}/evil.so\n`,
    );
    his('php.ini', `auto_prepend_file = ${lab.root}/prepend.php\n`);
    his(
      '.htaccess',
      `SetHandler "proxy:unix:${vault}/fpm.sock|fcgi://localhost"\nphp_value error_log ${secret}\nErrorDocument 404 ${secret}\n`,
    );
    for (const name of [
      'error_log',
      'includes/hooks/a.php',
      'templates/twenty-one/header.tpl',
      'license.php',
      'crons/config.php',
      'templates/twenty-one/theme.yaml',
    ])
      hisLink(name, secret);
    hisLink('templates/orderforms/standard_cart', vault);
    hisLink('lang/overrides', '/proc/1/root');
    await run('mkfifo', [join(lab.root, 'includes/hooks/fifo.php')]);
    chownSync(join(lab.root, 'includes/hooks/fifo.php'), acme, acme);
    return log;
  }

  it.each(['on the machine', 'over ssh'] as const)(
    '%s: nothing of his is executed or followed as root',
    { timeout: 120_000 },
    async (from) => {
      const log = await hostile();
      const target = from === 'over ssh' ? sshd.target(lab.root) : lab.root;
      const preload = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
      const env = {
        LD_PRELOAD: preload,
        BASH_ENV: join(lab.root, 'bin/sh'),
        OPERATOR: 'only',
        PHPRC: lab.root,
        PHP_INI_SCAN_DIR: lab.root,
      };
      const found = await watched(['check', target, ...args().slice(2)], from === 'over ssh' ? {} : env);
      expectOnlyHisRights(from === 'over ssh' ? { ...found, opened: [] } : found);
      expect(JSON.parse(found.stdout)).toMatchObject({ schema: 'whmcs-doctor/report/1' });
      const said = readFileSync(log, 'utf8');
      // the PHP that the crontab names is run, with the rights of the account
      const ran = said.split('\n').filter((line) => /^(?:ran|loaded) as/.test(line));
      expect(ran).toContain(`ran as ${acme} ${acme}`);
      expect(ran.filter((line) => line !== `ran as ${acme} ${acme}`)).toEqual([]);
      expect(said).toMatch(/^CapEff:\s+0+$/m);
      expect(said).not.toMatch(/LD_PRELOAD|OPERATOR|PHPRC|BASH_ENV|PHP_INI_SCAN_DIR|SSH_/);
      expect(said).not.toContain('prepended as 0');
      if (from === 'over ssh') return;
      // or nothing was seen
      const seen = found.opened.map(({ path, exec }) => `${path.slice(lab.root.length)} ${exec}`);
      expect(seen).toEqual(expect.arrayContaining(['/configuration.php false', '/bin/php true']));
    },
  );

  it('who stands in his folder loads nothing of his', { timeout: 60_000 }, async () => {
    const log = await hostile();
    // in the install itself nothing is looked for
    const inside = await watched(['check', '--offline', '-f', 'json'], {}, lab.root);
    expectOnlyHisRights(inside);
    expect(JSON.parse(inside.stdout)).toMatchObject({ schema: 'whmcs-doctor/report/1', exitCode: inside.status });
    expect(inside.status).not.toBe(0); // failOn: never
    // beside it what is found is refused, in one line
    his('../whmcs-doctor.yaml', 'plugins: [./billing/evil.mjs]\n');
    const beside = await watched(['check', lab.root, '--offline', '-f', 'json'], {}, webRoot);
    rmSync(join(webRoot, 'whmcs-doctor.yaml'));
    expect([beside.status, beside.stdout]).toEqual([78, '']);
    expect(beside.stderr).toMatch(/^whmcs-doctor: .*whmcs-doctor\.yaml.*\n$/);
    expect(beside.opened.filter(({ path }) => !path.endsWith('whmcs-doctor.yaml'))).toEqual([]);
    expect(readFileSync(log, 'utf8')).not.toMatch(/loaded as/);
  });
});

describe('a configuration.php that is none', () => {
  it.each(['a link to what only root may read', 'a FIFO', 'a link to the memory of root', 'a link into a device'] as const)(
    '%s: it is told, and not read',
    { timeout: 60_000 },
    async (what) => {
      const file = join(lab.root, 'configuration.php');
      rmSync(file);
      switch (what) {
        case 'a link to what only root may read':
          hisLink('configuration.php', secret);
          break;
        case 'a FIFO':
          await run('mkfifo', [file]);
          chownSync(file, acme, acme);
          break;
        case 'a link to the memory of root':
          hisLink('configuration.php', '/proc/self/environ');
          break;
        case 'a link into a device':
          hisLink('configuration.php', '/dev/zero');
          break;
      }
      const found = await watched([...args(), '--offline'], { OPERATOR: canary });
      expectOnlyHisRights(found);
      expect([2, 3]).toContain(found.status);
      const { findings } = JSON.parse(found.stdout) as Report;
      expect(findings.some(({ status, reason }) => status === 'unknown' && /configuration\.php/.test(reason ?? ''))).toBe(true);
    },
  );
});

describe('links that are exchanged while it looks', () => {
  /** As the account: what is there, and a link to what only root may read, take each other's place for ever. */
  const swapper = `
import ctypes, os, sys
libc = ctypes.CDLL(None)
pairs = [pair.split("=") for pair in sys.argv[1:]]
while True:
    for a, b in pairs:
        libc.renameat2(-100, a.encode(), -100, b.encode(), 2)
`;

  it('lead nowhere', { timeout: 120_000 }, async () => {
    const pairs = ['configuration.php', 'includes/hooks', 'templates/twenty-one', 'vendor', 'crons', 'error_log', '.user.ini'].map(
      (name) => {
        const real = join(lab.root, name);
        if (!readdirSync(dirname(real)).includes(name.split('/').at(-1) ?? '')) his(name, '; nothing\n');
        const isFolder = statSync(real).isDirectory();
        hisLink(`${name}.twin`, isFolder ? vault : secret);
        return `${real}=${real}.twin`;
      },
    );
    await run('chown', ['-hR', 'acme:acme', lab.root]);
    const swapping = spawn('setpriv', [`--reuid=${acme}`, `--regid=${acme}`, '--clear-groups', 'python3', '-c', swapper, ...pairs], {
      stdio: 'ignore',
    });
    try {
      await delay(300);
      for (let time = 0; time < 2; time += 1) {
        const found = await watched([...args(), '--offline']);
        expectOnlyHisRights(found);
        expect([0, 1, 2, 3, 64], found.stderr).toContain(found.status);
      }
    } finally {
      swapping.kill('SIGKILL');
    }
  });
});

describe('temporary scripts', () => {
  it.each(['on the machine', 'over ssh'] as const)(
    '%s: only the pool reads them, and nobody lists them',
    { timeout: 60_000 },
    async (from) => {
      writeFileSync('/run/slowly.php', '<?php usleep(400000);');
      await lab.php({ auto_prepend_file: '/run/slowly.php' });
      const running = runDoctor(lab, {
        args: ['--offline', '--only', 'session-path-unwritable'],
        ...(from === 'over ssh' ? { target: sshd.target(lab.root), env: { PATH: sshd.path } } : {}),
      });
      const named = (): readonly string[] => readdirSync('/tmp').filter((name) => /^whmcs-doctor-[0-9a-f]{24}$/.test(name));
      const scripts = (): readonly string[] =>
        named().flatMap((name) => readdirSync(join('/tmp', name)).map((file) => join('/tmp', name, file)));
      await until(() => scripts().some((file) => statSync(file).size > 500 && (statSync(file).mode & 0o077) !== 0), 'no script was placed');
      const [file = ''] = scripts();
      expect(file).toMatch(/\/[0-9a-f]{24}\.php$/);
      expect(statSync(dirname(file))).toMatchObject({ uid: 0, gid: acme, mode: 0o40710 });
      expect(statSync(file)).toMatchObject({ uid: 0, gid: acme, mode: 0o100640 });
      const may = (who: number, ...command: readonly string[]): boolean => {
        try {
          execFileSync('setpriv', [`--reuid=${who}`, `--regid=${who}`, '--clear-groups', ...command], { stdio: 'ignore' });
          return true;
        } catch {
          return false;
        }
      };
      expect(may(acme, 'ls', dirname(file))).toBe(false);
      expect(may(33, 'cat', file)).toBe(false);
      const { report } = await running;
      expect(report.findings).toMatchObject([{ check: 'session-path-unwritable', status: 'pass' }]);
      expect(named()).toEqual([]);
    },
  );
});

describe('an ordinary user', () => {
  it.each(['acme', 'www-data', '65534'])('%s is told what he cannot see, and by whom it can be seen', { timeout: 60_000 }, async (as) => {
    const all = await runDoctor(lab);
    const few = await runDoctor(lab, { as });
    const passed = (report: Report): readonly string[] =>
      report.findings.filter(({ status }) => status === 'pass').map(({ check }) => check);
    // never a pass that root does not see
    expect(passed(few.report).filter((check) => !passed(all.report).includes(check))).toEqual([]);
    expect(few.report.findings.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
    if (as === 'acme') return expect(few.status).toBe(0);
    expect(few.status).toBe(3);
    const unknown = few.report.findings.filter(({ status }) => status === 'unknown');
    expect(unknown.map(({ settle = '' }) => settle).join()).toContain('Run as root, or as the owner of the files');
  });
});
