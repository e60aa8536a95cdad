import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/account-not-linked.js';
import type { AccountLinks, WhmcsSettings } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';

const twitter = loginPage({ providers: ['twitter'] });
const both = loginPage({ providers: ['google', 'twitter'] });
const linked = (links: AccountLinks['links'], accounts = 1): AccountLinks => ({ accounts, links });

test.each([
  ['nothing linked', linked({}), twitter, 'warn'],
  ['linked', linked({ twitter_oauth: 1 }), twitter, 'pass'],
  ['linked at one of two', linked({ google_signin: 1 }), both, 'pass'],
  ['linked at one that is switched off', linked({ google_signin: 1 }), twitter, 'warn'],
  ['linked at all', linked({ google_signin: 1, twitter_oauth: 2 }), both, 'pass'],
  ['linked at one that nobody knows', linked({ bird: 1 }), twitter, 'skip'],
  ['no such user', linked({}, 0), twitter, 'skip'],
  ['no provider is switched on', linked({}), loginPage(), 'pass'],
] as const)('%s', (_, links, login, is) => {
  expect(judgement(check, { 'social.links': links, 'http.login': login }).is).toBe(is);
});

test('says which provider, and no name', () => {
  const found = judgement(check, { 'social.links': linked({ google_signin: 1 }), 'http.login': twitter });
  expect(found).toMatchObject({
    cause: 'account-not-linked',
    confidence: 'possible',
    title: expect.stringContaining('account at X') as string,
  });
});

test('where the page is not seen, the settings tell', () => {
  const settings = { signInProviders: { twitter_oauth: 2 } } as unknown as WhmcsSettings;
  expect(judgement(check, { 'social.links': linked({}), 'http.login': gap('io'), 'database.settings': settings }).is).toBe('warn');
  expect(judgement(check, { 'social.links': linked({}), 'http.login': gap('io') }).is).toBe('skip');
});

test('only for whoever asks', () => {
  expect(check.onlyWhenSelected).toBe(true);
});

test('nobody was named', () => {
  expect(judgement(check, { 'social.links': gap('disabled') }).is).toBe('skip');
  expect(judgement(check, { 'social.links': gap('timeout') }).is).toBe('unknown');
});
