import { describe, expect, test } from 'vitest';
import { assertReadOnly } from '../../src/host/database/statement.js';
import admin from '../../src/probes/access-admin.js';
import bans from '../../src/probes/access-bans.js';
import roles from '../../src/probes/access-roles.js';
import user from '../../src/probes/access-user.js';
import type { DatabaseSchema, OperatorReport, Row, RunOptions, Scalar } from '../../src/model.js';
import { fakeHost, look, seen } from '../support/fake-host.js';

type Answers = Readonly<Record<string, readonly Row[]>>;

/** A database that answers by the first key that stands in the statement, and the statements it was sent. */
function database(answers: Answers) {
  const sent: { readonly sql: string; readonly values: readonly Scalar[] }[] = [];
  const host = fakeHost({
    database: {
      select: async (_name: string, sql: string, values: readonly Scalar[] = []) => {
        assertReadOnly(sql);
        sent.push({ sql, values });
        return Object.entries(answers).find(([key]) => sql.includes(key))?.[1] ?? [];
      },
    },
  });
  return { host, sent };
}

const person = (personal: 'name' | 'email', value: string) => ({ personal, value, class: '' }) as const;
const nobody: OperatorReport = { usedUrl: null, visitorIp: null, admin: null, user: null, permissions: [] };
const none = (): void => undefined;

describe('access.bans', () => {
  const schema: DatabaseSchema = { tables: { tblbannedips: ['id', 'ip', 'reason', 'expires'] } };
  function observe(rows: readonly Row[], options: Partial<RunOptions> = {}, tables = schema) {
    const { host, sent } = database({ 'COUNT(*)': [{ total: 9 }], pattern: rows });
    return { found: bans.observe(look<'database.schema'>(host, { 'database.schema': tables }, {}, options), none), sent };
  }

  test('classes addresses and knows the visitor’s', async () => {
    const rows = [
      { pattern: '203.0.*.*', expires: '2037-01-01 00:00:00', reason: 'failed-logins' },
      { pattern: '162.158.1.1', expires: null, reason: 'other' },
      { pattern: '2001:db8::9', expires: '2037-01-01 00:00:00', reason: 'none' },
      { pattern: 'bad.example', expires: null, reason: 'none' },
    ];
    const { value } = await observe(rows, { visitorIp: '203.0.113.9' }).found;
    expect(value).toMatchObject({ total: 9, unread: 1, complete: true });
    expect(value.bans.map((ban) => [ban.form, ban.pattern.class, ban.visitor])).toEqual([
      ['wildcard', 'public', true],
      ['address', 'cloudflare', false],
      ['address', 'public', false],
    ]);
  });

  test('leaves out what is over by any clock, by a bound of its own and never by the database’s', async () => {
    const { found, sent } = observe([]);
    await found;
    // 1 790 000 000 s is 2026-09-21 14:13:20
    expect(sent[1]?.values).toEqual(['2026-09-20 12:13:20']);
    expect(sent.map(({ sql }) => sql).join()).not.toMatch(/NOW\(|CURRENT_|SYSDATE/i);
  });

  test('reads an old table without times, and none where there is no table', async () => {
    const { found, sent } = observe([{ pattern: '10.0.0.1', expires: null, reason: 'none' }], {}, { tables: { tblbannedips: ['ip'] } });
    expect((await found).value.bans[0]).toMatchObject({ expires: null, pattern: { class: 'private' } });
    expect(sent[1]?.sql).not.toContain('WHERE');
    await expect(observe([], {}, { tables: {} }).found).rejects.toMatchObject({ gap: 'unsupported' });
  });

  test('says so where not all were read', async () => {
    const rows = Array.from({ length: 5001 }, () => ({ pattern: '10.0.0.1', expires: null, reason: 'none' }));
    const { value } = await observe(rows).found;
    expect(value.complete).toBe(false);
    expect(value.bans).toHaveLength(5000);
  });

  test('looks through the newest of a table that nobody clears, and says that there are more', async () => {
    const { host, sent } = database({ 'COUNT(*)': [{ total: 60_000 }], pattern: [] });
    const { value } = await bans.observe(look<'database.schema'>(host, { 'database.schema': schema }), none);
    expect(value).toMatchObject({ total: 60_000, complete: false });
    expect(sent[1]?.sql).toMatch(/FROM tblbannedips ORDER BY id DESC LIMIT \d+\) AS newest WHERE/);
  });
});

