/** Faults of who may sign in and see what. */
import type { Lab } from '../lab.js';
import { accounts } from '../seed.js';
import { cloudflare, site, visitors } from '../names.js';
import { allowCalls, credential } from './api-access.js';
import type { Fault } from './fault.js';

/** A fault of rows, made and undone by statements. */
function rowFault(cause: string, wrong: string, right: string, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    ...more,
    inject: async (lab) => {
      await lab.sql(wrong);
    },
    heal: async (lab) => {
      await lab.sql(right);
    },
  };
}

const never = '2037-12-31 23:59:59';
const ban = (address: string, expires = never) =>
  `INSERT INTO tblbannedips (ip, reason, expires) VALUES ('${address}', '3 Invalid Login Attempts', '${expires}')`;
const unban = (address: string) => `DELETE FROM tblbannedips WHERE ip = '${address}'`;

const boss = ['--admin', accounts.admin.username] as const;
const helper = ['--admin', 'helper'] as const;
const signInIntegration = ['--permission', 'Configure Sign-In Integration'] as const;
const loginDetails = ['login-details-errors'] as const;
const accessDenied = ['access-denied-errors'] as const;

const bans: readonly Fault[] = [
  rowFault('visitor-banned', ban(visitors.first), unban(visitors.first), {
    args: ['--visitor-ip', visitors.first],
    problems: loginDetails,
  }),
  rowFault('visitor-banned', ban('203.0.*.*'), unban('203.0.*.*'), { how: 'by asterisks', args: ['--visitor-ip', visitors.first] }),
  rowFault('shared-address-banned', ban('127.0.0.1'), unban('127.0.0.1'), { how: 'this machine itself', status: 1 }),
  {
    cause: 'shared-address-banned',
    how: 'Cloudflare, while everything else is right again',
    setup: { front: 'cloudflare', restore: 'web-server' },
    status: 1,
    inject: async (lab) => {
      await lab.sql(ban(cloudflare.egress[0]));
    },
    heal: async (lab) => {
      await lab.sql(unban(cloudflare.egress[0]));
    },
  },
];

const accountFaults: readonly Fault[] = [
  { cause: 'admin-unknown', args: ['--admin', 'bos'], healedArgs: boss, problems: loginDetails, inject: nothing, heal: nothing },
  rowFault(
    'admin-disabled',
    `UPDATE tbladmins SET disabled = 1 WHERE username = 'helper'`,
    `UPDATE tbladmins SET disabled = 0 WHERE username = 'helper'`,
    { args: helper, problems: loginDetails },
  ),
  {
    cause: 'user-unknown',
    args: ['--user', 'nobody@b.test'],
    healedArgs: ['--user', accounts.user.username],
    problems: loginDetails,
    inject: nothing,
    heal: nothing,
  },
  ...(['named', 'not named'] as const).map((how): Fault => ({
    cause: 'admin-password-reset-half-done',
    how,
    ...(how === 'named' ? { args: boss } : { status: 1 as const }),
    problems: loginDetails,
    inject: async (lab) => {
      await lab.sql(`UPDATE tbladmins SET password = MD5('new') WHERE username = 'boss'`);
    },
    heal: async (lab) => {
      await lab.sql(`UPDATE tbladmins SET password = MD5('new'), passwordhash = '' WHERE username = 'boss'`);
      await signsIn(lab, 'new');
    },
  })),
  rowFault(
    'user-password-unusable',
    `UPDATE tblusers SET password = 'temppassword' WHERE id = 1`,
    `UPDATE tblusers SET password = '$2y$04$8lSrzbuuXIPNtio7TWDkSO3fRqPZCHWlwn7PXPU03U2D4UtQdz04e' WHERE id = 1`,
    { args: ['--user', accounts.user.username], problems: loginDetails },
  ),
  rowFault(
    'owner-without-password',
    `UPDATE tblusers SET password = '' WHERE id = 1`,
    `UPDATE tblusers SET password = '$2y$04$8lSrzbuuXIPNtio7TWDkSO3fRqPZCHWlwn7PXPU03U2D4UtQdz04e' WHERE id = 1`,
    { args: ['--user', accounts.user.username], problems: accessDenied },
  ),
  // The statement that the documentation prints, on a server whose sql_mode is empty.
  rowFault(
    'second-factor-reset-half-done',
    `UPDATE tbladmins SET authmodule = 'totp', authdata = 'x' WHERE id = 1; SET SESSION sql_mode = '';
     UPDATE tbladmins SET authmodule = '' AND authdata = '' WHERE id = 1`,
    `UPDATE tbladmins SET authmodule = '', authdata = '' WHERE authmodule = '0'`,
    { status: 1 },
  ),
  rowFault(
    'second-factor-lost',
    `UPDATE tbladmins SET authmodule = 'totp', authdata = 'x' WHERE id = 1`,
    `UPDATE tbladmins SET authmodule = '', authdata = '' WHERE username = 'boss'`,
    { args: [...boss, '--only', 'second-factor-lost'], status: 1 },
  ),
];

