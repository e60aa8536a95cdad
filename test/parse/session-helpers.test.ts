import { describe, expect, it } from 'vitest';
import { parseCronCleaners } from '../../src/parse/cron-cleaner.js';
import { parseDatabaseHost } from '../../src/parse/database-host.js';
import { parseGetfacl } from '../../src/parse/getfacl.js';
import { mountSource } from '../../src/parse/mountinfo.js';
import { parseQuota } from '../../src/parse/quota.js';
import { numberIn, parseInfo, parseStats } from '../../src/parse/store-stats.js';
import { parseTmpfiles } from '../../src/parse/tmpfiles.js';

describe('parseCronCleaners', () => {
  it.each([
    ['*/30 * * * * root find /srv/sess -name "sess_*" -type f -mmin +60 -delete', ['/srv/sess'], 3600, null],
    ["17 3 * * * /usr/bin/find /srv/sess/ -maxdepth 1 -name 'sess_*' -cmin +24 -exec rm {} \\;", ['/srv/sess'], 1440, 1],
    ['@daily root find /srv/sess -type f -mtime +1 -print0 | xargs -0 rm -f', ['/srv/sess'], 172_800, null],
    ['0 * * * * root cd /tmp && find -L /srv/a /srv/b -iname "sess*" -mtime +1 -delete', ['/srv/a', '/srv/b'], 172_800, null],
    ['@daily root cd /srv/sess && find . -name "sess_*" -mtime +1 -delete', ['/srv/sess'], 172_800, null],
    ['@daily root cd /srv/sess/; find -type f -mmin +90 -delete', ['/srv/sess'], 5400, null],
    ['@daily root cd /srv && find ./sess -mmin +90 -delete', ['/srv/sess'], 5400, null],
    ['@daily root rm -f /srv/sess/sess_*', ['/srv/sess'], 0, 1],
    ['@daily root cd /srv/sess && rm -f sess_*', ['/srv/sess'], 0, 1],
    ['@daily root cd /srv && cd sess && rm -f sess_*', ['/srv/sess'], 0, 1],
    ['@daily root cd /srv/cache && rm -f ../sess/sess_*', ['/srv/sess'], 0, 1],
    ['@daily root find /srv/sess -type f -name "sess_*" -exec rm -f {} +', ['/srv/sess'], 0, null],
    ['@daily root find /srv/sess -name "sess_*" -newer /tmp/x -delete', ['/srv/sess'], null, null],
    ['@daily root cd /srv; cd cache && find . -mmin +60 -delete', ['/srv/cache'], 3600, null],
    ['0 * * * * root /usr/sbin/tmpwatch -m 12 /srv/sess', ['/srv/sess'], 43_200, null],
    ['/usr/sbin/tmpreaper --mtime 2d /srv/sess', ['/srv/sess'], 172_800, null],
  ])('%s', (line, folders, afterSeconds, maxDepth) => {
    const found = parseCronCleaners(`# comment\n${line}\n`);
    expect(found).toMatchObject([{ line: 2, folders, afterSeconds, maxDepth }]);
  });

  it.each([
    '# find /srv/sess -name "sess_*" -delete',
    'find /srv/sess -name "*.log" -delete',
    'find /srv/sess -name "sess_*" -mmin +60',
    'find . -name "sess_*" -delete',
    'cd /srv && find $SESSIONS -name "sess_*" -delete',
    'rm -f sess_*',
    'cd /srv/sess; cd "$X" && rm -f sess_*',
    'cd /srv/sess; cd - && rm -f sess_*',
    'rm -rf /srv/cache/*',
    '09,39 * * * * root [ -x /usr/lib/php/sessionclean ] && /usr/lib/php/sessionclean',
    '',
  ])('%s cleans nothing', (line) => expect(parseCronCleaners(line)).toEqual([]));

  it('joins continued lines', () => {
    expect(parseCronCleaners('find /srv/sess -name "sess_*" \\\n  -cmin +24 -delete')).toMatchObject([{ line: 2, afterSeconds: 1440 }]);
  });
});

describe('parseTmpfiles', () => {
  it.each([
    ['q /tmp 1777 root root 10d', '/tmp', 864_000],
    ['d /srv/sess/ 0700 www-data www-data 1h30m', '/srv/sess', 5400],
    ['e! /srv/sess - - - 3600', '/srv/sess', 3600],
    ['d /srv/sess 0700 root root ~mM:2w -', '/srv/sess', 1_209_600],
  ])('%s', (line, path, ageSeconds) => {
    expect(parseTmpfiles(`# x\n${line}`)).toEqual([{ line: 2, path, ageSeconds }]);
  });
  it.each(['D /tmp 1777 root root -', 'f /tmp/x 0600 root root 10d', 'd /tmp', '#q /tmp 1777 root root 10d'])(
    '%s has no age that cleans',
    (line) => {
      expect(parseTmpfiles(line)).toEqual([]);
    },
  );
});

