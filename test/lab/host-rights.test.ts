/** Looking and running with another user's rights: needs root and a second user, which every Debian has in www-data. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalFiles } from '../../src/host/files.js';
import { createLocalHost } from '../../src/host/local.js';
import { Lookers } from '../../src/host/looker.js';
import type { As, Host } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { buildChildren } from '../support/setup.js';

let folder: string;
let host: Host;
let www: As;
let removeChildren: () => Promise<void>;
const nobody: As = { uid: 65_534, gid: 65_534 };

beforeAll(async () => {
  removeChildren = await buildChildren();
  host = await createLocalHost(defaultOptions);
  const account = await host.shell.account('www-data');
  if (host.me.uid !== 0 || !account) throw new Error('this test needs root and the user www-data');
  www = { uid: account.uid, gid: account.gid };
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'whmcs-doctor-rights-')));
  chmodSync(folder, 0o755);
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  await removeChildren();
});

const file = (name: string, mode: number, owner: As): string => {
  const path = join(folder, name);
  writeFileSync(path, name);
  chownSync(path, owner.uid, owner.gid);
  chmodSync(path, mode);
  return path;
};

describe('looking as another user', () => {
  it('has his rights and no more', async () => {
    const mine = file('of-root', 0o600, { uid: 0, gid: 0 });
    const his = file('of-www', 0o600, www);
    const ours = file('of-group', 0o640, { uid: 0, gid: www.gid });
    const read = (path: string, as?: As): ReturnType<Host['files']['read']> =>
      host.files.read(path, { maxBytes: 10, ...(as ? { as } : {}) });
    await expect(read(mine)).resolves.toMatchObject({ truncated: false });
    await expect(read(his, www)).resolves.toMatchObject({ stat: { uid: www.uid, mode: 0o600 } });
    await expect(read(ours, www)).resolves.toMatchObject({ truncated: false });
    await expect(read(mine, www)).rejects.toMatchObject({ gap: 'denied' });
    await expect(read(his, nobody)).rejects.toMatchObject({ gap: 'denied' });
    await expect(read('/proc/1/environ', www)).rejects.toMatchObject({ gap: 'denied' });
  });

  it('has no group of ours', async () => {
    const { bytes } = await host.files.read('/proc/self/status', { maxBytes: 65_536, within: '/proc', as: www });
    const status = Buffer.from(bytes).toString();
    expect(status).toMatch(new RegExp(`^Uid:\\s+${www.uid}\\s+${www.uid}\\s+${www.uid}\\s+${www.uid}$`, 'm'));
    expect(status).toMatch(new RegExp(`^Groups:\\s+${www.gid}\\s*$`, 'm'));
    expect(status).toMatch(/^CapEff:\s+0+$/m);
  });

  it('tells a folder that may not be listed from an empty one', async () => {
    const sessions = join(folder, 'sessions');
    mkdirSync(sessions);
    chmodSync(sessions, 0o1733);
    writeFileSync(join(sessions, 'sess_a'), '');
    const scan = (as?: As): ReturnType<Host['files']['scanSessions']> =>
      host.files.scanSessions(sessions, { depth: 0, exact: false, staleSeconds: 60, budgetMs: 5000, ...(as ? { as } : {}) });
    expect(await scan()).toMatchObject({ counted: 1, zeroLength: 1 });
    await expect(scan(www)).rejects.toMatchObject({ gap: 'denied' });
    await expect(host.files.list(sessions, { max: 5, as: www })).rejects.toMatchObject({ gap: 'denied' });
  });

  it('is refused to anyone but root, as beyond his vantage', async () => {
    const lookers = new Lookers();
    const me = { ...www, groups: [www.gid], name: 'www-data' };
    const files = new LocalFiles({ lookers, me, timeoutMs: 5000, onTouch: () => {} });
    await expect(files.stat('/', { as: nobody })).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
    await expect(files.stat('/', { as: www })).resolves.toMatchObject({ kind: 'directory' });
    lookers.close();
  });
});

describe('running as another user', () => {
  const id = 'echo posix_geteuid(), " ", implode(",", posix_getgroups());';

  it('runs PHP with his rights, and root’s own PHP with root’s', async () => {
    const php = '/usr/bin/php';
    expect(await host.shell.run('php', ['-r', id], { path: php, as: www })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^${www.uid} `) as string,
    });
    expect(await host.shell.run('php', ['-r', id], { path: php })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0 /) as string,
    });
  });

  it('never runs as root what another user could have put there', async () => {
    const home = join(folder, 'home');
    mkdirSync(home);
    chownSync(home, www.uid, www.gid);
    const path = join(home, 'php');
    writeFileSync(path, '#!/bin/sh\nid -u\n');
    chmodSync(path, 0o755);
    const link = join(folder, 'php-link');
    symlinkSync(path, link);
    for (const php of [path, link]) {
      await expect(host.shell.run('php', ['-v'], { path: php })).rejects.toMatchObject({ gap: 'denied' });
      await expect(host.shell.run('php', ['-v'], { path: php, as: { uid: 0, gid: 0 } })).rejects.toMatchObject({ gap: 'denied' });
      expect(await host.shell.run('php', ['-v'], { path: php, as: www })).toMatchObject({ stdout: `${www.uid}\n` });
    }
  });

  it('takes PHP by an absolute path only, and other programs by none', async () => {
    await expect(host.shell.run('php', ['-v'])).rejects.toMatchObject({ gap: 'malformed' });
    await expect(host.shell.run('php', ['-v'], { path: 'php' })).rejects.toMatchObject({ gap: 'malformed' });
    await expect(host.shell.run('php', ['-v'], { path: '/usr/bin/no-php' })).rejects.toMatchObject({ gap: 'absent' });
    await expect(host.shell.run('getent', ['passwd', '0'], { path: '/tmp/getent' })).rejects.toMatchObject({ gap: 'denied' });
  });
});
