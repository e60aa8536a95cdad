import { describe, expect, test } from 'vitest';
import cookies from '../../../checks/proxy/request-header-too-big.js';
import big from '../../../checks/proxy/response-header-too-big.js';
import idChanging from '../../../checks/sessions/session-id-changing.js';
import lock from '../../../checks/sessions/session-lock-held.js';
import polluted from '../../../checks/sessions/php-worker-polluted.js';
import port from '../../../checks/url/host-header-loses-port.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { extensions, log, nginx, script } from '../../support/request-facts.js';
import { folder, login, php, rounds, store } from '../../support/session-facts.js';
import type { SessionLocks, Walk } from '../../../src/model.js';

describe('php-worker-polluted', () => {
  const paths = { directive: 'session.save_path', values: ['/var/lib/php/a', '/var/lib/php/b'] };
  const memory = { directive: 'memory_limit', values: ['128M', '256M'] };
  const leaking = nginx({ leakingValues: ['fastcgi_param PHP_VALUE (/etc/nginx/shop:4)'] });
  const says = (differs: Parameters<typeof php>[0], facts: Recorded = {}) =>
    judgement(polluted, { 'php.web': php({ samples: 6, ...differs }), ...facts });

  test('workers with two session folders', () =>
    expect(says({ alternating: [memory, paths] }, { 'web.server': leaking })).toMatchObject({
      is: 'fail',
      cause: 'php-worker-polluted',
      subject: 'session.save_path',
      confidence: 'proved',
      evidence: [
        expect.objectContaining({ saw: '/var/lib/php/a or /var/lib/php/b' }),
        expect.objectContaining({ label: expect.stringContaining('handed over') }),
      ],
    }));
  test.each([
    ['session.save_path', true],
    ['session.gc_maxlifetime', true],
    ['open_basedir', true],
    ['disable_functions', true],
    ['auto_prepend_file', true],
    ['auto_append_file', true],
    ['output_buffering', true],
    ['sys_temp_dir', true],
    ['session.', false],
    ['session_save_path', false],
    ['my.session.save_path', false],
    ['suhosin.session.encrypt', false],
    ['output_buffering_size', false],
    ['memory_limit', false],
  ])('%s decides about sessions: %s', (directive, decides) => {
    const said = says({ alternating: [{ directive, values: ['', '1'] }] });
    expect(said).toMatchObject(decides ? { is: 'fail', subject: directive, evidence: [{ saw: '(empty) or 1' }] } : { is: 'pass' });
  });
  test('shows four at most', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ directive: `session.${name}`, values: ['1', '2'] }));
    const lines = nginx({ leakingValues: ['1', '2', '3', '4', '5'] });
    expect(says({ alternating: many }, { 'web.server': lines })).toHaveProperty('evidence.length', 8);
    expect(says({}, { 'web.server': lines })).toHaveProperty('evidence.length', 5);
  });
  test('two requests can differ, one cannot', () => {
    expect(says({ samples: 2 }).is).toBe('pass');
    expect(says({ samples: 1 }).is).toBe('skip');
  });
  test('lines that pollute, and sessions that come and go', () =>
    expect(says({}, { 'web.server': leaking, 'http.sessions': rounds('aaaaaa', 'xxyyxx') })).toMatchObject({
      is: 'warn',
      confidence: 'possible',
    }));
  test.each<[string, Parameters<typeof php>[0], Recorded]>([
    ['all agree', {}, {}],
    ['lines that pollute nobody', {}, { 'web.server': leaking, 'http.sessions': rounds('aaaaaa', 'xxxxxx') }],
    ['lines, and sessions that are lost always', {}, { 'web.server': leaking, 'http.sessions': rounds('abcdef', 'uvwxyz') }],
    ['only what has nothing to do with log-ins differs', { alternating: [memory] }, {}],
  ])('pass: %s', (_, differs, facts) => expect(says(differs, facts).is).toBe('pass'));
  test('could not look', () => {
    expect(says({ samples: 1 }).is).toBe('skip');
    expect(judgement(polluted, { 'php.web': gap('timeout') }).is).toBe('unknown');
  });
});

