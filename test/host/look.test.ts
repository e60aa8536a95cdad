import { describe, expect, it } from 'vitest';
import { accountIn, withGroups } from '../../src/host/accounts.js';
import { splitView } from '../../src/host/look/paths.js';
import { parseCommandLine, parseStatus } from '../../src/host/look/processes.js';
import { mountOf } from '../../src/host/look/space.js';
import { mountHere } from '../../src/host/looker.js';

const mounts = `21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
22 21 0:20 / /proc rw,nosuid - proc proc rw
30 21 0:30 / /var/lib/php ro,relatime shared:1 master:2 - tmpfs tmpfs rw
31 21 0:31 / /mnt/with\\040space rw - nfs4 server:/x ro,vers=4
32 21 0:32 / /srv rw - ext4 /dev/a rw
33 32 0:33 / /srv rw - xfs /dev/b rw
broken line`;

describe('mountOf', () => {
  it.each([
    ['/etc', '/', 'ext4', false],
    ['/var/lib/php/sessions', '/var/lib/php', 'tmpfs', true],
    ['/var/lib/php-other', '/', 'ext4', false],
    ['/mnt/with space/x', '/mnt/with space', 'nfs4', true],
    ['/srv/www', '/srv', 'xfs', false],
  ])('%s', (path, mountPoint, fileSystem, readOnly) => {
    expect(mountOf(path, mounts)).toEqual({ mountPoint, fileSystem, readOnly });
  });

  it('knows no mount where there is no table', () => {
    expect(mountOf('/etc', '')).toBeNull();
  });
});

describe('the mount that is looked at aside', () => {
  it.each([
    ['/proc/stat', '/proc'],
    ['/proc/self/root/proc/stat', '/proc/self/root/proc'],
    ['/', null],
    ['/proc/self/root/', null],
    ['/proc/999999999/root/srv', null],
  ])('%s: %s', (path, mountPoint) => {
    expect(mountHere(path)).toBe(mountPoint);
  });
});

describe('processes', () => {
  it('takes the effective ids', () => {
    expect(parseStatus('Name:\tx\nPPid:\t7\nUid:\t1000\t33\t33\t33\nGid:\t1000\t34\t34\t34\n')).toEqual({ ppid: 7, uid: 33, gid: 34 });
  });

  it.each([
    ['php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)\0\0\0\0', ['php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)']],
    ['/usr/bin/php\0-q\0\0cron.php\0', ['/usr/bin/php', '-q', '', 'cron.php']],
    ['', []],
  ])('reads the command line %j', (text, argv) => {
    expect(parseCommandLine(text)).toEqual(argv);
  });
});

describe('accounts', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/bash\nbroken\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n1000:x:1000:1000::\n+::::::';
  it('are found by name or uid', () => {
    expect(accountIn(passwd, 'www-data')).toEqual({ uid: 33, gid: 33, groups: [33], name: 'www-data', home: '/var/www' });
    expect(accountIn(passwd, 0)).toMatchObject({ name: 'root' });
    expect(accountIn(passwd, 1000)).toMatchObject({ name: '1000', home: null });
    expect(accountIn(passwd, '33')).toBeNull();
    expect(accountIn('', 0)).toBeNull();
  });

  it('get the groups that list them', () => {
    const account = accountIn(passwd, 'www-data');
    if (!account) throw new Error('www-data is in the table');
    expect(withGroups(account, 'ssl-cert:x:112:a,www-data\nother:x:9:xwww-data\nwww-data:x:33:\nbroken').groups).toEqual([33, 112]);
  });
});

describe('splitView', () => {
  it.each([
    ['/tmp/x', '', '/tmp/x'],
    ['/proc/12/root/tmp/x', '/proc/12/root', '/tmp/x'],
    ['/proc/12/root', '/proc/12/root', '/'],
    ['/proc/12/rooted', '', '/proc/12/rooted'],
    ['/proc/12/status', '', '/proc/12/status'],
  ])('%s', (path, root, below) => {
    expect(splitView(path)).toEqual({ root, below });
  });
});
