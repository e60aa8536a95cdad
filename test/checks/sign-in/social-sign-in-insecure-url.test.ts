import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/social-sign-in-insecure-url.js';
import { gap, judgement } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';

const judged = (url: string, login: unknown) => judgement(check, { 'site.url': { url, from: 'database' }, 'http.login': login as never });
const withFacebook = loginPage({ providers: ['facebook'] });

test('an address that was only typed counts as where it leads', () => {
  const typed = (page: string) =>
    judgement(check, {
      'site.url': { url: 'http://billing.example.com/', from: 'target' },
      'http.login': { ...withFacebook, url: page },
    });
  expect(typed('https://billing.example.com/login').is).toBe('pass');
  expect(typed('http://billing.example.com/login')).toMatchObject({ is: 'fail', title: expect.stringContaining('log-in page') as string });
});

test.each([
  ['https://billing.example.com/', withFacebook, 'pass'],
  ['https://billing.example.com/', gap('timeout'), 'pass'],
  ['http://billing.example.com/', withFacebook, 'fail'],
  ['http://billing.example.com/', loginPage(), 'pass'],
  ['http://localhost/', withFacebook, 'pass'],
  ['http://billing.example.com/', loginPage({ challenge: true, form: null }), 'skip'],
  ['http://billing.example.com/', gap('timeout'), 'unknown'],
  ['not an address', withFacebook, 'skip'],
] as const)('%s', (url, login, is) => {
  expect(judged(url, login).is).toBe(is);
});