describe('session-lock-held', () => {
  const wait = (differs: Partial<SessionLocks['waits'][number]> = {}): SessionLocks => ({
    waits: [{ folder: '/var/lib/php/sessions', holderPid: 4711, waiting: 1, ...differs }],
    watchedSeconds: 6,
  });
  const own = store({ files: folder({ sticky: false }) });
  const says = (locks: SessionLocks, facts: Recorded = { 'sessions.store': own }) => judgement(lock, { 'requests.locks': locks, ...facts });

  test.each([1, 5])('%d wait: a warning, for a slow page is no proof', (waiting) =>
    expect(says(wait({ waiting }))).toMatchObject({
      is: 'warn',
      cause: 'session-lock-held',
      confidence: 'likely',
      subject: 'process 4711',
    }),
  );
  test('a level of subfolders is the same folder', () => expect(says(wait({ folder: '/var/lib/php/sessions/a' })).is).toBe('warn'));
  test('a folder that sites share, and a holder that is not seen', () => {
    expect(says(wait(), { 'sessions.store': store() })).toMatchObject({ is: 'warn', confidence: 'possible' });
    expect(says(wait({ holderPid: null }))).toMatchObject({ is: 'warn', confidence: 'likely', subject: '/var/lib/php/sessions' });
  });
  test('whose sessions they are is not known', () => {
    expect(says(wait(), { 'sessions.store': gap('timeout') }).is).toBe('skip');
    expect(says({ waits: [], watchedSeconds: 0 }, { 'sessions.store': gap('timeout') }).is).toBe('pass');
  });
  test.each<[string, SessionLocks, Recorded]>([
    ['nobody waits', { waits: [], watchedSeconds: 0 }, {}],
    ['another site’s session', wait({ folder: '/home/other/sessions' }), { 'sessions.store': own }],
    ['this site keeps no files', wait(), { 'sessions.store': store({ handler: 'redis', files: null }) }],
  ])('pass: %s', (_, locks, facts) => expect(says(locks, facts).is).toBe('pass'));
  test('could not look', () => {
    expect(judgement(lock, { 'requests.locks': gap('denied', 'closed', true) }).is).toBe('skip');
    expect(judgement(lock, { 'requests.locks': gap('io') }).is).toBe('unknown');
  });
});

describe('session-id-changing', () => {
  const hook = extensions({ scripts: [script('includes/hooks/safer.php', { mentions: ['session_regenerate_id'] })] });
  const says = (seen: ReturnType<typeof rounds>) => judgement(idChanging, { 'http.sessions': seen, 'install.extensions': hook });
  test('another id each time, and the same session', () =>
    expect(says(rounds('abcdef', 'xxxxxx'))).toMatchObject({
      is: 'warn',
      cause: 'session-id-changing',
      confidence: 'likely',
      evidence: expect.arrayContaining([expect.objectContaining({ saw: 'session_regenerate_id', source: 'includes/hooks/safer.php' })]),
    }));
  test.each([
    ['the same id', rounds('aaaaaa', 'xxxxxx')],
    ['rotated once', rounds('abbbbb', 'xxxxxx')],
  ])('pass: %s', (_, seen) => expect(says(seen).is).toBe('pass'));
  test.each([
    ['lost', rounds('abcdef', 'uvwxyz')],
    ['no token to tell by', rounds('abcdef', '------')],
    ['from a cache', rounds('abcdef', 'xxxxxx', { sameTokenForStrangers: true })],
  ])('skip: %s', (_, seen) => expect(says(seen).is).toBe('skip'));
  test('could not look', () => {
    expect(judgement(idChanging, { 'http.sessions': gap('disabled') }).is).toBe('skip');
    expect(judgement(idChanging, { 'http.sessions': gap('timeout') }).is).toBe('unknown');
  });
});