const roles: readonly Fault[] = [
  rowFault(
    'role-without-landing-page',
    'DELETE FROM tbladminperms WHERE roleid = 2 AND permid = 38',
    'INSERT INTO tbladminperms VALUES (2, 38)',
    {
      status: 1,
      problems: accessDenied,
    },
  ),
  rowFault(
    'role-lacks-permission',
    'DELETE FROM tbladminperms WHERE roleid = 2 AND permid = 42',
    'INSERT INTO tbladminperms VALUES (2, 42)',
    {
      args: [...helper, '--permission', 'List Support Tickets'],
      status: 1,
      problems: accessDenied,
    },
  ),
  rowFault(
    'sign-in-integration-permission-missing',
    'DELETE FROM tbladminperms WHERE roleid = 1 AND permid = 143',
    'INSERT INTO tbladminperms VALUES (1, 143)',
    { args: boss, status: 1, problems: ['unable-to-access-sign-in-integrations'] },
  ),
];

/** Faults of rows, as the API says it of the calling administrator. */
function apiFault(cause: string, wrong: string, right: string, more: Partial<Fault> = {}): Fault {
  const { inject, ...rest } = rowFault(cause, wrong, right, { how: 'by the API', env: credential, ...more });
  return {
    ...rest,
    inject: async (lab) => {
      await allowCalls(lab);
      await inject(lab);
    },
  };
}

const noCalls = { 'the API refuses every call with this credential': 'what only the API could tell' } as const;

const api: readonly Fault[] = [
  { cause: 'api-address-refused', env: credential, unseen: noCalls, inject: nothing, heal: (lab) => allowCalls(lab) },
  apiFault(
    'api-credentials-refused',
    `UPDATE tbldeviceauth SET identifier = 'deleted'`,
    `UPDATE tbldeviceauth SET identifier = 'labidentifier'`,
    { unseen: noCalls },
  ),
  apiFault(
    'api-permission-missing',
    `UPDATE tblapi_roles SET permissions = '{"gethealthstatus":1}'`,
    `UPDATE tblapi_roles SET permissions = '{"gethealthstatus":1,"getadmindetails":1}'`,
    { how: 'no API role allows the call', problems: accessDenied },
  ),
  apiFault(
    'api-permission-missing',
    'DELETE FROM tbladminperms WHERE roleid = 1 AND permid = 81',
    'INSERT INTO tbladminperms VALUES (1, 81)',
    { how: 'no API Access', unseen: noCalls },
  ),
  apiFault(
    'role-without-landing-page',
    'DELETE FROM tbladminperms WHERE roleid = 1 AND permid IN (1, 38)',
    'INSERT INTO tbladminperms VALUES (1, 1)',
    { args: boss },
  ),
  apiFault(
    'role-lacks-permission',
    'DELETE FROM tbladminperms WHERE roleid = 1 AND permid = 132',
    'INSERT INTO tbladminperms VALUES (1, 132)',
    {
      args: [...boss, '--permission', 'System Health Status'],
    },
  ),
  apiFault(
    'sign-in-integration-permission-missing',
    'DELETE FROM tbladminperms WHERE roleid = 1 AND permid = 143',
    'INSERT INTO tbladminperms VALUES (1, 143)',
    { args: signInIntegration, problems: ['unable-to-access-sign-in-integrations'] },
  ),
];

async function nothing(): Promise<void> {
  await Promise.resolve();
}

async function signsIn(lab: Lab, password: string): Promise<void> {
  const account = { username: 'boss', password };
  const signedIn = await lab.visitor(visitors.second).signIn(`${site.url}admin/login.php`, account, `${site.url}admin/index.php`);
  if (!signedIn) throw new Error('the administrator cannot log in after the reset');
}

export const accessFaults: readonly Fault[] = [...bans, ...accountFaults, ...roles, ...api];
