import { describe, expect, it } from 'vitest';
import {
  cleaningCause,
  defied,
  describeCleaner,
  describeDice,
  mostSessionRows,
  phpDefaultLifetime,
  pilesUp,
  presumedCleaner,
  rowsDefied,
  rowsPileUp,
  workingCleaner,
} from '../../src/logic/session-cleaning.js';
import type { ScanResult, SessionCleaner, SessionFolder, SessionTable } from '../../src/model.js';

type One = SessionCleaner['system'][number];
type Dice = SessionCleaner['php'];

const dice = (more: Partial<Dice> = {}): Dice => ({ probability: 1, divisor: 100, blocked: null, ...more });
const off = dice({ probability: 0, blocked: 'session.gc_probability is 0' });
const timer = (more: Partial<One> = {}): One => ({
  kind: 'debian-timer',
  where: 'phpsessionclean.timer',
  active: true,
  misses: null,
  afterSeconds: 1440,
  ...more,
});
const cron = (more: Partial<One> = {}): One => ({ ...timer(), kind: 'cron-line', where: '/etc/crontab:7', ...more });
const by = (php: Dice, ...system: readonly One[]): SessionCleaner => ({ php, system });

const files = (stale: number, oldestSeconds: number | null, owners: Readonly<Record<string, number>> = { 33: stale }): ScanResult =>
  ({ counted: stale, complete: true, stale: { low: stale, high: stale }, oldestSeconds, owners }) as unknown as ScanResult;
const table = (staleRows: number | null, oldestSeconds: number | null): SessionTable =>
  ({ rows: staleRows, staleRows, oldestSeconds }) as unknown as SessionTable;
const folder = (more: Partial<SessionFolder> = {}): SessionFolder =>
  ({ path: '/var/lib/php/sessions', depth: 0, listable: true, sticky: false, ...more }) as unknown as SessionFolder;

it('PHP keeps sessions for 24 minutes where nobody says otherwise', () => {
  expect(phpDefaultLifetime).toBe(1440);
});

describe('what works', () => {
  it.each([
    ['the dice', by(dice()), 'PHP itself, in 1 of 100 requests'],
    ['a cleaner before the dice', by(dice(), timer()), 'debian-timer (phpsessionclean.timer)'],
    ['the first of two', by(off, timer(), cron()), 'debian-timer (phpsessionclean.timer)'],
    ['not one that misses the folder', by(off, timer({ misses: 'it cleans /tmp only' }), cron()), 'cron-line (/etc/crontab:7)'],
    ['not one that stands still', by(off, timer({ active: false })), null],
    ['not one of which nobody knows', by(off, timer({ active: null })), null],
    ['no dice that something keeps from it', by(dice({ blocked: 'it may not list the folder' })), null],
    ['no dice that never fall', by(dice({ probability: 0 })), null],
    ['no dice without sides', by(dice({ divisor: 0 })), null],
    ['dice with one side', by(dice({ divisor: 1 })), 'PHP itself, in 1 of 1 requests'],
  ])('%s', (_, cleaner, expected) => {
    expect(workingCleaner(cleaner)).toBe(expected);
  });
});

describe('one that may work', () => {
  it('covers the folder, and nobody knows whether it runs', () => {
    const [missing, running, first, second] = [
      timer({ misses: 'no', active: null }),
      timer(),
      timer({ active: null }),
      cron({ active: null }),
    ];
    expect(presumedCleaner(by(off, missing, running, first, second))).toBe(first);
    expect(presumedCleaner(by(off, missing, running))).toBeNull();
  });
});

describe('files that pile up', () => {
  // three lifetimes and two runs of Debian's cleaner
  const limit = 3 * 1440 + 3600;
  it.each([
    [true, 20, limit + 1],
    [false, 19, limit + 1],
    [false, 20, limit],
    [false, 20, null],
  ])('%s: %d old ones, the oldest %s seconds', (expected, stale, oldest) => {
    expect(pilesUp(files(stale, oldest), 1440)).toBe(expected);
    expect(rowsPileUp(table(stale, oldest), 1440)).toBe(expected);
  });
  it('a table that was not counted does not', () => {
    expect(rowsPileUp(table(null, limit * 2), 1440)).toBe(false);
  });
});

