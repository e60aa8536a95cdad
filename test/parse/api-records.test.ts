import { describe, expect, test } from 'vitest';
import {
  activityEntries,
  adminUsers,
  automationTimes,
  emailTemplates,
  staffOnline,
  usersFound,
  versionTold,
} from '../../src/parse/api-records.js';

describe('the activity log', () => {
  const entry = {
    id: '7',
    date: '2026-01-02 03:04:05',
    description: 'Logged in',
    ipaddress: '192.0.2.1',
    userId: '0',
    adminId: 3,
    username: 'a',
  };

  test('numbers as texts, and the account by its first name that is set', () => {
    expect(activityEntries({ activity: { entry: [entry] } })).toEqual([
      {
        id: 7,
        at: '2026-01-02 03:04:05',
        text: 'Logged in',
        address: '192.0.2.1',
        accounts: [
          ['adminId', '3'],
          ['username', 'a'],
        ],
      },
    ]);
  });

  test('a list of one is an object; no list is none', () => {
    expect(activityEntries({ activity: { entry } })).toHaveLength(1);
    for (const fields of [{}, { activity: 'none' }, { activity: { entry: 'x' } }, { activity: null }])
      expect(activityEntries(fields)).toBeNull();
  });

  test('what is no time, number or text is left out', () => {
    const odd = { id: {}, date: '31/12/2026 at noon', description: [1], ipaddress: { a: 1 }, adminId: null };
    expect(activityEntries({ activity: { entry: [odd, 'x', 1, null] } })).toEqual([
      { id: null, at: null, text: '', address: '', accounts: [] },
    ]);
  });
});

test('staff: nobody online is no gap, and no list is one', () => {
  expect(staffOnline({ totalresults: 0, staffonline: '' })).toEqual([]);
  expect(staffOnline({ totalresults: 2 })).toBeNull();
  expect(
    staffOnline({ staffonline: { staff: [{ adminusername: 'boss', ipaddress: '192.0.2.1', logintime: '0000-00-00 00:00:00' }] } }),
  ).toEqual([{ name: 'boss', loginAt: null, address: '192.0.2.1' }]);
});

test('times of the automation', () => {
  expect(automationTimes({ currentDatetime: '2026-01-02T03:04:05', lastDailyCronInvocationTime: 'never' })).toEqual({
    now: '2026-01-02 03:04:05',
    lastDaily: null,
  });
});

test('templates: a subject that is missing is not an empty one', () => {
  expect(
    emailTemplates({
      emailtemplates: {
        emailtemplate: [
          { name: 'A', subject: ' ', custom: '0' },
          { name: 'B', custom: 1 },
        ],
      },
    }),
  ).toEqual([
    { name: 'A', subject: '', custom: false },
    { name: 'B', subject: null, custom: true },
  ]);
  expect(emailTemplates({ totalresults: 3 })).toBeNull();
});

describe('administrators', () => {
  test('"false" is false, and what is not told is null', () => {
    const list = [
      { id: '1', username: 'boss', isDisabled: 'false', twoFactorAuthModule: '' },
      { id: 2, username: 'helper' },
      { id: 'x', username: 'nobody' },
      { id: 3 },
    ];
    expect(adminUsers({ count: '4', admin_users: list })).toEqual({
      count: 4,
      admins: [
        { id: 1, username: 'boss', email: '', roleId: null, disabled: false, loginAttempts: null, secondFactor: '' },
        { id: 2, username: 'helper', email: '', roleId: null, disabled: null, loginAttempts: null, secondFactor: null },
      ],
    });
    expect(adminUsers({ admin_users: 'x' })).toBeNull();
  });
});

test('users: how many clients they own is told only where every one says so', () => {
  const users = [
    {
      id: 1,
      email: 'a@b.test',
      clients: [
        { id: 1, isOwner: 1 },
        { id: 2, isOwner: false },
      ],
    },
    { id: 2, email: 'c@b.test', clients: [{ id: 1 }] },
  ];
  expect(usersFound({ totalresults: '2', users })?.users.map(({ owns }) => owns)).toEqual([1, null]);
  expect(usersFound({ totalresults: 0 })).toEqual({ users: [], total: 0 });
  expect(usersFound({})).toBeNull();
});

test('the version', () => {
  expect(versionTold({ whmcs: { version: '8.11.2' } })).toBe('8.11.2');
  for (const whmcs of [undefined, '8', { version: 8 }, { version: ' ' }]) expect(versionTold({ whmcs })).toBeNull();
});
