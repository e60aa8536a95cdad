import { describe, expect, test } from 'vitest';
import database from '../../../checks/sessions/session-database-failing.js';
import disk from '../../../checks/sessions/disk-space-low.js';
import remote from '../../../checks/sessions/session-server-failing.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import type { DiskSpace, SessionServer, SessionTrial } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { failedTrial, rounds, server, space, store, workingTrial } from '../../support/session-facts.js';

describe('session-server-failing', () => {
  const says = (differs: Partial<SessionServer>, trial: SessionTrial | null = null) =>
    judgement(remote, { 'sessions.store': store({ handler: 'redis', files: null, remote: server(differs), trial }) });

  test('pass', () => {
    expect(says({}).is).toBe('pass');
    expect(says({ reachable: false, error: 'EACCES' }, workingTrial).is).toBe('pass');
    expect(says({ kind: 'memcached', authenticated: null, role: null, evictionPolicy: null, maxBytes: 67_108_864 }).is).toBe('pass');
  });
  test.each([
    [{ reachable: false, error: 'ECONNREFUSED' }, 'session-server-unreachable'],
    [{ authenticated: false, error: 'NOAUTH Authentication required.' }, 'session-server-refusing'],
    [{ role: 'slave' }, 'session-server-read-only'],
    [{ usedBytes: 1_100_000, maxBytes: 1_000_000 }, 'session-server-full'],
    [{ malformed: 'tcp:// is not a form of memcached' }, 'session-server-misaddressed'],
  ])('%j: %s', (differs, cause) => {
    expect(says(differs)).toMatchObject({ is: 'fail', cause, confidence: 'likely', subject: '127.0.0.1:6379' });
    expect(says(differs, failedTrial())).toMatchObject({ is: 'fail', cause, confidence: 'proved' });
  });
  test('a visitor’s session that is kept says more than a connection from here', () => {
    const facts = {
      'sessions.store': store({ handler: 'redis', files: null, remote: server({ reachable: false, error: 'ENOTFOUND: redis' }) }),
      'http.sessions': rounds('aaa', 'xxx'),
    };
    expect(judgement(remote, facts).is).toBe('pass');
    expect(judgement(remote, { ...facts, 'http.sessions': rounds('abcd', 'wxyz') })).toMatchObject({ is: 'fail' });
  });
  test.each([
    ['Uncaught RedisException: NOAUTH Authentication required.', 'session-server-refusing'],
    ["RedisException: OOM command not allowed when used memory > 'maxmemory'.", 'session-server-full'],
    ["RedisException: READONLY You can't write against a read only replica.", 'session-server-read-only'],
    ['session_start(): Redis not available while creating session_id', 'session-server-unreachable'],
    ['Error: Failed to create session ID: memcached (path: tcp://127.0.0.1:11211)', 'session-server-unreachable'],
  ])('PHP says %s', (error, cause) => expect(says({}, failedTrial(error))).toMatchObject({ is: 'fail', cause, confidence: 'proved' }));
  test('near its limit it fails now and then', () => {
    expect(says({ usedBytes: 990_000, maxBytes: 1_000_000 }, workingTrial)).toMatchObject({ is: 'warn', cause: 'session-server-full' });
    expect(says({ usedBytes: 990_000, maxBytes: 1_000_000, evictionPolicy: 'allkeys-lru', evicted: 5 })).toMatchObject({ is: 'warn' });
    expect(says({ usedBytes: 990_000, maxBytes: 1_000_000, evictionPolicy: 'allkeys-lru', evicted: 0 }).is).toBe('pass');
    expect(says({ usedBytes: 500_000, maxBytes: 1_000_000, evictionPolicy: 'allkeys-lru', evicted: 5 }).is).toBe('pass');
    expect(says({ usedBytes: 1_000_000, maxBytes: 1_000_000 }).is).toBe('fail');
    expect(says({ usedBytes: 950_000, maxBytes: 1_000_000 }).is).toBe('warn');
    expect(says({ usedBytes: 949_999, maxBytes: 1_000_000 }).is).toBe('pass');
  });
  test('a failure that nobody can place is unknown', () => expect(says({}, failedTrial('something new')).is).toBe('unknown'));
  test('a PHP without the extension never asked the server', () =>
    expect(says({}, failedTrial('session_start(): Cannot find session save handler "redis" - session startup failed')).is).toBe('skip'));
  test('not kept there, or not seen', () => {
    expect(judgement(remote, { 'sessions.store': store() }).is).toBe('skip');
    expect(judgement(remote, { 'sessions.store': gap('timeout') }).is).toBe('unknown');
  });
});

