import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalHost } from '../../src/host/local.js';
import { SecretVault } from '../../src/host/vault.js';
import type { GapCode, Host, Touch } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { buildChildren } from '../support/setup.js';

let folder: string;
let host: Host;
let removeChildren: () => Promise<void>;
const touched: Touch[] = [];
const vault = new SecretVault();

beforeAll(async () => {
  removeChildren = await buildChildren();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'whmcs-doctor-host-')));
  host = await createLocalHost({ ...defaultOptions, vault, onTouch: (touch) => touched.push(touch), lookTimeoutMs: 3000 });
});

afterAll(async () => {
  await host.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  await removeChildren();
});

const at = (name: string): string => join(folder, name);
const gap = (code: GapCode): object => ({ name: 'LookFailed', gap: code });
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('stat and realpath', () => {
  it('tell what is there, and null for what is not', async () => {
    writeFileSync(at('a file'), 'abc');
    chmodSync(at('a file'), 0o4640);
    symlinkSync('a file', at('to-file'));
    expect(await host.files.stat(at('a file'))).toMatchObject({ kind: 'file', size: 3, mode: 0o4640, link: null });
    expect(await host.files.stat(at('to-file'))).toMatchObject({ kind: 'link', link: 'a file' });
    expect(await host.files.stat(at('to-file'), { follow: true })).toMatchObject({ kind: 'file', size: 3, link: null });
    expect(await host.files.realpath(at('to-file'))).toBe(at('a file'));
    expect(await host.files.stat(at('none'))).toBeNull();
    expect(await host.files.stat(at('a file/below'))).toBeNull();
    expect(await host.files.realpath(at('none'))).toBeNull();
  });

  it.each([
    ['fifo', 'fifo'],
    ['loop', 'link'],
  ])('see a %s', async (name, kind) => {
    if (name === 'fifo') execFileSync('mkfifo', [at(name)]);
    else symlinkSync(name, at(name));
    expect(await host.files.stat(at(name))).toMatchObject({ kind });
  });

  it('call a chain of links without end denied', async () => {
    symlinkSync('round', at('round'));
    await expect(host.files.stat(at('round'), { follow: true })).rejects.toMatchObject(gap('denied'));
  });

  it.each(['relative', '', '/a\0b'])('refuse the path %j', async (path) => {
    await expect(host.files.stat(path)).rejects.toMatchObject(gap('malformed'));
  });
});

