import { expect, it } from 'vitest';
import { usedAdminFolder } from '../../src/logic/used-admin-folder.js';
import type { AdminFolder } from '../../src/model.js';

const site = 'https://x.com/billing/';
const admin = (differs: Partial<AdminFolder> = {}): AdminFolder => ({
  configured: 'backstage',
  written: 'name',
  folder: 'backstage',
  path: '/srv/billing/backstage',
  state: 'present',
  complete: true,
  others: ['oldadmin'],
  ...differs,
});

it.each<[string, string | null]>([
  ['https://x.com/billing/admin/', 'admin'],
  ['https://x.com/billing/admin', 'admin'],
  ['https://x.com/billing/admin/clients.php', 'admin'],
  ['https://x.com/billing/oldadmin/index.php', 'oldadmin'],
  ['https://x.com/billing/secret/login.php', 'secret'],
  ['https://x.com/billing/secret/login.php?redirect=1', 'secret'],
  ['https://y.com/billing/admin/', 'admin'],
  ['https://x.com/billing/backstage/', null],
  ['https://x.com/billing/backstage', null],
  ['https://x.com/billing/backstage/login.php', null],
  ['https://x.com/billing/secret/', null],
  ['https://x.com/billing/secret/a/login.php', null],
  ['https://x.com/billing/secret/xlogin.php', null],
  ['https://x.com/billing/login.php', null],
  ['https://x.com/billing/admin.php', null],
  ['https://x.com/billing/x.php/login.php', null],
  ['https://x.com/billing/.php.d/login.php', '.php.d'],
  ['https://x.com/billing//login.php', null],
  ['https://x.com/billing/', null],
  ['https://x.com/admin/', null],
  ['https://x.com/other/longer/login.php', null],
  ['ftp://x.com/billing/admin/', null],
  ['admin', null],
])('%s was opened: admin folder %s', (used, folder) => {
  expect(usedAdminFolder(used, site, admin())).toBe(folder);
});

it('a folder within folders is the configured one as a whole', () => {
  const deep = admin({ folder: 'staff/admin', written: 'path' });
  expect(usedAdminFolder('https://x.com/billing/staff/admin/login.php', site, deep)).toBeNull();
  expect(usedAdminFolder('https://x.com/billing/staff/login.php', site, deep)).toBe('staff');
  expect(usedAdminFolder('https://x.com/billing/staff/administrators/login.php', site, admin({ folder: 'staff/a' }))).toBeNull();
  expect(usedAdminFolder('https://x.com/billing/admin/staff/admin/', site, deep)).toBe('admin');
});

it('nothing is told by a site that is none', () => {
  expect(usedAdminFolder('https://x.com/billing/admin/', 'x.com', admin())).toBeNull();
});
