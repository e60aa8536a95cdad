import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import type { Host } from '../../src/model.js';
import selinux from '../../src/probes/host-selinux.js';
import extensions from '../../src/probes/install-extensions.js';
import locks from '../../src/probes/requests-locks.js';
import { fakeFiles, fakeHost, look, unseen, type FakeFile } from '../support/fake-host.js';

type Files = Readonly<Record<string, string | FakeFile>>;
const hostOf = (files: Files, more: Parameters<typeof fakeHost>[0] = {}): Host => fakeHost({ files: fakeFiles(files), ...more });
const alice = { uid: 1000, gid: 1000, groups: [1000], name: 'alice' };

describe.concurrent('requests.locks', () => {
  const waiting = '1: FLOCK  ADVISORY  WRITE 40 fd:00:7 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 41 fd:00:7 0 EOF\n';
  const to = (link: string): FakeFile => ({ stat: { kind: 'link', link } });
  const seen = async (files: Files, me = { uid: 0, gid: 0, groups: [0], name: 'root' }) =>
    (await locks.observe(look(hostOf(files, { me })), () => {})).value;

  it('looks once where nobody waits', async () => {
    const began = performance.now();
    expect(await seen({ '/proc/locks': '1: FLOCK  ADVISORY  WRITE 40 fd:00:7 0 EOF\n' })).toEqual({ waits: [], watchedSeconds: 0 });
    expect(performance.now() - began).toBeLessThan(1000);
  });
  it('names folder and holder, and never the session', { timeout: 10_000 }, async () => {
    const value = await seen({
      '/proc/locks': waiting,
      '/proc/41/fd/0': to('/dev/null'),
      '/proc/41/fd/9': to('/var/lib/php/sessions/sess_abc123'),
    });
    expect(value).toEqual({ waits: [{ folder: '/var/lib/php/sessions', holderPid: 40, waiting: 1 }], watchedSeconds: 6 });
  });
  it.each([
    [[40, 42, 42], 0, 3],
    [[40, 40, 42], 0, 6],
    [[40, 40, 40], 1, 6],
  ])('holders %j: who changes is part of ordinary queueing', { timeout: 10_000 }, async (holders, waits, watchedSeconds) => {
    let looks = 0;
    const value = await seen({
      get '/proc/locks'() {
        const holder = holders[looks] ?? 0;
        looks += 1;
        return waiting.replace('WRITE 40 ', `WRITE ${holder} `);
      },
      '/proc/41/fd/9': to('/var/lib/php/sessions/sess_abc123'),
    });
    expect([value.waits.length, value.watchedSeconds]).toEqual([waits, watchedSeconds]);
  });
  it('passes over locks of other files', { timeout: 10_000 }, async () => {
    expect(await seen({ '/proc/locks': waiting, '/proc/41/fd/9': to('/var/cache/x.lock') })).toMatchObject({ waits: [] });
  });
  it('a user who may not see what they wait for', { timeout: 10_000 }, async () => {
    const closed = { '/proc/locks': waiting, '/proc/41/fd/9': { fails: new LookFailed('denied', 'closed') } };
    await expect(seen(closed, alice)).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
  });
  it('something else than locks', async () => {
    await expect(seen({ '/proc/locks': 'hello' })).rejects.toMatchObject({ gap: 'malformed' });
    await expect(seen({})).rejects.toMatchObject({ gap: 'absent' });
  });
});

