import { describe, expect, test } from 'vitest';
import disabled from '../../../checks/access/admin-disabled.js';
import halfDone from '../../../checks/access/admin-password-reset-half-done.js';
import unknownAdmin from '../../../checks/access/admin-unknown.js';
import owner from '../../../checks/access/owner-without-password.js';
import unusable from '../../../checks/access/user-password-unusable.js';
import unknownUser from '../../../checks/access/user-unknown.js';
import type { NamedUser } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { account, admin, admins, named, report, user } from './facts.js';

const boss = report({ admin: named('boss') });
const ann = report({ user: { personal: 'email', value: 'a@b.test', class: '' } });

describe.each([
  ['admin-unknown', unknownAdmin, '--admin'],
  ['admin-disabled', disabled, '--admin'],
  ['user-unknown', unknownUser, '--user'],
  ['user-password-unusable', unusable, '--user'],
  ['owner-without-password', owner, '--user'],
] as const)('%s', (_, check, option) => {
  test('needs a name', () => {
    expect(judgement(check, { 'operator.report': report() })).toMatchObject({ is: 'skip', reason: expect.stringContaining(option) });
  });

  test('is not healthy where nobody could look', () => {
    const who = option === '--admin' ? boss : ann;
    const failing = (code: 'timeout' | 'unsupported') => ({ 'operator.report': who, 'access.admin': gap(code), 'access.user': gap(code) });
    expect(judgement(check, failing('timeout')).is).toBe('unknown');
    expect(judgement(check, failing('unsupported')).is).toBe('skip');
  });
});

test.each([
  ['there is one', admins(admin()), 'pass', 'pass'],
  ['there is none', admins(null), 'fail', 'skip'],
  ['disabled', admins(admin({ disabled: true })), 'pass', 'fail'],
  ['not looked up', admins(), 'skip', 'skip'],
] as const)('the named administrator: %s', (_, given, exists, enabled) => {
  expect(judgement(unknownAdmin, { 'operator.report': boss, 'access.admin': given }).is).toBe(exists);
  expect(judgement(disabled, { 'operator.report': boss, 'access.admin': given }).is).toBe(enabled);
});

describe('admin-password-reset-half-done', () => {
  test('says it of the others, too, where somebody is named', () => {
    const given = admins(admin(), { halfReset: 1 });
    expect(judgements(halfDone, { 'access.admin': given })).toMatchObject([
      { is: 'pass' },
      { is: 'warn', subject: '1 of 2 administrators' },
    ]);
  });

  test.each([
    ['there is no such administrator', null, 'skip'],
    ['his was not seen', admin({ password: null, passwordHash: null }), 'skip'],
    ['no password fits his', admin({ password: 'other', passwordHash: 'empty' }), 'fail'],
    ['his is fine', admin(), 'pass'],
  ] as const)('says it of the others, too: %s', (_, found, is) => {
    expect(judgements(halfDone, { 'access.admin': admins(found, { halfReset: 1 }) })).toMatchObject([
      { is },
      { is: 'warn', subject: '1 of 2 administrators' },
    ]);
  });

  test('says it of the others beside the named one, and of him alone where there are none', () => {
    const named = admin({ password: 'md5', passwordHash: 'hash' });
    const said = (halfReset: number) => judgements(halfDone, { 'access.admin': admins(named, { enabled: 5, halfReset }) });
    expect(said(3)).toMatchObject([{ is: 'fail' }, { is: 'warn', subject: '2 of 5 administrators' }]);
    expect(said(1)).toHaveLength(1);
  });

  const half = { password: 'md5', passwordHash: 'hash' } as const;
  const old = { halfReset: 1, firstLogin: '2011-01-01 00:00:00' } as const;
  test.each([
    ['nobody named, nobody concerned', admins(), 'pass'],
    ['nobody named, one of two', admins(undefined, { halfReset: 1 }), 'warn'],
    ['nobody named, the only one of a young install', admins(undefined, { enabled: 1, halfReset: 1 }), 'warn'],
    ['nobody named, an install of 2011', admins(undefined, old), 'pass'],
    ['nobody named, all of them', admins(undefined, { halfReset: 2 }), 'pass'],
    ['the named one', admins(admin(half), { halfReset: 1 }), 'fail'],
    ['the named one of an install of 2011', admins(admin(half), old), 'warn'],
    ['another one than the named', admins(admin(), { halfReset: 1 }), 'pass'],
    ['reset as documented', admins(admin({ password: 'md5', passwordHash: 'empty' })), 'pass'],
    ['an account of before hashes', admins(admin({ password: 'md5', passwordHash: null })), 'pass'],
    ['plain text', admins(admin({ password: 'other', passwordHash: 'empty' })), 'fail'],
    ['a hash that a shell cut', admins(admin({ passwordHash: 'other' })), 'fail'],
    ['no such administrator', admins(null), 'skip'],
    ['the API does not show it', admins(admin({ password: null, passwordHash: null }), { halfReset: null }), 'skip'],
    ['the API does not show it of anybody', admins(undefined, { halfReset: null }), 'skip'],
    ['not seen', gap('timeout'), 'unknown'],
  ] as const)('%s', (_, given, is) => {
    const found = judgement(halfDone, { 'access.admin': given });
    expect(found.is).toBe(is);
    if (is === 'warn') expect(found).toMatchObject({ confidence: 'possible', cause: 'admin-password-reset-half-done' });
  });
});

