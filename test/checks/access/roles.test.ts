import { describe, expect, test } from 'vitest';
import landing from '../../../checks/access/role-without-landing-page.js';
import lacks from '../../../checks/access/role-lacks-permission.js';
import signIn from '../../../checks/access/sign-in-integration-permission-missing.js';
import type { AdminRole, AdminRoles } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { admin, admins, details, every, named, report, role, without } from './facts.js';

const boss = named('boss');
const noApi = gap('disabled', 'the API was not asked');
const roles = (...list: readonly AdminRole[]): AdminRoles => ({ roles: list });
const base: Recorded = { 'operator.report': report(), 'access.admin': admins(), 'access.roles': roles(role(every)), 'api.admin': noApi };

describe('role-without-landing-page', () => {
  const judge = (facts: Recorded) => judgement(landing, { ...base, ...facts });

  test.each([
    ['every permission', role(every), 'pass'],
    ['the support center alone', role([38, 42]), 'pass'],
    ['the homepage alone', role([1]), 'pass'],
    ['neither', role(without(1, 38)), 'warn'],
    ['neither, and nobody uses the role', role(without(1, 38), { enabledAdmins: 0 }), 'pass'],
    ['an account that only calls the API', role([81, 4, 9]), 'pass'],
    ['none at all', role([], { id: 2 }), 'warn'],
  ] as const)('%s', (_, given, is) => {
    const found = judge({ 'access.roles': roles(role(every, { id: 7 }), given) });
    expect(found.is).toBe(is);
    if (is === 'warn') expect(found).toMatchObject({ confidence: 'possible', cause: 'role-without-landing-page' });
  });

  test('the API’s own account, where its administrator wants to log in', () => {
    const facts = { 'operator.report': report({ admin: boss }), 'access.admin': admins(admin()), 'access.roles': roles(role([81])) };
    expect(judge(facts).is).toBe('warn');
  });

  test('by the API it is proved for the calling administrator', () => {
    const facts = { 'operator.report': report({ admin: boss }), 'access.admin': admins(admin()) };
    expect(judge({ ...facts, 'api.admin': details([81]) })).toMatchObject({ is: 'fail', confidence: 'proved', subject: 'boss' });
    expect(judge({ ...facts, 'api.admin': details([81], 9) }).is).toBe('pass');
    expect(judge({ 'api.admin': details([81]) }).is).toBe('pass');
    expect(judge({ 'api.admin': details(without(1, 38)) })).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(judge({ 'api.admin': details(every) }).is).toBe('pass');
  });

  test('names each role, and none where permissions are kept elsewhere', () => {
    const list = roles(role([4], { id: 2, name: 'A' }), role([5], { id: 3, name: 'B' }));
    expect(judgements(landing, { ...base, 'access.roles': list }).map(({ subject }) => subject)).toEqual(['A', 'B']);
    expect(judge({ 'access.roles': roles(role([])) }).is).toBe('skip');
    expect(judge({ 'access.roles': gap('timeout') }).is).toBe('unknown');
    expect(judge({ 'access.roles': gap('unsupported') }).is).toBe('skip');
  });
});

