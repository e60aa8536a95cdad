import { describe, expect, test } from 'vitest';
import { duoRefusalOf, malformedKeys } from '../../src/logic/duo.js';
import { recentHit } from '../../src/logic/duo-log.js';
import { otherOrigins } from '../../src/logic/public-origins.js';
import { enabledProviders, providerNamed } from '../../src/logic/sign-in.js';
import { registeredForm } from '../../src/logic/twitter-answer.js';
import type { WhmcsSettings } from '../../src/model.js';
import { failed, site, walk } from '../checks/url/facts.js';
import { seen, unseen } from '../support/fake-host.js';
import { loginPage } from '../support/login-page.js';

test.each([
  ['Integration type does not support frameless access.', 'application-type'],
  ['invalid_client: Integration type does not support frameless access.', 'application-type'],
  ['invalid_client: Failed to verify signature.', 'credentials'],
  ['The provided client_assertion was invalid.', 'credentials'],
  ['Resource not found', 'other'],
  [null, 'other'],
] as const)('Duo says %j: %s', (message, refusal) => {
  expect(duoRefusalOf(message)).toBe(refusal);
});

test.each([
  ['20 characters', '40 characters', 'api-1abcdef2.duosecurity.com', 0],
  ['20 characters, starts or ends with a space', '40 characters', 'api-1abcdef2.duosecurity.com', 1],
  ['200 characters', '40 characters', 'api-1abcdef2.duosecurity.com', 1],
  ['20 characters', '41 characters', 'duosecurity.com', 2],
  ['empty', 'empty', '', 3],
])('%s, %s, %s: %i wrong', (id, secret, host, count) => {
  expect(malformedKeys(id, secret, host)).toHaveLength(count);
});

describe('other origins of the site', () => {
  const main = walk('https://billing.test/');
  test.each([
    ['a twin that answers', walk('https://www.billing.test/', { why: 'www-twin' }), ['https://www.billing.test']],
    ['one that redirects', walk('http://billing.test/', { why: 'scheme-twin', end: 'https://billing.test/index.php' }), []],
    ['one that leads to another site', walk('https://www.billing.test/', { why: 'www-twin', whmcs: false }), []],
    ['one that refuses', walk('https://www.billing.test/', { why: 'www-twin', status: 404 }), []],
    ['one that fails', failed('https://www.billing.test/', 'dns', 'ENOTFOUND', { why: 'www-twin' }), []],
    ['where a person was', walk('http://shop.test:8080/x/', { why: 'used-url' }), ['http://shop.test:8080']],
  ] as const)('%s', (_, twin, expected) => {
    expect(otherOrigins(site(main, twin), 'https://billing.test')).toEqual(expected);
  });
});

describe('which providers are switched on', () => {
  const settings = (signInProviders: WhmcsSettings['signInProviders']) => seen({ signInProviders } as unknown as WhmcsSettings);
  test('the page decides where it is seen, else the settings', () => {
    const rows = settings({ google_signin: 2, twitter_oauth: 1, bird: 1 });
    expect(enabledProviders(seen(loginPage({ providers: ['facebook'] })), rows)).toEqual({ providers: ['facebook'], by: 'log-in page' });
    expect(enabledProviders(seen(loginPage({ challenge: true, form: null })), rows)).toEqual({
      providers: ['google', 'twitter'],
      by: 'settings',
    });
    expect(enabledProviders(unseen(), settings(null))).toBeNull();
    expect(enabledProviders(unseen(), unseen())).toBeNull();
  });

  test.each([
    ['google_signin', 'google'],
    ['Facebook', 'facebook'],
    ['twitter_oauth', 'twitter'],
    ['bird', null],
  ])('%s is %s', (name, provider) => {
    expect(providerNamed(name)).toBe(provider);
  });
});

test.each([
  ['https://a.test/index.php?rp=/auth', 'https://a.test/index.php'],
  ['https://a.test/cb/#x', 'https://a.test/cb/'],
  ['https://a.test/cb/', 'https://a.test/cb/'],
  ['oob', 'oob'],
])('%s is registered as %s', (callback, form) => {
  expect(registeredForm(callback)).toBe(form);
});

test('the newest recent line counts', () => {
  const hit = (message: string, lastAgeSeconds: number | null) => ({
    message,
    source: 'x',
    count: 1,
    first: null,
    last: null,
    lastAgeSeconds,
    sample: '',
  });
  const log = seen({ logs: [], hits: [hit('a', 500), hit('a', 20), hit('b', 1), hit('a', null)] });
  expect(recentHit(log, 'a')?.lastAgeSeconds).toBe(20);
  expect(recentHit(log, 'c')).toBeNull();
  expect(recentHit(unseen(), 'a')).toBeNull();
});