describe('read', () => {
  it('cuts at the limit and says so', async () => {
    writeFileSync(at('ten'), '0123456789');
    const read = async (maxBytes: number, end = false): Promise<readonly [string, boolean]> => {
      const { bytes, truncated } = await host.files.read(at('ten'), { maxBytes, end });
      return [text(bytes), truncated];
    };
    expect(await read(10)).toEqual(['0123456789', false]);
    expect(await read(4)).toEqual(['0123', true]);
    expect(await read(4, true)).toEqual(['6789', true]);
    expect(await read(20, true)).toEqual(['0123456789', false]);
    expect(await read(0)).toEqual(['', true]);
  });

  it('reads a sparse file of a terabyte no further than the limit', async () => {
    writeFileSync(at('sparse'), '');
    truncateSync(at('sparse'), 2 ** 40);
    const { bytes, truncated, stat } = await host.files.read(at('sparse'), { maxBytes: 200_000 });
    expect([bytes.length, truncated, stat.size]).toEqual([200_000, true, 2 ** 40]);
  });

  it('reads files of /proc, whose size is 0', async () => {
    const { bytes } = await host.files.read('/proc/self/status', { maxBytes: 65_536, within: '/proc' });
    expect(text(bytes)).toContain('Name:');
  });

  it('follows links inside the folder and none that lead out', async () => {
    mkdirSync(at('install/sub'), { recursive: true });
    writeFileSync(at('install/configuration.php'), 'inside');
    writeFileSync(at('outside'), 'outside');
    symlinkSync('../configuration.php', at('install/sub/inside'));
    symlinkSync(at('outside'), at('install/sub/out'));
    symlinkSync('..', at('install/sub/up'));
    const read = (name: string, within = at('install')): ReturnType<Host['files']['read']> =>
      host.files.read(at(name), { maxBytes: 100, within });
    expect(text((await read('install/sub/inside')).bytes)).toBe('inside');
    expect(text((await read('install/sub/up/configuration.php')).bytes)).toBe('inside');
    await expect(read('install/sub/out')).rejects.toMatchObject(gap('denied'));
    await expect(read('install/sub/inside', at('install/sub'))).rejects.toMatchObject(gap('denied'));
    await expect(host.files.read(at('install/sub/out'), { maxBytes: 100 })).rejects.toMatchObject(gap('denied'));
  });

  it('does not take a folder with the same beginning for the folder itself', async () => {
    mkdirSync(at('web'));
    mkdirSync(at('web-other'));
    writeFileSync(at('web-other/file'), '');
    await expect(host.files.read(at('web-other/file'), { maxBytes: 1, within: at('web') })).rejects.toMatchObject(gap('denied'));
  });

  it('refuses what is no regular file, at once', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      for (const path of [at('pipe'), at('socket'), folder, '/dev/null', '/dev/zero']) {
        await expect(host.files.read(path, { maxBytes: 10 })).rejects.toMatchObject(gap('denied'));
      }
    } finally {
      server.close();
    }
  });

  it('says absent for what is not there', async () => {
    await expect(host.files.read(at('none'), { maxBytes: 10 })).rejects.toMatchObject(gap('absent'));
    await expect(host.files.read(at('ten/below'), { maxBytes: 10 })).rejects.toMatchObject(gap('absent'));
    await expect(host.files.list(at('none'), { max: 10 })).rejects.toMatchObject(gap('absent'));
    await expect(host.files.space(at('none'))).rejects.toMatchObject(gap('absent'));
  });

  it('leaves the time of last access alone', async () => {
    writeFileSync(at('old'), 'x');
    utimesSync(at('old'), 1000, 2000);
    await host.files.read(at('old'), { maxBytes: 10 });
    expect(execFileSync('stat', ['-c', '%X', at('old')], { encoding: 'utf8' }).trim()).toBe('1000');
  });
});

