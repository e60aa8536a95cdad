import { expect, it } from 'vitest';
import { poolGid } from '../../src/host/accounts.js';

const passwd = 'root:x:0:0::/root:/bin/sh\nacme:x:2001:2050::/home/acme:/bin/sh\n';
const group = 'root:x:0:\nwww-data:x:33:\nacme:x:2050:\n';

it.each([
  ['acme', 'www-data', 33],
  ['acme', '44', 44],
  ['acme', null, 2050],
  ['2001', null, 2050],
  ['nobody', null, null],
  ['acme', 'no-such-group', null],
  [null, null, null],
])('a pool of user %s and group %s runs in %s', (user, named, gid) => {
  expect(poolGid({ user, group: named }, { passwd, group })).toBe(gid);
});
it('knows no group where the files were not seen', () => {
  expect(poolGid({ user: 'acme', group: null }, { passwd: null, group: null })).toBeNull();
  expect(poolGid({ user: 'acme', group: '7' }, { passwd: null, group: null })).toBe(7);
});
