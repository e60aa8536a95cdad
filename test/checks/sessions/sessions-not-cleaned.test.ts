import { describe, expect, test } from 'vitest';
import tableCheck from '../../../checks/sessions/session-table-not-cleaned.js';
import check from '../../../checks/sessions/sessions-not-cleaned.js';
import type { SessionCleaner, SessionFiles, SessionStore } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { cleaner, debianCleaner, folder, sessionFiles, store } from '../../support/session-facts.js';

const days = 86_400;
const piles = sessionFiles(5000, 4800, 3 * days);
const few = sessionFiles(12, 9, 3 * days);
const off = { probability: 0, divisor: 1000, blocked: 'session.gc_probability is 0' };
const says = (who: SessionCleaner, files: SessionFiles | ReturnType<typeof gap>, given: Partial<SessionStore> = {}) =>
  judgement(check, { 'sessions.store': store(given), 'sessions.cleaner': who, 'sessions.files': files });

test('a path that PHP cannot read holds nothing to clean', () =>
  expect(
    says(cleaner({ blocked: 'PHP does not clean folders of the form 9;/x' }), piles, { files: { ...folder(), malformed: true } }).is,
  ).toBe('skip'));

describe('somebody cleans', () => {
  test.each([
    ['PHP itself', cleaner(), sessionFiles(300, 20, 2000)],
    ['Debian’s timer, with the dice at 0', cleaner(off, debianCleaner()), sessionFiles(300, 20, 2000)],
    ['Debian’s timer over a folder that only root can list', cleaner(off, debianCleaner()), gap('denied', 'only root can list it', true)],
    ['Debian’s timer, of which nobody can say whether it runs', cleaner(off, debianCleaner({ active: null })), few],
    ['PHP is blocked by the folder’s mode, the timer covers it', cleaner({ blocked: 'cannot list' }, debianCleaner()), few],
    ['the timer keeps them for a week, for another PHP’s sake', cleaner(off, debianCleaner({ afterSeconds: 7 * days })), piles],
    ['a cleaner that takes whatever it finds, however seldom', cleaner(off, debianCleaner({ afterSeconds: 0 })), piles],
    ['a cleaner of unknown patience', cleaner(off, debianCleaner({ afterSeconds: null })), piles],
    ['a burst of visitors in a quiet night', cleaner(), sessionFiles(5000, 4800, 6 * 3600)],
    ['dice that fall seldom', cleaner({ probability: 1, divisor: 1000 }), piles],
    ['others’ files in a shared /tmp', cleaner(), { ...piles, owners: { 33: 900, 1001: 100 } }],
  ])('pass: %s', (_, who, files) => expect(says(who, files).is).toBe('pass'));
  test('nobody cleans, but there is little to clean', () =>
    expect(says(cleaner(off), few)).toMatchObject({ is: 'pass', note: expect.stringContaining('few') }));
});

describe('what PHP alone knows is no default', () => {
  const closed = { blocked: 'session.gc_probability is set to what the running PHP alone knows', unseen: true } as const;
  const where = { path: 'session.gc_probability', why: closed.blocked, beyond: false };
  test('its dice, and nobody looked at the files', () =>
    expect(says({ ...cleaner(closed), unread: [where] }, gap('denied')).is).toBe('unknown'));
  test('its dice, and some files are old: dice that fall seldom leave as many', () =>
    expect(says({ ...cleaner(closed), unread: [where] }, piles, { files: folder({ listable: false }) })).toMatchObject({
      is: 'unknown',
      reason: expect.stringContaining('session.gc_probability'),
    }));
  test('its lifetime: no file is old', () => {
    expect(says(cleaner(off), piles, { lifetimeSeconds: null })).toMatchObject({
      is: 'unknown',
      reason: expect.stringContaining('how long'),
    });
    expect(says(cleaner(), piles, { lifetimeSeconds: null }).is).toBe('pass');
  });
  test('the dice over the table', () => {
    const database = {
      reachable: true,
      error: null,
      table: true,
      lifetimeMinutes: 30,
      rows: 9000,
      oldestSeconds: 9 * days,
      staleRows: 8000,
    };
    const table = { handler: 'database', files: null, database, lifetimeSeconds: 1800 };
    const judged = (rows: object) =>
      judgement(tableCheck, {
        'sessions.store': store({ ...table, database: { ...database, ...rows } }),
        'sessions.cleaner': cleaner(closed),
      });
    expect(judged({})).toMatchObject({ is: 'unknown', reason: expect.stringContaining('gc_probability') });
    expect(judged({ staleRows: 3 }).is).toBe('pass');
  });
});

describe('somebody should clean, and old files show that he does not', () => {
  test.each([
    ['debian-timer', 'session-cleaner-stopped', cleaner(off, debianCleaner())],
    ['PHP itself', 'session-gc-disabled', cleaner({ probability: 1, divisor: 100 })],
  ])('%s', (who, cause, given) => {
    expect(says(given, piles)).toMatchObject({
      is: 'warn',
      cause,
      confidence: 'likely',
      title: `Old sessions pile up, although ${who} should remove them`,
    });
  });
});

