import { describe, expect, test } from 'vitest';
import autoStart from '../../../checks/sessions/session-auto-start.js';
import extension from '../../../checks/sessions/session-extension-missing.js';
import lifetime from '../../../checks/sessions/session-lifetime-short.js';
import shared from '../../../checks/sessions/session-path-shared.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import type { SessionCleaner, SessionSharing, SessionStore } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { cleaner, cookie, debianCleaner, login, php, rounds, store } from '../../support/session-facts.js';

const thresholds = { 'operator.thresholds': defaultThresholds };

describe('session-auto-start', () => {
  test.each(['0', '', 'Off', 'no'])('%j passes', (value) => {
    expect(judgement(autoStart, { 'php.web': php({ ini: { 'session.auto_start': value } }) }).is).toBe('pass');
  });
  test.each(['1', 'On', 'yes'])('%j fails', (value) => {
    const view = php({ ini: { 'session.auto_start': value } });
    expect(judgement(autoStart, { 'php.web': view })).toMatchObject({ is: 'fail', cause: 'session-auto-start', confidence: 'proved' });
    expect(judgement(autoStart, { 'php.web': { ...view, way: 'static' } })).toMatchObject({ confidence: 'likely' });
  });
  test('PHP’s own cookie proves what files only say', () => {
    const page = login({ cookies: [cookie(), cookie({ name: 'PHPSESSID' })] });
    expect(
      judgement(autoStart, { 'php.web': php({ way: 'static', ini: { 'session.auto_start': '1' } }), 'http.login': page }),
    ).toMatchObject({ confidence: 'proved' });
  });
  test('set in no file: PHP’s default holds; not seen otherwise: nothing to start', () => {
    expect(judgement(autoStart, { 'php.web': php({ way: 'static', ini: {} }) }).is).toBe('pass');
    expect(judgement(autoStart, { 'php.web': php({ ini: {} }) }).is).toBe('skip');
    expect(judgement(autoStart, { 'php.web': gap('timeout') }).is).toBe('unknown');
  });
});

describe('session-extension-missing, function by function and handler by handler', () => {
  const says = (differs: Parameters<typeof php>[0], more: Recorded = {}) => judgement(extension, { 'php.web': php(differs), ...more });

  test.each(['session_start', 'session_name', 'session_id', 'session_regenerate_id', 'session_set_cookie_params', 'session_destroy'])(
    '%s is needed',
    (name) => {
      expect(says({ disabledFunctions: ['exec', name] })).toMatchObject({
        is: 'fail',
        title: `Session functions are switched off in PHP: ${name}`,
        evidence: [{ label: 'disable_functions', saw: name, want: 'none of them', source: 'disable_functions' }],
      });
    },
  );
  test('others are not, and what is not known is not switched off', () => {
    expect(says({ disabledFunctions: ['exec', 'session_unset'], extensions: ['session'] }).is).toBe('pass');
    expect(says({ disabledFunctions: null, extensions: ['session'] }).is).toBe('pass');
  });
  test('PHP without sessions', () =>
    expect(says({ extensions: ['curl'] })).toMatchObject({ is: 'fail', subject: 'session', title: 'PHP has no session support' }));

  test.each([
    ['files', null],
    ['user', null],
    ['redis', 'redis'],
    ['rediscluster', 'redis'],
    ['memcache', 'memcache'],
    ['memcached', 'memcached'],
    ['myredis', null],
    ['redis2', null],
    ['mymemcached', null],
    ['memcached2', null],
  ])('the handler %s needs %s', (handler, name) => {
    const said = says({ extensions: ['session'], ini: { 'session.save_handler': handler } });
    expect(said).toMatchObject(name === null ? { is: 'pass' } : { is: 'fail', subject: name });
  });
});

describe('session-extension-missing', () => {
  test('pass', () => expect(judgement(extension, { 'php.web': php(), 'sessions.store': store() }).is).toBe('pass'));
  test('a visitor’s kept session proves that nothing is missing', () => {
    expect(judgement(extension, { 'php.web': php({ extensions: [] }), 'http.sessions': rounds('aaa', 'xxx') }).is).toBe('pass');
  });
  test('session itself', () => {
    expect(judgement(extension, { 'php.web': php({ extensions: ['curl'] }), 'sessions.store': store() })).toMatchObject({
      is: 'fail',
      cause: 'session-extension-missing',
      subject: 'session',
      confidence: 'proved',
    });
  });
  test('its functions', () => {
    expect(judgement(extension, { 'php.web': php({ disabledFunctions: ['exec', 'session_start'] }) })).toMatchObject({
      is: 'fail',
      title: expect.stringContaining('session_start'),
    });
    expect(judgement(extension, { 'php.web': php({ disabledFunctions: ['exec', 'shell_exec'] }) }).is).toBe('pass');
  });
  test('the handler’s', () => {
    expect(judgement(extension, { 'php.web': php(), 'sessions.store': store({ handler: 'redis' }) })).toMatchObject({
      is: 'fail',
      subject: 'redis',
    });
    expect(
      judgement(extension, { 'php.web': php({ way: 'static', extensions: ['curl'] }), 'sessions.store': store({ handler: 'memcached' }) }),
    ).toMatchObject({ subject: 'memcached', confidence: 'likely' });
  });
  test('files do not show what is compiled in', () => {
    expect(judgement(extension, { 'php.web': php({ way: 'static', extensions: ['curl'] }), 'sessions.store': store() }).is).toBe('skip');
    expect(judgement(extension, { 'php.web': php({ extensions: null }) }).is).toBe('skip');
    expect(judgement(extension, { 'php.web': gap('io') }).is).toBe('unknown');
  });
});

