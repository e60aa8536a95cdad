import { describe, expect, it } from 'vitest';
import { deniedConnections, deniedSessions } from '../../src/logic/selinux.js';
import type { Selinux, SelinuxDenial } from '../../src/model.js';

const denial = (differs: Partial<SelinuxDenial> = {}): SelinuxDenial => ({
  command: 'php-fpm',
  sourceType: 'httpd_t',
  targetType: 'var_lib_t',
  objectClass: 'file',
  permission: 'write',
  name: null,
  port: null,
  count: 1,
  lastAgeSeconds: 60,
  ...differs,
});
const selinux = (...denials: readonly SelinuxDenial[]): Selinux => ({
  mode: 'enforcing',
  booleans: {},
  denials,
  unread: null,
  unreadBeyond: false,
});

describe('denials that concern sessions', () => {
  it.each<[string, Partial<SelinuxDenial>, string, boolean]>([
    ['a session’s file', { name: 'sess_…' }, '/var/lib/php/sessions', true],
    ['a session’s file in another folder', { name: 'sess_…' }, '/tmp', true],
    ['the folder', { objectClass: 'dir', name: 'sessions' }, '/var/lib/php/sessions', true],
    ['the folder, with a closing slash', { objectClass: 'dir', name: 'sessions' }, '/var/lib/php/sessions/', true],
    ['not a file with the folder’s name', { name: 'sessions' }, '/var/lib/php/sessions', false],
    ['not a folder above', { objectClass: 'dir', name: 'php' }, '/var/lib/php/sessions', false],
    ['not a folder without a name', { objectClass: 'dir' }, '/var/lib/php/sessions', false],
    ['not a nameless folder where none is known', { objectClass: 'dir', name: '' }, '/', false],
    ['not another file', { name: 'configuration.php' }, '/var/lib/php/sessions', false],
  ])('%s', (_, differs, folder, is) => {
    const one = denial(differs);
    expect(deniedSessions(selinux(one), folder)).toEqual(is ? [one] : []);
  });
});

describe('denied connections to servers outside', () => {
  it.each([25, 80, 443, 465, 587, 2525])('at port %i', (port) => {
    const one = denial({ permission: 'name_connect', objectClass: 'tcp_socket', port });
    expect(deniedConnections(selinux(one, denial()))).toEqual([one]);
  });

  it.each([24, 26, 81, 444, 466, 588, 2526, 3306, 6379, 11211, 9000, null])('not at port %s', (port) => {
    expect(deniedConnections(selinux(denial({ permission: 'name_connect', port })))).toEqual([]);
  });

  it.each([
    ['name_connect open', true],
    ['getattr name_connect', true],
    ['name_bind', false],
    ['rename_connect', false],
    ['name_connected', false],
  ])('by the permission "%s": %s', (permission, is) => {
    expect(deniedConnections(selinux(denial({ permission, port: 443 })))).toHaveLength(is ? 1 : 0);
  });
});