describe('install.extensions', () => {
  const hour = 3_600_000;
  const released = 1_780_000_000_000;
  const at = (text: string, mtimeMs: number): FakeFile => ({ text, stat: { mtimeMs } });
  const root = {
    path: '/srv/b',
    realPath: '/srv/b',
    owner: { uid: 33, gid: 33, name: 'www-data' },
    markers: [],
    filesVersion: null,
  };
  const base: Files = { '/srv/b/init.php': at('', released), '/srv/b/modules/gateways/paypal.php': at('', released + 60_000) };
  const seen = async (files: Files) =>
    (
      await extensions.observe(
        look(hostOf({ ...base, ...files }), { 'install.root': root }, { 'install.configuration': unseen() }),
        () => {},
      )
    ).value;

  it('finds what is newer than the release, newest first', async () => {
    const value = await seen({
      '/srv/b/modules/addons/x/x.php': at('<?php', released + 50 * hour),
      '/srv/b/modules/servers/cpanel/cpanel.php': at('<?php', released),
      '/srv/b/includes/hooks/mine.php': at('<?php $a = 1;', released + 90 * hour),
      '/srv/b/templates/custom/header.tpl': at('', released + 20 * hour),
      '/srv/b/templates/orderforms/mine/header.tpl': at('', released + 2 * hour),
    });
    expect(value.changed.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'hook includes/hooks/mine.php',
      'module modules/addons/x',
      'theme templates/custom',
      'order form templates/orderforms/mine',
    ]);
    expect(value).toMatchObject({ read: 1, encoded: 0, complete: true, scripts: [] });
  });
  it('reads what runs with every request, and nothing that is switched off', async () => {
    const value = await seen({
      '/srv/b/includes/hooks/a.php': at('\ufeff<?php $a = 1;', 0),
      '/srv/b/includes/hooks/_off.php': at('text', 0),
      '/srv/b/includes/hooks/index.php': at('text', 0),
      '/srv/b/includes/hooks/notes.txt': at('text', 0),
      '/srv/b/modules/addons/x/hooks.php': at('<?php session_destroy();', 0),
      '/srv/b/modules/addons/y/hooks.php': at("<?php //0046a\nif(!extension_loaded('ionCube Loader'));?>\nHR+c", 0),
      '/srv/b/lang/overrides/english.php': at('<?php $_LANG["a"] = "b"; ?>\n\n', 0),
    });
    expect(value.scripts.map(({ path, outputBefore, outputAfter }) => [path, outputBefore, outputAfter])).toEqual([
      ['includes/hooks/a.php', 'bom', false],
      ['lang/overrides/english.php', null, true],
      ['modules/addons/x/hooks.php', null, false],
    ]);
    expect(value).toMatchObject({ read: 3, encoded: 1 });
  });
  it('an install without any is a value; what stays closed is remembered', async () => {
    expect(await seen({})).toEqual({ changed: [], scripts: [], read: 0, encoded: 0, complete: true });
    expect(await seen({ '/srv/b/includes/hooks/a.php': { fails: new LookFailed('denied', 'closed') } })).toMatchObject({ complete: false });
  });
});

describe('host.selinux', () => {
  const now = 1_790_000_000_000;
  const avc = (comm: string, type: string, seconds: number) =>
    `type=AVC msg=audit(${seconds}.000:1): avc:  denied  { write } for  pid=1 comm="${comm}" name="sess_a" dev="x" ino=1 scontext=a:b:${type}:s0 tcontext=a:b:var_t:s0 tclass=file permissive=0\n`;
  const seen = async (files: Files, me = { uid: 0, gid: 0, groups: [0], name: 'root' }) =>
    (await selinux.observe(look(hostOf(files, { me, now: () => now })), () => {})).value;
  const enforcing = { '/sys/fs/selinux/enforce': '1' };

  it('is off where there is none', async () => expect(await seen({})).toMatchObject({ mode: 'off', denials: [], unread: null }));
  it('sums equal denials of the web server up, newest first', async () => {
    const log = avc('php-fpm', 'httpd_t', 1_789_999_000) + avc('php-fpm', 'httpd_t', 1_789_999_940) + avc('sshd', 'sshd_t', 1_789_999_990);
    const value = await seen({
      ...enforcing,
      '/sys/fs/selinux/booleans/httpd_can_network_connect': '0 1',
      '/var/log/audit/audit.log': log,
    });
    expect(value).toMatchObject({ mode: 'enforcing', booleans: { httpd_can_network_connect: false }, unread: null });
    expect(value.denials).toEqual([expect.objectContaining({ command: 'php-fpm', count: 2, lastAgeSeconds: 60, name: 'sess_…' })]);
  });
  it('says what it could not read', async () => {
    expect(await seen(enforcing)).toMatchObject({ unread: expect.stringContaining('audit.log'), unreadBeyond: true });
    const closed = { ...enforcing, '/var/log/audit/audit.log': { fails: new LookFailed('denied', 'closed') } };
    expect(await seen(closed, alice)).toMatchObject({ unread: 'closed', unreadBeyond: true });
    expect(await seen(closed)).toMatchObject({ unreadBeyond: false });
    await expect(seen({ '/sys/fs/selinux/enforce': 'x' })).rejects.toMatchObject({ gap: 'malformed' });
  });
});