describe('a cleaner that is defied', () => {
  const old = 3 * 1440 + 86_400 + 1;
  it.each([
    ['the cron line', by(off, timer({ active: false }), cron()), files(1000, old), 'cron-line'],
    ['the first that works', by(off, timer(), cron({ afterSeconds: null })), files(1000, old), 'debian-timer'],
    ['not for fewer than a thousand files', by(off, timer()), files(999, old), null],
    ['not for files of a quiet day', by(off, timer()), files(1000, old - 1), null],
    ['not for files of unknown age', by(off, timer()), files(1000, null), null],
    ['not by the longer time that the cleaner leaves them', by(off, timer({ afterSeconds: 1441 })), files(1000, old), null],
    ['not where that time is not known', by(dice(), timer({ afterSeconds: null })), files(100_000, old), null],
  ])('%s', (_, cleaner, seen, who) => {
    expect(defied(cleaner, seen, folder(), 1440)).toEqual(who === null ? null : { who, cause: 'session-cleaner-stopped' });
  });

  const php = { who: 'PHP itself', cause: 'session-gc-disabled' };
  it.each([
    ['one in a hundred: from a thousand files', dice(), files(1000, old), php],
    ['one in a hundred: not before', dice(), files(999, old), null],
    ['one in a thousand: from ten thousand', dice({ divisor: 1000 }), files(10_000, old), php],
    ['one in a thousand: not before', dice({ divisor: 1000 }), files(9999, old), null],
    ['five in a thousand: from two thousand', dice({ probability: 5, divisor: 1000 }), files(2000, old), php],
    ['not for files of a quiet day', dice(), files(1000, old - 1), null],
    ['not where something keeps PHP from it', dice({ blocked: 'it may not list the folder' }), files(1e6, old), null],
    ['not dice that never fall', dice({ probability: 0 }), files(1e6, old), null],
    ['not dice that fall less than never', dice({ probability: -1 }), files(1e6, old), null],
    ['not dice without sides', dice({ divisor: 0 }), files(1e6, old), null],
    ['in every request', dice({ divisor: 1 }), files(1000, old), php],
  ])('PHP, %s', (_, own, seen, expected) => {
    expect(defied(by(own), seen, folder(), 1440)).toEqual(expected);
  });

  it('nobody removes the files of another in a sticky folder', () => {
    const several = files(5000, old, { 33: 4000, 1001: 1000 });
    expect(defied(by(dice()), several, folder({ sticky: true }), 1440)).toBeNull();
    expect(defied(by(dice()), several, folder(), 1440)).toEqual(php);
    expect(defied(by(dice()), several, null, 1440)).toEqual(php);
    expect(defied(by(dice()), files(5000, old, { 33: 5000 }), folder({ sticky: true }), 1440)).toEqual(php);
  });
});

describe('rows that the dice should have removed', () => {
  const old = 3 * 1440 + 86_400 + 1;
  it.each([
    [true, 1000, old, 100],
    [false, 999, old, 100],
    [false, 1000, old - 1, 100],
    [false, 1000, null, 100],
    [false, null, old, 100],
    [true, 2000, old, 200],
    [false, 1999, old, 200],
    // more are never looked at
    [true, mostSessionRows, old, 1_000_000],
    [false, mostSessionRows - 1, old, 1_000_000],
  ])('%s: %s rows, the oldest %s seconds, one in %d', (expected, rows, oldest, requests) => {
    expect(rowsDefied(table(rows, oldest), 1440, requests)).toBe(expected);
  });
  it('are at most fifty thousand', () => {
    expect(mostSessionRows).toBe(50_000);
  });
});

describe('why nobody cleans', () => {
  const missing = timer({ misses: 'it reads php.ini and nothing else' });
  it.each([
    ['folders below the folder', by(dice({ blocked: 'depth' })), folder({ depth: 1 }), 'session-gc-depth'],
    ['a folder that cannot be listed', by(dice({ blocked: 'list' })), folder({ listable: false }), 'session-gc-unlistable'],
    ['depth before listing', by(dice({ blocked: 'depth' })), folder({ depth: 1, listable: false }), 'session-gc-depth'],
    ['dice that are off have no obstacle', by(off), folder({ depth: 1, listable: false }), 'session-gc-disabled'],
    ['nor have dice that nobody saw', by(dice({ blocked: '?', unseen: true })), folder({ depth: 1 }), 'session-gc-disabled'],
    ['a cleaner for this folder stands still', by(off, missing, timer({ active: false })), folder(), 'session-cleaner-stopped'],
    ['a cleaner runs elsewhere', by(off, missing), folder(), 'session-gc-path-uncovered'],
    ['a cleaner may run elsewhere', by(off, timer({ misses: 'no', active: null })), folder(), 'session-gc-path-uncovered'],
    ['a cleaner stands still elsewhere', by(off, timer({ misses: 'no', active: false })), folder(), 'session-gc-disabled'],
    ['there is none', by(off), null, 'session-gc-disabled'],
    ['nothing is known of the folder', by(dice({ blocked: '?' })), null, 'session-gc-disabled'],
  ])('%s', (_, cleaner, where, cause) => {
    expect(cleaningCause(cleaner, where)).toBe(cause);
  });
});

describe('in words', () => {
  it.each([
    [timer(), 'covers this folder'],
    [timer({ active: null }), 'covers this folder'],
    [timer({ active: false }), 'does not run'],
    [timer({ active: false, misses: 'it cleans /tmp only' }), 'it cleans /tmp only'],
  ])('a cleaner', (one, words) => {
    expect(describeCleaner(one)).toBe(words);
  });
  it.each([
    [dice(), '1 of 100 requests'],
    [off, '0 of 100 requests: session.gc_probability is 0'],
    [dice({ blocked: 'only PHP knows', unseen: true }), 'only PHP knows'],
    [dice({ unseen: true }), '1 of 100 requests'],
  ])('the dice', (php, words) => {
    expect(describeDice(php)).toBe(words);
  });
});