describe('list and space', () => {
  it('lists names and kinds up to the limit', async () => {
    mkdirSync(at('few/folder'), { recursive: true });
    writeFileSync(at('few/file'), '');
    symlinkSync('nowhere', at('few/link'));
    const { entries, truncated } = await host.files.list(at('few'), { max: 3 });
    expect(truncated).toBe(false);
    expect(Object.fromEntries(entries.map(({ name, kind }) => [name, kind]))).toEqual({ folder: 'directory', file: 'file', link: 'link' });
    expect(await host.files.list(at('few'), { max: 2 })).toMatchObject({ truncated: true });
  });

  it('measures the room', async () => {
    const space = await host.files.space(folder);
    expect(space.bytesTotal).toBeGreaterThan(space.bytesFree);
    expect(space.mountPoint).toMatch(/^\//);
    expect(space.fileSystem).not.toBeNull();
    expect(space.readOnly).toBe(false);
    expect(await host.files.space('/proc')).toMatchObject({ mountPoint: '/proc', fileSystem: 'proc' });
  });
});

describe('the vault and the audit', () => {
  it('gives probes a vault that cannot be opened', () => {
    const ref = host.vault.keep('password', 'pa55word');
    expect('reveal' in host.vault).toBe(false);
    expect(vault.reveal(ref)).toBe('pa55word');
  });

  it('tells what was touched', async () => {
    touched.length = 0;
    await host.files.stat('/etc');
    await host.shell.run('getent', ['passwd', '0']);
    expect(touched).toEqual([
      { kind: 'read', what: '/etc' },
      { kind: 'run', what: expect.stringMatching(/\/getent passwd 0$/) as string },
    ]);
  });
});

describe('a look that hangs', () => {
  /** The looking children of this process. */
  const children = (): readonly string[] =>
    readdirSync('/proc').filter((pid) => {
      try {
        const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('looker-child');
      } catch {
        return false; // no process, or no longer one
      }
    });

  it('fails alone: its child is replaced and other looks go on', async () => {
    const own = await createLocalHost({ ...defaultOptions, lookTimeoutMs: 300 });
    try {
      await own.files.stat('/');
      const mine = children();
      expect(mine.length).toBeGreaterThan(0);
      // A stopped child answers as little as one that hangs in a dead mount. The other host's is stopped with it and goes on afterwards.
      for (const pid of mine) process.kill(Number(pid), 'SIGSTOP');
      const started = performance.now();
      const [first, second] = await Promise.allSettled([own.files.stat('/etc'), own.files.stat('/usr')]);
      for (const pid of mine) {
        try {
          process.kill(Number(pid), 'SIGCONT');
        } catch {
          // it was killed
        }
      }
      expect(first).toMatchObject({ status: 'rejected', reason: { gap: 'timeout', why: '/etc does not answer (dead mount?)' } });
      expect(second).toMatchObject({ status: 'fulfilled', value: { kind: 'directory' } });
      expect(performance.now() - started).toBeLessThan(5000);
    } finally {
      await own.close();
    }
  });

  it('alone still leaves a child that ends what was started, without a further question', async () => {
    const others = new Set(children());
    const own = await createLocalHost({ ...defaultOptions, lookTimeoutMs: 300 });
    try {
      await own.files.stat('/');
      const before = new Set(children());
      for (const pid of before) if (!others.has(pid)) process.kill(Number(pid), 'SIGSTOP');
      await expect(own.files.stat('/etc')).rejects.toMatchObject(gap('timeout'));
      await expect.poll(() => children().filter((pid) => !before.has(pid)).length, { timeout: 5000 }).toBe(1);
    } finally {
      await own.close();
    }
  });

  it('survives the loss of its child', async () => {
    const own = await createLocalHost(defaultOptions);
    try {
      const before = new Set(children());
      await own.files.stat('/');
      for (const pid of children()) process.kill(Number(pid), 'SIGKILL');
      expect(before.size).toBeGreaterThan(0);
      expect(await own.files.stat('/etc')).toMatchObject({ kind: 'directory' });
      expect(await host.files.stat('/etc')).toMatchObject({ kind: 'directory' });
    } finally {
      await own.close();
    }
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const look = host.files.stat('/etc', { signal: stop.signal });
    stop.abort();
    await expect(look).rejects.toMatchObject(gap('aborted'));
    await expect(host.files.stat('/etc', { signal: stop.signal })).rejects.toMatchObject(gap('aborted'));
  });

  it('ends with the host, and so do looks after it', async () => {
    const own = await createLocalHost(defaultOptions);
    await own.close();
    await expect(own.files.stat('/etc')).rejects.toMatchObject(gap('aborted'));
  });
});

describe('processes and accounts', () => {
  it('sees processes with their command lines', async () => {
    const child: ChildProcess = spawn('sleep', ['30'], { cwd: folder });
    try {
      const seen = (await host.shell.processes()).find(({ pid }) => pid === child.pid);
      expect(seen).toMatchObject({ ppid: process.pid, uid: process.getuid?.(), argv: ['sleep', '30'], cwd: folder, root: '/' });
      expect(seen?.exe).toMatch(/sleep|coreutils|busybox/);
    } finally {
      child.kill();
    }
  });

  it('knows accounts by name and by uid', async () => {
    const root = { uid: 0, gid: 0, name: 'root', home: '/root' };
    expect(await host.shell.account('root')).toMatchObject(root);
    expect(await host.shell.account(0)).toMatchObject(root);
    expect(await host.shell.account('no-such-account')).toBeNull();
    expect(await host.shell.account('$(reboot)')).toBeNull();
    expect(await host.shell.account(4_000_000_123)).toBeNull();
  });
});