describe('role-lacks-permission', () => {
  const judge = (permissions: readonly string[], facts: Recorded = {}, who: typeof boss | null = boss) =>
    judgement(lacks, { ...base, 'access.admin': admins(admin()), ...facts, 'operator.report': report({ permissions, admin: who }) });

  test('says how the two cases are told apart', () => {
    expect(judge([])).toMatchObject({ is: 'skip', reason: expect.stringMatching(/--permission.*Login as Owner.*--user/) });
  });

  test('by numbers it is only possible', () => {
    const facts = { 'access.roles': roles(role(without(42))) };
    expect(judge(['List Support Tickets'], facts)).toMatchObject({ is: 'warn', confidence: 'possible', subject: 'Full Administrator' });
    expect(judge(['42'], facts).is).toBe('warn');
    expect(judge(['43'], facts).is).toBe('pass');
    expect(judge(['Login as Owner'], { 'access.roles': roles(role(without(120))) }).is).toBe('warn');
  });

  test('by the API it is proved, as far as its names are documented', () => {
    expect(judge(['132'], { 'api.admin': details(without(132)) })).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(judge(['System Health Status'], { 'api.admin': details(every) }).is).toBe('pass');
    expect(judge(['138'], { 'api.admin': details(without(138)) })).toMatchObject({ is: 'fail', confidence: 'likely' });
    // an answer like the sample of 7.10 ends before such names
    expect(judge(['143'], { 'api.admin': details(every.filter((number) => number < 137)) }).is).toBe('skip');
  });

  test('the credential is another administrator’s: numbers count', () => {
    expect(judge(['132'], { 'api.admin': details([81], 9) }).is).toBe('pass');
  });

  test('nobody named: the calling administrator', () => {
    expect(judge(['132'], { 'api.admin': details([81]) }, null)).toMatchObject({
      is: 'fail',
      subject: 'the administrator of the API credential',
    });
    expect(judge(['132'], {}, null)).toMatchObject({ is: 'skip', reason: expect.stringContaining('--admin') });
  });

  test('the database cannot be seen: the credential is taken for the named one’s', () => {
    const facts = { 'access.admin': gap('unsupported'), 'access.roles': gap('unsupported') } as const;
    expect(judge(['132'], { ...facts, 'api.admin': details([1]) })).toMatchObject({ is: 'fail', confidence: 'likely', subject: 'boss' });
    expect(judge(['132'], facts).is).toBe('skip');
  });

  test('of several one may be enough', () => {
    expect(judge(['132', '42'], { 'api.admin': details(without(132)) })).toMatchObject({ is: 'warn', confidence: 'possible' });
    expect(judge(['132', '42'], { 'api.admin': details(without(132, 42)) })).toMatchObject({ is: 'fail' });
  });

  test('what must go with it', () => {
    expect(judge(['Create Invoice'], { 'api.admin': details(without(35)) })).toMatchObject({ is: 'warn', confidence: 'possible' });
    expect(judge(['Create Invoice'], { 'api.admin': details(every) }).is).toBe('pass');
  });

  test('a name that is none', () => {
    expect(judge(['List Suport Tickets'])).toMatchObject({ is: 'skip', reason: expect.stringContaining('List Support Tickets') });
    expect(judge(['qqqqqqqqqqqqqqqqqqqqqqq']).is).toBe('skip');
  });

  test.each([
    ['no such administrator', { 'access.admin': admins(null) }],
    ['a role that is not there', { 'access.admin': admins(admin({ roleId: 99 })) }],
    ['permissions kept elsewhere', { 'access.roles': roles(role([])) }],
  ] as const)('%s', (_, facts) => {
    expect(judge(['132'], facts).is).toBe('skip');
  });
});

test('a role that was not told is not made up', () => {
  const facts = { ...base, 'operator.report': report({ permissions: ['132'], admin: boss }) };
  expect(judgement(lacks, { ...facts, 'access.admin': admins(admin({ roleId: null })) })).toMatchObject({
    is: 'skip',
    reason: expect.stringContaining('was not told'),
  });
});

test('a look that failed is no answer', () => {
  const facts = { ...base, 'operator.report': report({ permissions: ['143'], admin: boss }), 'access.admin': admins(admin()) };
  for (const check of [lacks, signIn]) {
    expect(judgement(check, { ...facts, 'access.roles': gap('timeout') }).is).toBe('unknown');
    expect(judgement(check, { ...facts, 'access.admin': gap('timeout') }).is).toBe('unknown');
  }
});

describe('sign-in-integration-permission-missing', () => {
  const judge = (facts: Recorded, permissions: readonly string[] = [], who: typeof boss | null = boss) =>
    judgement(signIn, { ...base, 'access.admin': admins(admin()), ...facts, 'operator.report': report({ permissions, admin: who }) });
  const lacking = { 'access.roles': roles(role(without(143))) };

  test('is a finding for the named administrator who configures WHMCS', () => {
    expect(judge(lacking)).toMatchObject({ is: 'warn', confidence: 'possible', cause: 'sign-in-integration-permission-missing' });
    expect(judge({}).is).toBe('pass');
  });

  test('support staff need not have it, unless the page was named', () => {
    const support = { 'access.roles': roles(role([38, 42])) };
    expect(judge(support).is).toBe('skip');
    expect(judge(support, ['Sign-In Integrations']).is).toBe('warn');
  });

  test('by the API', () => {
    expect(judge({ 'api.admin': details(without(143)) })).toMatchObject({ is: 'fail', confidence: 'likely' });
    expect(judge({ 'api.admin': details(every) }).is).toBe('pass');
    expect(judge({ 'api.admin': details(every.filter((number) => number < 137)) })).toMatchObject({ is: 'skip' });
  });

  test('nobody named', () => {
    expect(judge({ 'api.admin': details([81]) }, [], null)).toMatchObject({ is: 'skip', reason: expect.stringContaining('--admin') });
    expect(judge({ 'api.admin': details(without(143)) }, ['143'], null).is).toBe('fail');
  });
});