describe('host-header-loses-port', () => {
  const url = 'https://www.billing.test:8443/';
  const walk = (outcome: Walk['outcome']): Walk => ({
    from: url,
    why: 'system-url',
    hops: [],
    outcome,
    end: url,
    status: null,
    failure: null,
    whmcs: false,
  });
  const says = (hostLosesPort: boolean, address: string, outcome: Walk['outcome'] | null) =>
    judgement(port, {
      'web.server': nginx({ hostLosesPort }),
      'site.url': { url: address, from: 'database' },
      ...(outcome === null ? {} : { 'http.site': { url: address, walks: [walk(outcome)], certificate: null } }),
    });
  test('a circle', () =>
    expect(says(true, url, 'loop')).toMatchObject({ is: 'fail', cause: 'host-header-loses-port', confidence: 'proved' }));
  test('nobody visited', () => expect(says(true, url, null)).toMatchObject({ is: 'warn', confidence: 'likely' }));
  test.each<[string, boolean, string, Walk['outcome']]>([
    ['the page answers all the same', true, url, 'answered'],
    ['no port to lose', true, 'https://www.billing.test/', 'loop'],
    ['a line that keeps the port', false, url, 'loop'],
  ])('pass: %s', (_, ...given) => expect(says(...given).is).toBe('pass'));
  test('could not look', () =>
    expect(judgement(port, { 'web.server': gap('denied', 'closed', true), 'site.url': { url, from: 'database' } }).is).toBe('skip'));
});

describe('response-header-too-big', () => {
  const line = 'upstream sent too big header while reading response header from upstream, client: 203.0.113.9, host: "www.billing.test"';
  const site = { 'site.url': { url: 'https://www.billing.test/', from: 'database' } } as const;
  const says = (facts: Recorded) => judgement(big, { ...site, ...facts });
  test('the page is a 502', () =>
    expect(says({ 'logs.web': log('header-too-big', 5, { sample: line }), 'http.login': login({ status: 502 }) })).toMatchObject({
      is: 'fail',
      confidence: 'proved',
    }));
  test('other pages were', () =>
    expect(says({ 'logs.web': log('header-too-big', 86_400, { sample: line }) })).toMatchObject({ is: 'warn', confidence: 'likely' }));
  test('a line that names no site', () => {
    const nameless = { 'logs.web': log('header-too-big', 5, { sample: line.replace(/, host.*/, ', server: _, request') }) };
    expect(says({ ...nameless, 'http.login': login({ status: 502 }) })).toMatchObject({ is: 'warn', confidence: 'possible' });
    const own = { sample: 'upstream sent too big header', source: '/var/www/vhosts/billing.test/logs/error_log' };
    expect(says({ 'logs.web': log('header-too-big', 5, own) })).toMatchObject({ is: 'warn', confidence: 'likely' });
  });
  test.each<[string, Recorded]>([
    ['another site’s page', { 'logs.web': log('header-too-big', 5, { sample: line.replace('www.billing.test', 'shop.test') }) }],
    ['long ago', { 'logs.web': log('header-too-big', 30 * 86_400, { sample: line }) }],
    ['nobody knows when', { 'logs.web': log('header-too-big', null, { sample: line }) }],
    ['nothing', { 'logs.web': { logs: [], hits: [] } }],
  ])('pass: %s', (_, facts) => expect(says(facts).is).toBe('pass'));
  test('could not look', () => {
    expect(says({ 'logs.web': gap('denied', 'closed', true) }).is).toBe('skip');
    expect(says({ 'logs.web': gap('io') }).is).toBe('unknown');
  });
});

describe('request-header-too-big', () => {
  const line =
    'client sent too long header line: "Cookie: …" while reading client request headers, server: www.billing.test, request: "GET /"';
  const says = (sample: string, age: number | null = 60) =>
    judgement(cookies, {
      'site.url': { url: 'https://www.billing.test/', from: 'database' },
      'logs.web': log('request-header-too-big', age, { sample }),
    });
  test('at this site', () => expect(says(line)).toMatchObject({ is: 'warn', confidence: 'possible' }));
  test.each<[string, string, number | null]>([
    ['at another', line.replace('www.billing.test', 'shop.test'), 60],
    ['nobody knows where', 'AH00561: Request header exceeds LimitRequestFieldSize: Cookie', 60],
    ['long ago', line, 30 * 86_400],
    ['nobody knows when', line, null],
  ])('pass: %s', (_, ...given) => expect(says(...given).is).toBe('pass'));
  test('could not look', () => {
    expect(judgement(cookies, { 'logs.web': gap('denied', 'closed', true) }).is).toBe('skip');
    expect(judgement(cookies, { 'logs.web': gap('io') }).is).toBe('unknown');
  });
});