describe('parseGetfacl', () => {
  it('reads extended lists and leaves out plain ones', () => {
    const text = [
      '# file: /srv/a\\040b',
      '# owner: 0',
      '# group: 0',
      'user::rwx',
      'user:33:rwx\t#effective:r-x',
      'group::r-x',
      'mask::r-x',
      'other::r-x',
      'default:user::rwx',
      'default:mask::rwx',
      '',
      '# file: /srv',
      'user::rwx',
      'group::r-x',
      'other::r-x',
    ].join('\n');
    const lists = parseGetfacl(text);
    expect([...lists.keys()]).toEqual(['/srv/a b']);
    expect(lists.get('/srv/a b')).toEqual([
      { tag: 'user', id: null, bits: 7 },
      { tag: 'user', id: 33, bits: 7 },
      { tag: 'group', id: null, bits: 5 },
      { tag: 'mask', id: null, bits: 5 },
      { tag: 'other', id: null, bits: 5 },
    ]);
  });
  it('reads nothing from nonsense', () => expect(parseGetfacl('getfacl: x: Operation not supported\n\u0000')).toEqual(new Map()));
});

describe('parseQuota', () => {
  it('subtracts the hard limit', () => {
    const text = `Disk quotas for user alice (uid 1000):
     Filesystem   blocks   quota   limit   grace   files   quota   limit   grace
      /dev/vda1    1000*    900    1000       6      12       0       0       0
      /dev/vdb1     100       0       0       0      90     100     100       0
`;
    expect(parseQuota(text)).toEqual([
      { device: '/dev/vda1', bytesLeft: 0, filesLeft: null },
      { device: '/dev/vdb1', bytesLeft: null, filesLeft: 10 },
    ]);
  });
  it('reads none', () => expect(parseQuota('Disk quotas for user alice (uid 1000): none\n')).toEqual([]));
});

describe('mountSource', () => {
  const text = [
    '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
    '30 22 0:40 / /srv/a\\040b rw - tmpfs tmpfs rw',
    '31 22 254:9 / / rw - xfs /dev/vdb1 rw',
  ].join('\n');
  it.each([
    ['/', '/dev/vdb1'],
    ['/srv/a b', 'tmpfs'],
    ['/none', null],
  ])('%s', (point, source) => expect(mountSource(text, point)).toBe(source));
});

describe('store statistics', () => {
  it('reads INFO', () => {
    const info = parseInfo('$60\r\n# Memory\r\nused_memory:1024\r\nmaxmemory_policy:noeviction\r\n\r\n');
    expect([numberIn(info, 'used_memory'), info.get('maxmemory_policy'), numberIn(info, 'maxmemory')]).toEqual([1024, 'noeviction', null]);
  });
  it('reads stats', () => {
    const stats = parseStats('STAT bytes 7\r\nSTAT version 1.6\r\nEND\r\n');
    expect([numberIn(stats, 'bytes'), stats.get('version')]).toEqual([7, '1.6']);
  });
});

describe('parseDatabaseHost', () => {
  it.each([
    ['localhost', '', { host: 'localhost', port: 3306, viaSocket: true, socket: null }],
    // The driver takes the socket for localhost whatever the port is.
    ['localhost', '3307', { host: 'localhost', port: 3307, viaSocket: true, socket: null }],
    ['localhost:3307', '', { host: 'localhost', port: 3307, viaSocket: false, socket: null }],
    ['127.0.0.1', '', { host: '127.0.0.1', port: 3306, viaSocket: false, socket: null }],
    ['db.example.com:3310', '3306', { host: 'db.example.com', port: 3310, viaSocket: false, socket: null }],
    ['localhost:/tmp/mysql5.sock', '', { host: 'localhost', port: 3306, viaSocket: true, socket: '/tmp/mysql5.sock' }],
    [':/tmp/mysql5.sock', '', { host: 'localhost', port: 3306, viaSocket: true, socket: '/tmp/mysql5.sock' }],
    ['/tmp/mysql5.sock', '', { host: 'localhost', port: 3306, viaSocket: true, socket: '/tmp/mysql5.sock' }],
    ['2001:db8::1', '', { host: '2001:db8::1', port: 3306, viaSocket: false, socket: null }],
    ['[2001:db8::1]:3307', '', { host: '2001:db8::1', port: 3307, viaSocket: false, socket: null }],
    ['db', 'x', { host: 'db', port: 3306, viaSocket: false, socket: null }],
  ])('%s port "%s"', (host, port, expected) => expect(parseDatabaseHost(host, port)).toEqual(expected));
});