describe('access.roles', () => {
  const schema: DatabaseSchema = {
    tables: { tbladminroles: ['id', 'name'], tbladminperms: ['roleid', 'permid'], tbladmins: ['roleid', 'disabled'] },
  };
  const observe = (answers: Answers) => {
    const { host, sent } = database(answers);
    return { found: roles.observe(look<'database.schema'>(host, { 'database.schema': schema }), none), sent };
  };

  test('puts roles, numbers and enabled administrators together', async () => {
    const { found, sent } = observe({
      'FROM tbladminroles': [
        { id: 1, name: 'Full' },
        { id: 2, name: 'Sup\u001bport' },
      ],
      'FROM tbladminperms': [
        { roleid: 1, permid: 38 },
        { roleid: 1, permid: 1 },
        { roleid: 9, permid: 1 },
      ],
      'FROM tbladmins': [{ roleid: 1, admins: 2 }],
    });
    expect((await found).value.roles).toEqual([
      { id: 1, name: 'Full', permissions: [1, 38], enabledAdmins: 2 },
      { id: 2, name: 'Sup port', permissions: [], enabledAdmins: 0 },
    ]);
    expect(sent.at(-1)?.sql).toContain('WHERE disabled = 0');
  });

  test('is no fact where the database answers nonsense', async () => {
    await expect(observe({}).found).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe({ tbladminroles: [{ id: 'x', name: 'y' }] }).found).rejects.toMatchObject({ gap: 'malformed' });
  });
});

const adminColumns = 'id username email roleid disabled loginattempts password passwordhash authmodule authdata'.split(' ');

describe('access.admin', () => {
  const counts = { enabled: 3, half: 0, zero: 1 };
  const account: Row = {
    id: 1,
    roleid: 2,
    disabled: 0,
    loginattempts: 4,
    password_shape: 'md5',
    hash_shape: 'hash',
    factor: 'set',
    module: 'totp',
    factor_data: 1,
    by_name: 0,
  };
  function observe(rows: readonly Row[], who: string | null = 'boss@b.test', columns: readonly string[] = adminColumns) {
    const schema: DatabaseSchema = { tables: { tbladmins: columns, tbladminlog: ['id', 'logintime'] } };
    const report = seen({ ...nobody, admin: who === null ? null : person('name', who) });
    const { host, sent } = database({ 'AS enabled': [counts], tbladminlog: [{ first_login: '2019-01-02 03:04:05' }], by_name: rows });
    return {
      found: admin.observe(
        look<'database.schema', 'operator.report'>(host, { 'database.schema': schema }, { 'operator.report': report }),
        none,
      ),
      sent,
    };
  }

  test('says the shapes of what is stored and never asks for it', async () => {
    const { found, sent } = observe([account], ' boss@b.test ');
    expect((await found).value).toEqual({
      named: {
        who: person('name', ' boss@b.test '),
        found: {
          id: 1,
          matchedBy: 'email',
          roleId: 2,
          disabled: false,
          loginAttempts: 4,
          password: 'md5',
          passwordHash: 'hash',
          secondFactor: 'set',
          module: 'totp',
          secondFactorData: true,
        },
      },
      enabled: 3,
      halfReset: 0,
      zeroSecondFactor: 1,
      firstLogin: '2019-01-02 03:04:05',
    });
    expect(sent.at(-1)?.values).toEqual(['boss@b.test', 'boss@b.test', 'boss@b.test']);
    for (const { sql } of sent) expect(sql).not.toMatch(/(?:SELECT|,)\s*(?:password|passwordhash|authdata)\s*(?:,|AS\b|FROM\b)/);
  });

  test('nobody named, nobody found', async () => {
    expect((await observe([account], null).found).value.named).toBeNull();
    expect((await observe([]).found).value.named).toMatchObject({ found: null });
  });

  test('an old table with fewer columns', async () => {
    const bare: Row = { ...account, hash_shape: null, factor: null, module: null, loginattempts: null, factor_data: 0, by_name: 1 };
    const { found, sent } = observe([bare], 'boss', ['id', 'username', 'password']);
    expect((await found).value.named?.found).toMatchObject({
      matchedBy: 'username',
      passwordHash: null,
      secondFactor: null,
      loginAttempts: null,
    });
    expect(sent.map(({ sql }) => sql).join()).not.toMatch(/passwordhash|authmodule|disabled =|email/);
  });

  test('is no fact where the database answers nonsense', async () => {
    await expect(observe([{ ...account, password_shape: '<<<' }]).found).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe([{ ...account, id: 'x' }]).found).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe([], null, ['id']).found).rejects.toMatchObject({ gap: 'unsupported' });
  });
});