describe('nobody cleans, and old files prove it', () => {
  const elsewhere = debianCleaner({ misses: 'php.ini names another folder' });
  test.each([
    ['session-gc-disabled', cleaner(off), {}],
    ['session-cleaner-stopped', cleaner(off, debianCleaner({ active: false })), {}],
    ['session-cleaner-stopped', cleaner(off, debianCleaner({ active: null })), {}],
    ['session-gc-depth', cleaner({ blocked: 'depth form' }, debianCleaner({ active: false })), { files: folder({ depth: 2 }) }],
    ['session-gc-path-uncovered', cleaner(off, elsewhere), {}],
    ['session-gc-depth', cleaner({ blocked: 'depth form' }, elsewhere), { files: folder({ depth: 1 }) }],
    ['session-gc-unlistable', cleaner({ blocked: 'not listable' }, elsewhere), { files: folder({ listable: false }) }],
  ])('%s', (cause, who, given) => {
    expect(says(who, piles, given)).toMatchObject({ is: 'fail', cause, confidence: 'proved', subject: '/var/lib/php/sessions' });
  });
  test('without a look at the files it is only likely', () => {
    expect(says(cleaner(off, elsewhere), gap('denied'))).toMatchObject({
      is: 'warn',
      cause: 'session-gc-path-uncovered',
      confidence: 'likely',
    });
  });
  test('a cleaner may stand where nobody could look', () => {
    const hidden = (beyond: boolean) => ({ ...cleaner(off), unread: [{ path: '/var/spool/cron', why: 'it is closed', beyond }] });
    expect(says(hidden(true), gap('denied'))).toMatchObject({ is: 'skip', reason: 'it is closed' });
    expect(says(hidden(false), gap('denied')).is).toBe('unknown');
    expect(says(hidden(true), piles).is).toBe('fail');
  });
  test('which cleaner failed is only likely where a file of root’s does not tell what it covers', () => {
    const told = (beyond: boolean) =>
      says(
        { ...cleaner(off), unread: [{ path: '/etc/php/8.2/fpm/php.ini', why: 'it does not tell', beyond }] },
        sessionFiles(5000, 5000, 900_000),
      );
    expect(told(false)).toMatchObject({ is: 'fail', confidence: 'likely' });
    expect(told(true)).toMatchObject({ is: 'fail', confidence: 'proved' });
  });
  test('many young files are a busy site', () => expect(says(cleaner(off), sessionFiles(50_000, 0, 1400)).is).toBe('pass'));
});

describe('other handlers', () => {
  const rows = { reachable: true, error: null, table: true, lifetimeMinutes: 1440, rows: 9000, oldestSeconds: 30 * days, staleRows: 8000 };
  const database = (table: typeof rows) => ({ handler: 'database', files: null, lifetimeSeconds: days, database: table });
  const table = (facts: SessionCleaner, given: typeof rows) =>
    judgement(tableCheck, { 'sessions.store': store(database(given)), 'sessions.cleaner': facts });
  test('the session table is judged by a check of its own', () => {
    expect(says(cleaner(off), gap('unsupported'), database(rows))).toMatchObject({
      is: 'skip',
      reason: expect.stringContaining('session-table'),
    });
    expect(table(cleaner(off), rows)).toMatchObject({
      is: 'fail',
      cause: 'session-table-not-cleaned',
      confidence: 'proved',
      subject: 'tblsessions',
      evidence: expect.arrayContaining([expect.objectContaining({ saw: 8000 }), expect.objectContaining({ saw: '30 days' })]),
    });
  });
  test('a table of which only the first rows were looked at', () =>
    expect(table(cleaner(off), { ...rows, rows: 50_000, staleRows: 49_000 })).toMatchObject({
      evidence: expect.arrayContaining([expect.objectContaining({ saw: 'at least 49000' })]),
    }));
  test('dice that fall, and rows that stay', () =>
    expect(table(cleaner(), rows)).toMatchObject({ is: 'warn', cause: 'session-table-not-cleaned', confidence: 'likely' }));
  test.each<[string, SessionCleaner, typeof rows]>([
    ['few rows', cleaner(off), { ...rows, staleRows: 3 }],
    ['a quiet night', cleaner(off), { ...rows, oldestSeconds: 1.5 * days }],
    ['dice that fall seldom', cleaner({ probability: 1, divisor: 1000 }), rows],
  ])('pass: %s', (_, who, given) => expect(table(who, given).is).toBe('pass'));
  test('the table: not in use, not counted, not seen', () => {
    expect(judgement(tableCheck, { 'sessions.store': store(), 'sessions.cleaner': cleaner() }).is).toBe('skip');
    expect(judgement(tableCheck, { 'sessions.store': store({ handler: 'database' }), 'sessions.cleaner': cleaner() }).is).toBe('skip');
    expect(judgement(tableCheck, { 'sessions.store': gap('timeout'), 'sessions.cleaner': cleaner() }).is).toBe('unknown');
  });
  test('Redis lets its keys expire', () =>
    expect(says(cleaner(off), gap('unsupported'), { handler: 'redis', files: null }).is).toBe('skip'));
  test('could not look', () => {
    expect(judgement(check, { 'sessions.store': store(), 'sessions.cleaner': gap('io') }).is).toBe('unknown');
    expect(judgement(check, { 'sessions.store': store(), 'sessions.cleaner': gap('unsupported') }).is).toBe('skip');
  });
});