describe('session-lifetime-short', () => {
  const says = (given: Partial<SessionStore>, who: SessionCleaner = cleaner()) =>
    judgement(lifetime, { 'sessions.store': store(given), 'sessions.cleaner': who, ...thresholds });
  test.each([1440, 3600, 86_400])('%i seconds pass: the default is no finding', (lifetimeSeconds) =>
    expect(says({ lifetimeSeconds }).is).toBe('pass'),
  );
  test.each([2, 600, 1439])('%i seconds warn, and never fail', (lifetimeSeconds) => {
    expect(says({ lifetimeSeconds, way: 'fastcgi' })).toMatchObject({ is: 'warn', cause: 'session-lifetime-short', confidence: 'likely' });
    expect(says({ lifetimeSeconds })).toMatchObject({ confidence: 'possible' });
  });
  test('the database counts minutes: the default is 1440 of them', () => {
    const rows = { reachable: true, error: null, table: true, rows: 1, oldestSeconds: 1, staleRows: 0 };
    expect(says({ handler: 'database', files: null, lifetimeSeconds: 1440 * 60, database: { ...rows, lifetimeMinutes: 1440 } }).is).toBe(
      'pass',
    );
    expect(says({ handler: 'database', files: null, lifetimeSeconds: 10 * 60, database: { ...rows, lifetimeMinutes: 10 } })).toMatchObject({
      is: 'warn',
      confidence: 'likely',
    });
  });
  test('a cleaner that is quicker than PHP shortens it', () => {
    expect(says({ lifetimeSeconds: 7200 }, cleaner({}, debianCleaner({ afterSeconds: 600 })))).toMatchObject({
      is: 'warn',
      title: expect.stringContaining('10 minutes'),
    });
    expect(says({ lifetimeSeconds: 7200 }, cleaner({}, debianCleaner({ kind: 'cron-line', afterSeconds: 0 })))).toMatchObject({
      cause: 'session-lifetime-short',
      title: 'A cleaner throws sessions away, idle or not',
    });
    expect(says({ lifetimeSeconds: 7200 }, cleaner({}, debianCleaner({ afterSeconds: 600, misses: 'another folder' }))).is).toBe('pass');
    expect(says({ lifetimeSeconds: 7200 }, cleaner({}, debianCleaner({ afterSeconds: 600, active: false }))).is).toBe('pass');
  });
  test('not seen', () => {
    expect(says({ lifetimeSeconds: null }).is).toBe('skip');
    expect(judgement(lifetime, { 'sessions.store': gap('io'), ...thresholds }).is).toBe('unknown');
  });
});

describe('session-path-shared', () => {
  const other = (lifetimeSeconds: number, collects = true): SessionSharing['others'][number] => ({
    where: '/etc/php/8.2/fpm/pool.d/shop.conf',
    lifetimeSeconds,
    collects,
  });
  const says = (others: SessionSharing['others'], given: Partial<SessionStore> = {}, unread?: SessionSharing['unread']) =>
    judgement(shared, {
      'sessions.store': store({ lifetimeSeconds: 3600, way: 'fastcgi', ...given }),
      'sessions.sharing': { path: '/var/lib/php/sessions', others, ...(unread ? { unread } : {}) },
      ...thresholds,
    });
  test('the shortest one that collects is named', () => {
    expect(says([other(1440), other(300)])).toMatchObject({
      is: 'warn',
      cause: 'session-path-shared-shorter-lifetime',
      title: expect.stringContaining('5 minutes'),
    });
  });
  test.each([
    ['nobody else', []],
    ['others as patient', [other(3600), other(7200)]],
    ['impatient, but never collecting (Debian’s default)', [other(300, false)]],
  ])('pass: %s', (_, others) => expect(says(others).is).toBe('pass'));
  test('what could not be read may hold another', () => {
    const shop = { path: '/etc/php/8.2/fpm/pool.d/shop.conf', why: 'no permission' };
    expect(says([], {}, [{ ...shop, beyond: true }])).toMatchObject({ is: 'skip', reason: 'no permission' });
    expect(
      says([], {}, [
        { ...shop, beyond: true },
        { ...shop, beyond: false },
      ]),
    ).toMatchObject({
      is: 'unknown',
      reason: 'no permission, and 1 more could not be read',
    });
    expect(says([other(300)], {}, [{ ...shop, beyond: false }]).is).toBe('warn');
  });
  test('sessions elsewhere', () => expect(says([other(1)], { handler: 'redis' }).is).toBe('skip'));
  test('not seen', () =>
    expect(judgement(shared, { 'sessions.store': store(), 'sessions.sharing': gap('denied'), ...thresholds }).is).toBe('unknown'));
});
