import { describe, expect, test } from 'vitest';
import lost from '../../../checks/two-factor/second-factor-lost.js';
import halfDone from '../../../checks/two-factor/second-factor-reset-half-done.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { account, admin, admins, named, report, user } from '../access/facts.js';

describe('second-factor-reset-half-done', () => {
  test.each([
    ['nobody has one', admins(), 'pass'],
    ['one is set', admins(admin({ secondFactor: 'set', module: 'totp' })), 'pass'],
    ['the trace, of somebody', admins(undefined, { zeroSecondFactor: 1 }), 'warn'],
    ['the trace, of the named one', admins(admin({ secondFactor: 'zero', secondFactorData: true }), { zeroSecondFactor: 1 }), 'warn'],
    ['the trace, of the named one who is disabled', admins(admin({ secondFactor: 'zero', disabled: true })), 'warn'],
    ['a secret is left, and no second factor', admins(admin({ secondFactorData: true })), 'pass'],
    ['columns that are not there', admins(admin({ secondFactor: null })), 'pass'],
    ['not seen', gap('timeout'), 'unknown'],
  ] as const)('%s', (_, given, is) => {
    expect(judgement(halfDone, { 'access.admin': given }).is).toBe(is);
  });

  test.each([
    ['still stored', true],
    ['none', false],
    ['not shown', null],
  ])('of the named administrator, whose secret is %s', (saw, secondFactorData) => {
    expect(judgement(halfDone, { 'access.admin': admins(admin({ secondFactor: 'zero', secondFactorData })) })).toMatchObject({
      evidence: [
        { label: 'Second factor', saw: '0', want: 'empty, or the name of a module', source: 'tbladmins.authmodule' },
        { label: 'Secret of the second factor', saw, source: 'tbladmins.authdata' },
      ],
    });
  });

  test.each([
    ['tblusers', 'tblusers.second_factor'],
    ['tblclients', 'tblclients.authmodule'],
  ] as const)('of a user in %s', (table, source) => {
    const given = { 'access.admin': admins(), 'access.user': user(account({ table, secondFactor: 'zero' })) };
    expect(judgement(halfDone, given)).toMatchObject({ evidence: [{ label: 'Second factor', saw: '0', source }] });
  });

  test('of nobody, where the API does not show it', () => {
    expect(judgement(halfDone, { 'access.admin': admins(undefined, { zeroSecondFactor: null }) })).toMatchObject({ is: 'skip' });
  });

  test('of the named user', () => {
    const found = judgement(halfDone, { 'access.admin': admins(), 'access.user': user(account({ secondFactor: 'zero' })) });
    expect(found).toMatchObject({ is: 'warn', subject: 'a@b.test', cause: 'second-factor-reset-half-done' });
  });
});

describe('second-factor-lost', () => {
  const boss = { 'operator.report': report({ admin: named('boss') }) };
  const ann = { 'operator.report': report({ user: { personal: 'email', value: 'a@b.test', class: '' } }) };

  test('runs only where it is asked for, and for somebody', () => {
    expect(lost.onlyWhenSelected).toBe(true);
    expect(judgement(lost, { 'operator.report': report() })).toMatchObject({ is: 'skip', reason: expect.stringContaining('--admin') });
  });

  test.each([
    ['set', admins(admin({ secondFactor: 'set', module: 'totp' })), 'warn'],
    ['none', admins(admin()), 'pass'],
    ['reset, half done', admins(admin({ secondFactor: 'zero' })), 'pass'],
    ['columns that are not there', admins(admin({ secondFactor: null })), 'skip'],
    ['nobody of this name', admins(null), 'skip'],
    ['not seen', gap('timeout'), 'unknown'],
  ] as const)('an administrator: %s', (_, given, is) => {
    expect(judgement(lost, { ...boss, 'access.admin': given }).is).toBe(is);
  });

  test('a user, and both', () => {
    const set = user(account({ secondFactor: 'set', module: 'duosecurity' }));
    expect(judgement(lost, { ...ann, 'access.user': set })).toMatchObject({ is: 'warn', subject: 'a@b.test' });
    expect(judgement(lost, { ...ann, 'access.user': user(null) }).is).toBe('skip');
    expect(judgement(lost, { ...ann, 'access.user': gap('unsupported') }).is).toBe('skip');
    const both = { 'operator.report': report({ admin: named('boss'), user: ann['operator.report'].user }) };
    expect(judgements(lost, { ...both, 'access.admin': admins(admin()), 'access.user': set }).map(({ is }) => is)).toEqual([
      'pass',
      'warn',
    ]);
  });
});