describe('access.user', () => {
  const users = 'id email password second_factor reset_token reset_token_expiry email_verified_at'.split(' ');
  const now: DatabaseSchema = {
    tables: { tblusers: users, tblusers_clients: ['auth_user_id', 'client_id', 'owner'], tblclients: ['id', 'email', 'password'] },
  };
  const before: DatabaseSchema = {
    tables: {
      tblclients: ['id', 'email', 'password', 'authmodule', 'pwresetkey', 'pwresetexpiry', 'email_verified'],
      tblcontacts: ['id', 'email', 'password', 'subaccount', 'pwresetkey', 'pwresetexpiry'],
    },
  };
  const row: Row = { id: 5, password_shape: 'empty', factor: 'none', module: '', pending: 1, expires: '2026-11-22 12:00:00', verified: 0 };
  function observe(schema: DatabaseSchema, answers: Answers, who: string | null = 'a@b.test') {
    const { host, sent } = database(answers);
    const report = { ...nobody, user: who === null ? null : person('email', who) };
    return {
      found: user.observe(
        look<'database.schema' | 'operator.report'>(host, { 'database.schema': schema, 'operator.report': report }),
        none,
      ),
      sent,
    };
  }

  test('of WHMCS 8 with the clients that he owns', async () => {
    const { found } = observe(now, { 'FROM tblusers_clients': [{ clients: '2' }], 'FROM tblusers': [row] });
    expect((await found).value).toEqual({
      who: person('email', 'a@b.test'),
      searched: ['tblusers'],
      found: {
        table: 'tblusers',
        id: 5,
        password: 'empty',
        owns: 2,
        secondFactor: 'none',
        module: null,
        resetPending: true,
        resetExpires: '2026-11-22 12:00:00',
        emailVerified: false,
      },
    });
  });

  test('of WHMCS 7: a client, else a contact with a log-in', async () => {
    const { found, sent } = observe(before, { 'FROM tblcontacts': [{ ...row, expires: '1790000000', factor: null, verified: null }] });
    expect((await found).value).toMatchObject({
      searched: ['tblclients', 'tblcontacts'],
      found: { table: 'tblcontacts', owns: null, secondFactor: null, resetExpires: 1_790_000_000, emailVerified: null },
    });
    expect(sent.at(-1)?.sql).toContain('subaccount = 1');
  });

  test('nobody of this address, nobody named, no table', async () => {
    expect((await observe(now, {}).found).value.found).toBeNull();
    await expect(observe(now, {}, null).found).rejects.toMatchObject({ gap: 'disabled', why: expect.stringContaining('--user') });
    await expect(observe({ tables: {} }, {}).found).rejects.toMatchObject({ gap: 'unsupported' });
  });

  test('a reset that never was', async () => {
    const { found } = observe(now, {
      'FROM tblusers_clients': [{ clients: 0 }],
      'FROM tblusers': [{ ...row, pending: 0, expires: '0000-00-00 00:00:00' }],
    });
    expect((await found).value.found).toMatchObject({ resetPending: false, resetExpires: null, owns: 0 });
  });
});