describe('session-database-failing', () => {
  const table = { reachable: true, error: null, table: true, lifetimeMinutes: 1440, rows: 3, oldestSeconds: 5, staleRows: 0 };
  const facts = (differs: Partial<Omit<typeof table, 'error'>> & { readonly error?: string }) => ({
    'sessions.store': store({ handler: 'database', files: null, database: { ...table, ...differs } }),
  });
  const lost = rounds('abcd', 'wxyz');

  test('pass', () => {
    expect(judgement(database, facts({})).is).toBe('pass');
    expect(judgement(database, { ...facts({ table: false }), 'http.sessions': rounds('aaa', 'xxx') }).is).toBe('pass');
  });
  test('unreachable', () => {
    expect(judgement(database, facts({ reachable: false, error: 'ER_ACCESS_DENIED_ERROR' }))).toMatchObject({
      is: 'fail',
      cause: 'session-database-unreachable',
      confidence: 'likely',
    });
    expect(judgement(database, { ...facts({ reachable: false }), 'http.sessions': lost })).toMatchObject({ confidence: 'proved' });
  });
  test('a table of another name may do as well: only with lost sessions is its absence a fault', () => {
    expect(judgement(database, { ...facts({ table: false }), 'http.sessions': lost })).toMatchObject({
      is: 'fail',
      cause: 'session-table-missing',
    });
    expect(judgement(database, facts({ table: false })).is).toBe('unknown');
  });
  test('not kept there, or not seen', () => {
    expect(judgement(database, { 'sessions.store': store() }).is).toBe('skip');
    expect(judgement(database, { 'sessions.store': gap('io') }).is).toBe('unknown');
  });
});

describe('disk-space-low', () => {
  const place = (differs: Partial<DiskSpace['places'][number]> = {}): DiskSpace['places'][number] => ({
    ...space,
    role: 'sessions',
    path: '/var/lib/php/sessions',
    ...differs,
  });
  const says = (...places: DiskSpace['places']) => judgements(disk, { 'disk.space': { places }, 'operator.thresholds': defaultThresholds });

  test.each([
    ['plenty', place()],
    ['a large disk with 3 %, for 3 GB are enough', place({ bytesFree: 3_000_000_000 })],
    ['exactly the limit', place({ bytesFree: 250_000_000, inodesFree: 50_000 })],
    ['a small one with 20 %', place({ bytesTotal: 1_000_000, bytesFree: 200_000 })],
    ['no fixed number of inodes', place({ inodesFree: 0, inodesTotal: 0 })],
  ])('pass: %s', (_, one) => expect(says(one)).toMatchObject([{ is: 'pass' }]));

  test('warn at the smaller of the two limits', () => {
    expect(says(place({ bytesFree: 249_000_000 }))).toMatchObject([{ is: 'warn', cause: 'disk-space-low', subject: '/' }]);
    expect(says(place({ bytesTotal: 1_000_000, bytesFree: 99_000 }))).toMatchObject([{ is: 'warn', cause: 'disk-space-low' }]);
    expect(says(place({ inodesFree: 49_000 }))).toMatchObject([{ is: 'warn', cause: 'inodes-low', confidence: 'proved' }]);
  });
  test('fail when nothing is left', () => {
    expect(says(place({ bytesFree: 0, inodesFree: 0 }))).toMatchObject([
      { is: 'fail', cause: 'disk-space-low' },
      { is: 'fail', cause: 'inodes-low' },
    ]);
  });
  test('one file system, one finding, with all that is on it', () => {
    const said = says(place({ bytesFree: 1e6 }), place({ bytesFree: 1e6, role: 'templates_c', path: '/srv/templates_c' }));
    expect(said).toMatchObject([{ title: expect.stringContaining('sessions, templates_c') }]);
  });
  test('a read-only image is full by nature', () => {
    expect(says(place({ readOnly: true, bytesFree: 0, inodesFree: 0 }))).toMatchObject([{ is: 'skip' }]);
  });
  test('could not look', () => {
    expect(judgement(disk, { 'disk.space': gap('timeout'), 'operator.thresholds': defaultThresholds }).is).toBe('unknown');
    expect(says()).toMatchObject([{ is: 'skip' }]);
  });
});