test('the API does not show the named user’s password', () => {
  const facts = { 'operator.report': ann, 'access.user': user(account({ password: null, owns: 1 })) };
  expect(judgement(owner, facts)).toMatchObject({ is: 'skip', reason: expect.stringContaining('the API does not show') });
  expect(judgement(unusable, facts).is).toBe('skip');
});

test('user-unknown', () => {
  const judge = (given: NamedUser) => judgement(unknownUser, { 'operator.report': ann, 'access.user': given });
  expect(judge(user(account()))).toMatchObject({ is: 'pass', subject: 'a@b.test' });
  expect(judge(user(null))).toMatchObject({ is: 'fail', cause: 'user-unknown', confidence: 'likely', subject: 'a@b.test' });
});

describe('the password of the named user', () => {
  test.each([
    ['a hash', account(), 'pass', 'pass'],
    ['a salted one of before 6.3', account({ password: 'salted' }), 'pass', 'pass'],
    ['MD5', account({ password: 'md5' }), 'pass', 'pass'],
    ['plain text', account({ password: 'other' }), 'fail', 'pass'],
    ['none, an owner', account({ password: 'empty' }), 'skip', 'fail'],
    ['none, an invited user', account({ password: 'empty', owns: 0 }), 'warn', 'pass'],
    ['none, ownership not known', account({ password: 'empty', owns: null }), 'warn', 'fail'],
    ['none, a client of WHMCS 7', account({ password: 'empty', owns: null, table: 'tblclients' }), 'warn', 'skip'],
  ] as const)('%s', (_, found, fits, owned) => {
    expect(judgement(unusable, { 'operator.report': ann, 'access.user': user(found) }).is).toBe(fits);
    expect(judgement(owner, { 'operator.report': ann, 'access.user': user(found) }).is).toBe(owned);
  });

  test('nobody of this address', () => {
    for (const check of [unusable, owner]) expect(judgement(check, { 'operator.report': ann, 'access.user': user(null) }).is).toBe('skip');
  });

  test('is only possibly the case where the page lists permissions', () => {
    const facts = { 'access.user': user(account({ password: 'empty' })) };
    expect(judgement(owner, { ...facts, 'operator.report': ann })).toMatchObject({ confidence: 'likely' });
    expect(judgement(owner, { ...facts, 'operator.report': { ...ann, permissions: ['120'] } })).toMatchObject({ confidence: 'possible' });
  });
});
