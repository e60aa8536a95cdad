import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveTarget, targetOf, targetsOf } from '../../src/cli/targets.js';

let folder = '';
const file = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'targets-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('what a target stands for', () => {
  it('a folder, also one that is not there: what is missing is said where it is looked for', async () => {
    expect(await targetOf(folder)).toEqual({ kind: 'install', text: folder });
    expect(await targetOf('/nowhere/at/all')).toEqual({ kind: 'install', text: '/nowhere/at/all' });
  });

  it('a file: a bundle', async () => {
    const path = file('a.tgz', 'x');
    expect(await targetOf(path)).toEqual({ kind: 'bundle', text: path });
    await expect(liveTarget(path, 'plan')).rejects.toMatchObject({ code: 64, message: expect.stringContaining('plan looks at') as string });
  });

  it('an address, without name, password, query and token', async () => {
    expect(await targetOf('HTTPS://me:secret@billing.example.com/members/?token=1#x')).toEqual({
      kind: 'url',
      text: 'HTTPS://billing.example.com/members/',
    });
  });

  it.each([
    'https://billing24.example.com/',
    'https://192.168.100.200:8443/members/',
    'https://[2001:db8:0:1::1234]/',
    'http://shop-1.shops.test',
  ])('%s: a long name of a host with a digit in it is no token', async (text) => {
    expect(await targetOf(text)).toEqual({ kind: 'url', text });
  });

  it.each([
    ['ssh://host/var/www', { user: null, host: 'host', port: null }, '/var/www'],
    ['ssh://root@192.0.2.1:2222/srv/a%20b/', { user: 'root', host: '192.0.2.1', port: 2222 }, '/srv/a b/'],
    ['SSH://web$@[2001:db8::1]/w', { user: 'web$', host: '2001:db8::1', port: null }, '/w'],
    ['ssh://jump_alias/w', { user: null, host: 'jump_alias', port: null }, '/w'],
  ])('%s', async (text, destination, path) => {
    expect(await targetOf(text)).toEqual({ kind: 'ssh', text, destination, folder: path });
  });

  it.each([
    ['ssh://-oProxyCommand=x/w', 'no name of a host'],
    ['ssh://-oProxyCommand=x@host/w', 'no name of a user'],
    ['ssh://ro ot@host/w', 'no name of a user'],
    ['ssh://root:hunter2@host/w', 'a password never belongs in an address'],
    ['ssh://host:0/w', 'no port'],
    ['ssh://host:65536/w', 'no port'],
    ['ssh://host:22x/w', 'no port'],
    ['ssh://host', 'names no folder'],
    ['ssh://host/', 'names no folder'],
    ['ssh://host/%00', 'names no folder'],
    ['ssh://host/%zz', 'names no folder'],
    ['ssh:///w', 'no name of a host'],
    ['ssh://ho;st/w', 'no name of a host'],
    ['ftp://host/w', 'is no target'],
    ['https://', 'not an address'],
  ])('refuses %s', async (text, why) => {
    const refused = await targetOf(text).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: 64, message: expect.stringContaining(why) as string });
    expect(String(refused)).not.toContain('hunter2');
  });
});

describe('several targets', () => {
  it('come from the command line and a list, each once', async () => {
    const list = file('list', '\uFEFF# ours\n/a\r\n\n  https://b.example/  \n/a\n');
    expect(await targetsOf(['/c', '/a'], list)).toEqual(['/c', '/a', 'https://b.example/']);
    expect(await targetsOf([], undefined)).toEqual(['.']);
  });

  it.each([
    ['none', '# nothing\n\n', 'names no target'],
    ['binary', Buffer.from([1, 0, 2]), 'is not a text'],
    ['huge', 'x'.repeat(1024 * 1024 + 1), 'larger than 1 MiB'],
    ['many', Array.from({ length: 10_001 }, (_, n) => `/t${n}`).join('\n'), 'are more than 10000'],
  ])('a list that is %s is refused', async (name, text, why) => {
    await expect(targetsOf([], file(name, text))).rejects.toThrow(why);
  });

  it('a list that is not there is refused', async () => {
    await expect(targetsOf([], join(folder, 'absent'))).rejects.toMatchObject({ code: 64 });
    await expect(targetsOf([], folder)).rejects.toMatchObject({ code: 64 });
  });
});
