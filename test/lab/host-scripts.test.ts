/** Temporary scripts and the real PHP-FPM: each way in which a pool runs them or does not, and that they are gone after every end. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askFastCgi } from '../../src/host/fastcgi.js';
import { createLocalHost } from '../../src/host/local.js';
import { guarded, tokenParam } from '../../src/host/script-guard.js';
import { LocalScripts, temporaryFolders } from '../../src/host/temporary-script.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { As, Host, HttpRequest, Net, ScriptAnswer } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { buildChildren } from '../support/setup.js';
import { fakeClock } from './certificates.js';
import { start, until, type Running } from './process.js';

let folder: string;
let host: Host;
let www: As;
let removeChildren: () => Promise<void>;
let fpm: Running | null = null;

beforeAll(async () => {
  removeChildren = await buildChildren();
  host = await createLocalHost({ ...defaultOptions, timeoutMs: 2000 });
  const account = await host.shell.account('www-data');
  if (host.me.uid !== 0 || !account) throw new Error('this test needs root and the user www-data');
  www = { uid: account.uid, gid: account.gid };
  // Not in /tmp, which one of the pools below has for itself.
  folder = mkdtempSync('/var/tmp/whmcs-lab-fpm-');
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  await fpm?.stop();
  fpm = null;
  expect(leftovers()).toEqual([]);
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  await removeChildren();
});

const leftovers = (): readonly string[] =>
  temporaryFolders.flatMap((place) =>
    readdirSync(place)
      .filter((name) => /^whmcs-doctor-[0-9a-f]{24}$/.test(name))
      .map((name) => `${place}/${name}`),
  );

interface Pool {
  readonly lines?: readonly string[];
  readonly children?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly before?: readonly string[];
  readonly mode?: string;
}

const socket = (): string => join(folder, 'fpm.sock');

const startPool = async (pool: Pool = {}): Promise<Running> => {
  rmSync(socket(), { force: true });
  const configuration = join(folder, 'fpm.conf');
  const lines = [
    '[global]',
    `error_log = ${folder}/fpm.log`,
    'daemonize = no',
    '[lab]',
    'user = www-data',
    'group = www-data',
    `listen = ${socket()}`,
    'listen.owner = www-data',
    `listen.mode = ${pool.mode ?? '0660'}`,
    'pm = static',
    `pm.max_children = ${pool.children ?? 2}`,
    'clear_env = no',
    ...(pool.lines ?? []),
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  fpm = await start({
    name: 'php-fpm',
    command: [...(pool.before ?? []), 'php-fpm8.2', '-F', '-y', configuration],
    ownGroup: true,
    log: join(folder, 'fpm.out'),
    ready: () => existsSync(socket()),
    ...(pool.env === undefined ? {} : { env: pool.env }),
  });
  return fpm;
};

const source = "<?php echo json_encode(['file' => __FILE__, 'uid' => posix_geteuid(), 'ini' => ini_get('memory_limit')]);";

const ask = (how: Partial<Parameters<Host['scripts']['overFastCgi']>[2]> = {}, php = source): Promise<readonly ScriptAnswer[]> =>
  host.scripts.overFastCgi({ socket: socket() }, php, { params: {}, times: 1, chroot: null, ...how });

const said = (answers: readonly ScriptAnswer[]): { file: string; uid: number; ini: string } =>
  JSON.parse(answers[0]?.stdout ?? '') as { file: string; uid: number; ini: string };

describe('a script over FastCGI', () => {
  it('runs as the pool’s user with the pool’s values, as often as asked', async () => {
    await startPool({ lines: ['php_admin_value[memory_limit] = 77M'] });
    const answers = await ask({ times: 4, params: { DOCUMENT_ROOT: '/tmp' } });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(said(answers)).toMatchObject({ uid: www.uid, ini: '77M', file: expect.stringMatching(/^\/tmp\/whmcs-doctor-/) as string });
    for (const { sentAt, receivedAt } of answers) expect(receivedAt).toBeGreaterThanOrEqual(sentAt);
  });

  it.each(['+600s', '-600s', '+2y'])('runs where PHP’s clock is %s off', async (shift) => {
    await startPool({ env: fakeClock(shift) });
    expect(said(await ask()).uid).toBe(www.uid);
  });

  it('never carries settings to the pool', async () => {
    await startPool();
    await expect(ask({ params: { PHP_VALUE: 'memory_limit=1M' } })).rejects.toThrow(TypeError);
  });

  it('is a gap beyond us where open_basedir forbids it', async () => {
    await startPool({ lines: ['php_admin_value[open_basedir] = /srv'] });
    await expect(ask()).rejects.toMatchObject({
      gap: 'denied',
      why: expect.stringContaining('open_basedir') as string,
      more: { beyond: true },
    });
  });

  it('uses the folder that open_basedir allows', async () => {
    await startPool({ lines: ['php_admin_value[open_basedir] = /srv:/var/tmp'] });
    expect(said(await ask()).file).toMatch(/^\/var\/tmp\//);
  });

  it('is found past the doc_root that panels give a pool', async () => {
    const docRoot = join(folder, 'public_html');
    mkdirSync(join(folder, 'disk/acme/public_html'), { recursive: true });
    symlinkSync('disk/acme/public_html', docRoot);
    await startPool({ lines: [`php_admin_value[doc_root] = ${docRoot}`] });
    await expect(ask()).rejects.toMatchObject({ gap: 'unsupported' });
    expect(said(await ask({ docRoot })).file).toMatch(/^\/tmp\/whmcs-doctor-/);
  });

  it('is denied where the pool runs no .php', async () => {
    await startPool({ lines: ['security.limit_extensions = .html'] });
    await expect(ask()).rejects.toMatchObject({ gap: 'denied', why: expect.stringContaining('security.limit_extensions') as string });
  });

  it('is put into the chroot of a pool that has one', async () => {
    const chroot = join(folder, 'jail');
    mkdirSync(join(chroot, 'tmp'), { recursive: true });
    chmodSync(join(chroot, 'tmp'), 0o1777);
    await startPool({ lines: [`chroot = ${chroot}`] });
    expect(said(await ask({ chroot })).file).toMatch(/^\/tmp\/whmcs-doctor-/);
    expect(readdirSync(join(chroot, 'tmp'))).toEqual([]);
    await expect(ask()).rejects.toMatchObject({ gap: 'unsupported' });
  });

  it('is put into the private /tmp that only PHP-FPM has', async () => {
    const running = await startPool({
      before: ['unshare', '-m', '--propagation', 'private', 'sh', '-c', 'mount -t tmpfs tmpfs /tmp && exec "$@"', 'sh'],
    });
    expect(said(await ask({ masterPid: running.pid })).file).toMatch(/^\/tmp\//);
    expect(readdirSync(`/proc/${running.pid}/root/tmp`)).toEqual([]);
    expect(said(await ask()).file).toMatch(/^\/var\/tmp\//);
  });

  it('is a timeout where all workers are busy', async () => {
    await startPool({ children: 1 });
    const busy = ask({ timeoutMs: 8000 }, '<?php sleep(3); echo 1;');
    await until(() => leftovers().length > 0, 'the first script was not placed');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(ask({ timeoutMs: 500 })).rejects.toMatchObject({ gap: 'timeout' });
    await busy;
  });

  it('is absent where there is no such socket', async () => {
    await expect(
      host.scripts.overFastCgi({ socket: join(folder, 'none') }, source, { params: {}, times: 1, chroot: null }),
    ).rejects.toMatchObject({
      gap: 'absent',
    });
  });

  it('is removed when PHP-FPM dies in the middle of it', async () => {
    const pool = await startPool();
    const asking = ask({}, '<?php sleep(20);');
    asking.catch(() => undefined);
    await until(() => leftovers().length > 0, 'the script was not placed');
    await delay(200);
    process.kill(-pool.pid, 'SIGKILL');
    await expect(asking).rejects.toMatchObject({ name: 'LookFailed' });
  });

  it('goes elsewhere where a disk is full, and leaves nothing there', async () => {
    await startPool();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=1777', 'tmpfs', '/tmp']);
    try {
      writeFileSync('/tmp/full', Buffer.alloc(4096));
      expect(said(await ask({ group: 'www-data' })).file).toMatch(/^\/var\/tmp\/whmcs-doctor-/);
      expect(readdirSync('/tmp')).toEqual(['full']);
    } finally {
      execFileSync('umount', ['-l', '/tmp']);
    }
  });

  it('is read by everybody who knows its name where the pool is not in its group', async () => {
    await startPool();
    expect(said(await ask({ group: 'root' })).uid).toBe(www.uid);
    expect(said(await ask({ group: 'no-such-group' })).uid).toBe(www.uid);
  });

  it('is removed when it is stopped', async () => {
    await startPool();
    const stop = new AbortController();
    const asked = ask({ signal: stop.signal, timeoutMs: 8000 }, '<?php sleep(2);');
    const refused = expect(asked).rejects.toMatchObject({ gap: 'aborted' });
    await until(() => leftovers().length > 0, 'the script was not placed');
    const [place = ''] = leftovers();
    expect(statSync(place).mode & 0o777).toBe(0o711);
    stop.abort();
    await refused;
  });
});

describe('the guard', () => {
  const path = (): string => join(folder, 'guarded.php');
  const fetch = (token: string): Promise<ScriptAnswer> =>
    askFastCgi({ socket: socket() }, { params: { REQUEST_METHOD: 'GET', SCRIPT_FILENAME: path(), [tokenParam]: token }, timeoutMs: 2000 });

  it('answers its token alone, and nobody after a minute', async () => {
    await startPool();
    const script = guarded('<?php echo "open";');
    writeFileSync(path(), script.source);
    chmodSync(path(), 0o644);
    expect(script.source).not.toContain(script.token);
    expect(await fetch(script.token)).toMatchObject({ status: 200, stdout: 'open' });
    expect(await fetch('')).toMatchObject({ status: 404, stdout: '' });
    expect(await fetch(script.token.replace(/.$/, 'x'))).toMatchObject({ status: 404, stdout: '' });
    const late = join(folder, 'late.php');
    writeFileSync(late, script.source.replace(/(hrtime\(true\) \/ 1e9 > )\d+/, '$10'));
    chmodSync(late, 0o644);
    utimesSync(late, Date.now() / 1000 - 90, Date.now() / 1000 - 90);
    const params = { REQUEST_METHOD: 'GET', SCRIPT_FILENAME: late, [tokenParam]: script.token };
    expect(await askFastCgi({ socket: socket() }, { params, timeoutMs: 2000 })).toMatchObject({ status: 404, stdout: '' });
  });
});

describe('a script in the web root', () => {
  const scriptsWith = (http: Net['http']): LocalScripts =>
    new LocalScripts({ me: host.me, files: host.files, net: { ...host.net, http }, timeoutMs: 2000, onTouch: () => {} });

  it('belongs to the owner, is fetched by its address and is gone afterwards', async () => {
    const root = join(folder, 'web');
    mkdirSync(root);
    chownSync(root, www.uid, www.gid);
    const requests: HttpRequest[] = [];
    const scripts = scriptsWith(async (request) => {
      requests.push(request);
      const [name = ''] = readdirSync(root);
      expect(statSync(join(root, name))).toMatchObject({ uid: www.uid, gid: www.gid, mode: 0o100644 });
      expect(new URL(request.url).pathname).toBe(`/billing/${name}`);
      throw new LookFailed('aborted', 'stopped');
    });
    await expect(scripts.inWebRoot(root, 'https://example.com/billing', source, { as: www })).rejects.toMatchObject({ gap: 'aborted' });
    expect(requests).toHaveLength(1);
    expect(readdirSync(root)).toEqual([]);
  });

  it('is refused where the owner may not write', async () => {
    const root = join(folder, 'locked');
    mkdirSync(root, { mode: 0o755 });
    const scripts = scriptsWith(() => Promise.reject(new Error('nothing to fetch')));
    await expect(scripts.inWebRoot(root, 'https://example.com/', source, { as: www })).rejects.toMatchObject({ gap: 'denied' });
    await expect(scripts.inWebRoot(join(folder, 'none'), 'https://example.com/', source, { as: www })).rejects.toMatchObject({
      gap: 'absent',
    });
  });
});

describe('a program that is ended', () => {
  /** Asks a pool over FastCGI and prints the gap, as the real program would. */
  const program = async (): Promise<string> => {
    const path = join(process.env['WHMCS_DOCTOR_CHILDREN'] ?? '', 'asks.js');
    await build({
      stdin: {
        contents: `
          import { createLocalHost } from '../../src/host/local.ts';
          import { defaultOptions } from '../../src/policy/defaults.ts';
          const host = await createLocalHost({ ...defaultOptions, timeoutMs: 20000 });
          const how = { params: {}, times: 1, chroot: null };
          await host.scripts.overFastCgi({ socket: process.argv[2] }, '<?php sleep(4);', how).catch((error) => console.log(error.gap, error.more.beyond));
          await host.close();`,
        resolveDir: import.meta.dirname,
      },
      outfile: path,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    return path;
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('by %s leaves nothing behind', async (signal) => {
    await startPool();
    // A group of its own, all of which gets the signal, as from a terminal.
    const child: ChildProcess = spawn(process.execPath, [await program(), socket()], { detached: true, stdio: 'ignore' });
    await until(() => leftovers().length > 0, 'the script was not placed');
    process.kill(-(child.pid ?? 0), signal);
    await until(() => leftovers().length === 0, 'the script is still there', 3000);
  });

  it('as an ordinary user has no right to the socket, which is beyond it, and writes nothing', async () => {
    await startPool({ mode: '0600' });
    const path = await program();
    const outputFile = join(folder, 'asked.out');
    writeFileSync(outputFile, '');
    chmodSync(outputFile, 0o666);
    chmodSync(process.env['WHMCS_DOCTOR_CHILDREN'] ?? '', 0o755);
    const child = spawn('setpriv', [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      'sh',
      '-c',
      `exec "$0" "$@" > ${outputFile}`,
      process.execPath,
      path,
      socket(),
    ]);
    await new Promise((resolve) => child.once('exit', resolve));
    expect(readFileSync(outputFile, 'utf8')).toBe('denied true\n');
  });
});
