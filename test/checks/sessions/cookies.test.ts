import { describe, expect, test } from 'vitest';
import duplicated from '../../../checks/sessions/session-cookie-duplicated.js';
import privateTmp from '../../../checks/sessions/session-path-private-tmp.js';
import referer from '../../../checks/sessions/session-referer-check.js';
import strict from '../../../checks/sessions/cookie-samesite-strict.js';
import type { PhpPool } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { cookie, folder, login, php, rounds, store } from '../../support/session-facts.js';

describe('session-cookie-duplicated', () => {
  const says = (page: ReturnType<typeof login>, facts: Recorded = {}) => judgement(duplicated, { 'http.login': page, ...facts });
  const two = (...differs: readonly Parameters<typeof cookie>[0][]) => login({ cookies: differs.map((one) => cookie(one)) });
  const copy = { value: 'b', path: '/index.php' } as const;

  test('two of different paths, and sessions are lost', () =>
    expect(says(two({}, copy), { 'http.sessions': rounds('abcdef', 'uvwxyz') })).toMatchObject({
      is: 'fail',
      cause: 'session-cookie-duplicated',
      confidence: 'proved',
      subject: 'WHMCSq7RkT2bXw9Lm',
    }));
  test('the copy comes with the second page', () =>
    expect(says(login(), { 'http.sessions': rounds('abcdef', 'uvwxyz', { copies: 2 }) })).toMatchObject({
      is: 'fail',
      confidence: 'proved',
    }));
  test('nobody saw more than one page', () =>
    expect(says(two({}, { value: 'b', domain: '.billing.test' }))).toMatchObject({ is: 'warn', confidence: 'likely' }));
  test.each<[string, ReturnType<typeof login>, Recorded]>([
    ['one cookie', login(), {}],
    ['the same one twice, as after a rotation', two({ value: 'a' }, { value: 'b' }), {}],
    ['a copy that is deleted at once', two({}, copy, { ...copy, lifetimeSeconds: 0 }), {}],
    ['a copy that browsers refuse', two({}, { ...copy, refused: 'a foreign domain' }), {}],
    ['copies of one value', two({}, { ...copy, value: 'a' }), {}],
    ['two, and sessions are kept', two({}, copy), { 'http.sessions': rounds('aaaaaa', 'xxxxxx', { copies: 2 }) }],
    ['another cookie beside it', login({ cookies: [cookie(), cookie({ name: 'WHMCSUser', path: '/a' })] }), {}],
  ])('pass: %s', (_, page, facts) => expect(says(page, facts).is).toBe('pass'));
  test('could not look', () => {
    expect(says(login({ cookies: [] })).is).toBe('skip');
    expect(says(login({ challenge: true })).is).toBe('skip');
    expect(judgement(duplicated, { 'http.login': gap('io') }).is).toBe('unknown');
  });
});

describe('cookie-samesite-strict', () => {
  const says = (sameSite: string | null, providers: ReturnType<typeof login>['providers']) =>
    judgement(strict, { 'http.login': login({ cookies: [cookie({ sameSite })], providers }), 'php.web': php() });
  test.each([['facebook'], ['twitter']] as const)('%s leads the visitor back', (provider) =>
    expect(says('strict', [provider])).toMatchObject({ is: 'warn', cause: 'cookie-samesite-strict', confidence: 'likely' }),
  );
  test.each([
    ['Strict', ['google']],
    ['Strict', []],
    ['Lax', ['facebook', 'twitter']],
    [null, ['facebook']],
  ] as const)('is silent about %s with %j', (sameSite, providers) => expect(says(sameSite, providers).is).toBe('pass'));
  test('could not look', () => {
    expect(judgement(strict, { 'http.login': login({ cookies: [] }) }).is).toBe('skip');
    expect(judgement(strict, { 'http.login': gap('io') }).is).toBe('unknown');
  });
});

describe('session-referer-check', () => {
  const site = { 'site.url': { url: 'https://WWW.billing.test/', from: 'database' } } as const;
  const says = (text: string | undefined, facts: Recorded = site) =>
    judgement(referer, { 'php.web': php({ ini: text === undefined ? {} : { 'session.referer_check': text } }), ...facts });
  test('a foreign text', () =>
    expect(says('shop.test')).toMatchObject({ is: 'fail', cause: 'session-referer-check', confidence: 'likely' }));
  test('capital letters count, as for PHP', () => expect(says('Billing.test').is).toBe('fail'));
  test('the own text, and a provider that leads back', () =>
    expect(says('billing.test', { ...site, 'http.login': login({ providers: ['facebook'] }) })).toMatchObject({ is: 'warn' }));
  test.each([[''], [undefined], ['billing.test'], ['https://www.billing.test']])('is silent about %j', (text) =>
    expect(says(text).is).toBe('pass'),
  );
  test('could not look', () => {
    expect(says('shop.test', {}).is).toBe('skip');
    expect(judgement(referer, { 'php.web': gap('timeout') }).is).toBe('unknown');
  });
});

describe('session-path-private-tmp', () => {
  const pool = (own: boolean | null): PhpPool => ({
    kind: 'fpm',
    foundBy: 'only-one',
    listen: '/run/php-fpm/www.sock',
    pool: 'www',
    file: null,
    masterPid: 1,
    user: 'apache',
    group: 'apache',
    chroot: null,
    version: '8.2',
    iniFile: null,
    iniFolder: null,
    values: [],
    privateTmp: own,
    alternatives: [],
  });
  const says = (path: string, own: boolean | null) =>
    judgement(privateTmp, { 'sessions.store': store({ files: folder({ path }) }), 'php.pool': pool(own) });
  test('sessions end with the service', () => {
    expect(says('/tmp', true)).toMatchObject({ is: 'warn', cause: 'session-path-private-tmp', confidence: 'possible', subject: '/tmp' });
    expect(says('/var/tmp/sessions', true).is).toBe('warn');
  });
  test('only for whoever asks', () => expect(privateTmp.onlyWhenSelected).toBe(true));
  test.each([
    ['/var/lib/php/sessions', true],
    ['/tmpfs/sessions', true],
    ['/tmp', false],
  ])('is silent about %s, PrivateTmp %j', (path, own) => expect(says(path, own).is).toBe('pass'));
  test('could not look', () => {
    expect(says('/tmp', null).is).toBe('skip');
    expect(judgement(privateTmp, { 'sessions.store': store({ handler: 'redis', files: null }), 'php.pool': pool(true) }).is).toBe('skip');
    expect(judgement(privateTmp, { 'sessions.store': gap('io'), 'php.pool': pool(true) }).is).toBe('unknown');
  });
});
