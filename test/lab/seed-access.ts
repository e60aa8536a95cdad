/** Roles, further accounts and bans of a busy, healthy install: none of them is a finding. */
import { permissions } from '../../src/knowledge/permissions.js';
import { runSql } from './database.js';

/** What a visitor of the lab may do without harm: support staff, and an account that only calls the API. */
const support = [3, 38, 42, 43, 105];
const onlyApi = [81];

/** What the README names as the least that the API role needs, and the call of the command login. */
export const apiActions: readonly string[] = [
  'GetActivityLog',
  'GetAdminDetails',
  'GetAdminUsers',
  'GetAutomationLog',
  'GetConfigurationValue',
  'GetEmails',
  'GetEmailTemplates',
  'GetHealthStatus',
  'GetStaffOnline',
  'GetUsers',
  'ValidateLogin',
  'WhmcsDetails',
];

/** As tblapi_roles keeps the actions of a role. */
export function apiRole(actions: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(actions.map((action) => [action.toLowerCase(), 1])));
}

export async function seedAccess(passwordHash: string): Promise<void> {
  const numbers = [...permissions.keys()];
  const held = [numbers, support, onlyApi].flatMap((list, index) => list.map((number) => `(${index + 1}, ${number})`));
  // The real names are in WHMCS's own language files.
  const names = JSON.stringify(Object.fromEntries([...permissions.values()].map(({ number, label, api }) => [number, [label, api]])));
  await runSql('REPLACE INTO tblconfiguration (setting, value) VALUES (?, ?)', ['LabPermissions', names]);
  await runSql(`INSERT INTO tbladminroles (id, name) VALUES (2, 'Support Operator'), (3, 'Remote API');
    INSERT INTO tbladminperms (roleid, permid) VALUES ${held.join(', ')};
    INSERT INTO tbladmins (id, username, email, roleid, disabled, passwordhash) VALUES
      (2, 'helper', 'helper@b.test', 2, 0, '${passwordHash}'),
      (3, 'former', 'former@b.test', 2, 1, '${passwordHash}'),
      (4, 'robot', 'robot@b.test', 3, 0, '${passwordHash}');
    INSERT INTO tblusers (id, first_name, email) VALUES (2, 'Invited', 'new-owner@b.test');
    INSERT INTO tblclients (id, email, status) VALUES (2, 'new-owner@b.test', 'Active');
    INSERT INTO tblusers_clients (auth_user_id, client_id, owner) VALUES (2, 2, 1);
    INSERT INTO tblbannedips (ip, reason, expires) VALUES
      ('203.0.113.9', '3 Invalid Login Attempts', '2024-02-29 08:15:00'),
      ('127.0.0.1', '3 Invalid Login Attempts', '2019-07-01 10:00:00'),
      ('198.18.7.*', 'Spam', '2037-01-01 00:00:00');
    INSERT INTO tblapi_roles (id, role, permissions) VALUES (1, 'Monitoring', '${apiRole(apiActions)}');
    UPDATE tbldeviceauth SET user_id = 1, role_ids = '1'`);
}
