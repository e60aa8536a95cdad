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
import type { SessionCleaner, SessionFiles, SessionFolder, SessionTable } from '../../src/model.js';
import { cleaner, debianCleaner, folder, sessionFiles } from '../support/session-facts.js';

const lifetime = 1440;
const day = 86_400;
const hour = 3600;
const noDice = { probability: 0 } as const;

/** So many files are old, and the oldest has this age, seconds. */
const old = (stale: number, oldest: number, differs: Partial<SessionFiles> = {}): SessionFiles => ({
  ...sessionFiles(100_000, stale, oldest),
  ...differs,
});
const table = (staleRows: number | null, oldestSeconds: number | null): SessionTable => ({
  reachable: true,
  error: null,
  table: true,
  lifetimeMinutes: 24,
  rows: 100_000,
  oldestSeconds,
  staleRows,
});

it('takes PHP’s own 24 minutes for the life of a session that nobody sets', () => {
  expect(phpDefaultLifetime).toBe(24 * 60);
});

describe('what works is', () => {
  it.each<[string, SessionCleaner, string | null]>([
    ['PHP’s dice', cleaner({ probability: 1, divisor: 100 }), 'PHP itself, in 1 of 100 requests'],
    ['PHP at every request', cleaner({ probability: 1, divisor: 1 }), 'PHP itself, in 1 of 1 requests'],
    ['nothing where PHP never cleans', cleaner(noDice), null],
    ['nothing where the dice have no sides', cleaner({ divisor: 0 }), null],
    ['nothing where PHP may not clean', cleaner({ blocked: 'it cannot list the folder' }), null],
    ['a cleaner of the system before PHP’s dice', cleaner({}, debianCleaner()), 'debian-timer (/lib/systemd/system/phpsessionclean.timer)'],
    [
      'the first of two cleaners',
      cleaner(noDice, debianCleaner({ kind: 'cpanel', where: 'one' }), debianCleaner({ kind: 'cron-line', where: 'two' })),
      'cpanel (one)',
    ],
    ['no cleaner that stands still', cleaner(noDice, debianCleaner({ active: false })), null],
    ['no cleaner of which nobody knows whether it runs', cleaner(noDice, debianCleaner({ active: null })), null],
    ['no cleaner of other folders', cleaner(noDice, debianCleaner({ misses: 'cleans /srv only' })), null],
  ])('%s', (_, seen, works) => {
    expect(workingCleaner(seen)).toBe(works);
  });

  it('perhaps a cleaner that covers the folder, of which nobody can say whether it runs: the first', () => {
    const [one, two] = [debianCleaner({ active: null }), debianCleaner({ active: null, kind: 'cpanel' })];
    expect(presumedCleaner(cleaner(noDice, one, two))).toBe(one);
    expect(presumedCleaner(cleaner(noDice, debianCleaner({ active: null, misses: 'another folder' }), two))).toBe(two);
    expect(presumedCleaner(cleaner(noDice, debianCleaner(), debianCleaner({ active: false })))).toBeNull();
    expect(presumedCleaner(cleaner(noDice))).toBeNull();
  });
});

describe('a cleaner of the system is defied', () => {
  const debian = cleaner({}, debianCleaner());
  const stopped = { who: 'debian-timer', cause: 'session-cleaner-stopped' };
  const limit = 3 * lifetime + day;

  it.each<[string, SessionCleaner, SessionFiles, number, typeof stopped | null]>([
    ['by a thousand files of more than a day and three lives', debian, old(1000, limit + 1), lifetime, stopped],
    ['not by 999', debian, old(999, limit + 1), lifetime, null],
    ['not by files that are no older', debian, old(1000, limit), lifetime, null],
    ['not by files of no known age', debian, old(1000, 0, { oldestSeconds: null }), lifetime, null],
    ['not where it is not known when it deletes', cleaner({}, debianCleaner({ afterSeconds: null })), old(5000, 10 * day), lifetime, null],
    ['not by files that it keeps longer than PHP', cleaner({}, debianCleaner({ afterSeconds: day })), old(5000, 4 * day), lifetime, null],
    ['by files older than it keeps', cleaner({}, debianCleaner({ afterSeconds: day })), old(5000, 4 * day + 1), lifetime, stopped],
    ['not by files that PHP keeps longer', debian, old(5000, 4 * day), day, null],
    [
      'the first of two that run',
      cleaner({}, debianCleaner({ kind: 'cpanel' }), debianCleaner()),
      old(5000, 10 * day),
      lifetime,
      { who: 'cpanel', cause: 'session-cleaner-stopped' },
    ],
  ])('%s', (_, seen, files, life, said) => {
    expect(defied(seen, files, folder(), life)).toEqual(said);
  });

  it('counts what is certain of an estimate', () => {
    const files = old(0, 10 * day, { stale: { low: 999, estimate: 5000, high: 9000 } });
    expect(defied(debian, files, folder(), lifetime)).toBeNull();
  });
});

describe('PHP’s dice are defied', () => {
  const disabled = { who: 'PHP itself', cause: 'session-gc-disabled' };
  const own = folder({ sticky: false });
  const limit = 3 * lifetime + day;
  const twoOwners = { owners: { '33': 3000, '1001': 2000 } };

  it.each<[string, SessionCleaner, SessionFiles, SessionFolder | null, typeof disabled | null]>([
    ['by a thousand old files where one request in 100 cleans', cleaner(), old(1000, limit + 1), own, disabled],
    ['not by 999', cleaner(), old(999, limit + 1), own, null],
    ['not by files that are no older', cleaner(), old(1000, limit), own, null],
    ['by ten times the requests of one clean-up', cleaner({ divisor: 1000 }), old(10_000, limit + 1), own, disabled],
    ['not by one file less', cleaner({ divisor: 1000 }), old(9999, limit + 1), own, null],
    [
      'by the tenth of it where the dice fall ten times as often',
      cleaner({ probability: 10, divisor: 10_000 }),
      old(10_000, limit + 1),
      own,
      disabled,
    ],
    ['not by one file less of those', cleaner({ probability: 10, divisor: 10_000 }), old(9999, limit + 1), own, null],
    ['not where they never fall', cleaner(noDice), old(50_000, 10 * day), own, null],
    ['not where they have no sides', cleaner({ divisor: 0 }), old(50_000, 10 * day), own, null],
    ['not where PHP may not clean', cleaner({ blocked: 'it cannot list the folder' }), old(50_000, 10 * day), own, null],
    ['not where several users’ files lie in a sticky folder', cleaner(), old(5000, 10 * day, twoOwners), folder(), null],
    ['by one user’s files in a sticky folder', cleaner(), old(5000, 10 * day, { owners: { '33': 5000 } }), folder(), disabled],
    ['by several users’ files where the folder is not sticky', cleaner(), old(5000, 10 * day, twoOwners), own, disabled],
    ['by several users’ files where the folder was not seen', cleaner(), old(5000, 10 * day, twoOwners), null, disabled],
    ['also beside a cleaner of other folders', cleaner({}, debianCleaner({ misses: 'another' })), old(5000, 10 * day), own, disabled],
  ])('%s', (_, seen, files, where, said) => {
    expect(defied(seen, files, where, lifetime)).toEqual(said);
  });
});

describe('files pile up', () => {
  const limit = 3 * lifetime + hour;
  it.each<[string, SessionFiles, boolean]>([
    ['where twenty are old and the oldest of more than three lives and an hour', old(20, limit + 1), true],
    ['not where nineteen are', old(19, limit + 1), false],
    ['not where the oldest is no older', old(20, limit), false],
    ['not where no age is known', old(20, 0, { oldestSeconds: null }), false],
    ['not where only the estimate says so', old(0, 10 * day, { stale: { low: 19, estimate: 30, high: 50 } }), false],
  ])('%s', (_, files, is) => {
    expect(pilesUp(files, lifetime)).toBe(is);
  });
});

describe('rows of the session table pile up', () => {
  const limit = 3 * lifetime + hour;
  it.each<[string, SessionTable, boolean]>([
    ['where twenty are old and the oldest of more than three lives and an hour', table(20, limit + 1), true],
    ['not where nineteen are', table(19, limit + 1), false],
    ['not where the oldest is no older', table(20, limit), false],
    ['not where no age is known', table(20, null), false],
    ['not where they were not counted', table(null, 10 * day), false],
  ])('%s', (_, rows, is) => {
    expect(rowsPileUp(rows, lifetime)).toBe(is);
  });
});

describe('rows defy PHP’s dice', () => {
  const limit = 3 * lifetime + day;
  it.each<[string, SessionTable, number, boolean]>([
    ['where a thousand are older than a day and three lives, and one request in 100 cleans', table(1000, limit + 1), 100, true],
    ['not where 999 are', table(999, limit + 1), 100, false],
    ['not where the oldest is no older', table(1000, limit), 100, false],
    ['where they are ten times the requests of one clean-up', table(10_000, limit + 1), 1000, true],
    ['not with one row less', table(9999, limit + 1), 1000, false],
    ['where all that are looked at are old, however seldom the dice fall', table(50_000, limit + 1), 1_000_000, true],
    ['not where one of these is not', table(49_999, limit + 1), 1_000_000, false],
    ['not where no age is known', table(50_000, null), 100, false],
    ['not where they were not counted', table(null, 10 * day), 100, false],
  ])('%s', (_, rows, requests, is) => {
    expect(rowsDefied(rows, lifetime, requests)).toBe(is);
  });

  it('of which no more than 50,000 are looked at', () => {
    expect(mostSessionRows).toBe(50_000);
  });
});

describe('nobody cleans because', () => {
  const deep = folder({ depth: 2 });
  it.each<[string, SessionCleaner, SessionFolder | null, string]>([
    ['PHP does not look into subfolders', cleaner(), deep, 'session-gc-depth'],
    ['PHP cannot list the folder', cleaner(), folder({ listable: false }), 'session-gc-unlistable'],
    ['subfolders come first', cleaner(), folder({ depth: 1, listable: false }), 'session-gc-depth'],
    ['PHP was never meant to, whatever the folder', cleaner(noDice), deep, 'session-gc-disabled'],
    ['PHP’s dice were not seen, whatever the folder', cleaner({ unseen: true }), deep, 'session-gc-disabled'],
    ['the folder gives no reason', cleaner({ divisor: 0 }), folder({ listable: true }), 'session-gc-disabled'],
    ['the folder was not seen', cleaner({ divisor: 0 }), null, 'session-gc-disabled'],
    ['it is not known whether PHP can list the folder', cleaner({ divisor: 0 }), folder({ listable: null }), 'session-gc-disabled'],
    ['the system’s cleaner stands still', cleaner(noDice, debianCleaner({ active: false })), folder(), 'session-cleaner-stopped'],
    [
      'the system’s cleaner covers other folders',
      cleaner(noDice, debianCleaner({ misses: 'another' })),
      folder(),
      'session-gc-path-uncovered',
    ],
    [
      'a cleaner that may run covers other folders',
      cleaner(noDice, debianCleaner({ misses: 'another', active: null })),
      folder(),
      'session-gc-path-uncovered',
    ],
    [
      'the only cleaner covers other folders and stands still',
      cleaner(noDice, debianCleaner({ misses: 'another', active: false })),
      folder(),
      'session-gc-disabled',
    ],
    [
      'one of two cleaners covers the folder and stands still',
      cleaner(noDice, debianCleaner({ misses: 'another' }), debianCleaner({ active: false })),
      folder(),
      'session-cleaner-stopped',
    ],
    ['PHP’s own obstacle comes before the system’s', cleaner({}, debianCleaner({ active: false })), deep, 'session-gc-depth'],
  ])('%s', (_, seen, where, cause) => {
    expect(cleaningCause(seen, where)).toBe(cause);
  });
});

describe('in words', () => {
  it.each<[Partial<SessionCleaner['system'][number]>, string]>([
    [{}, 'covers this folder'],
    [{ active: null }, 'covers this folder'],
    [{ active: false }, 'does not run'],
    [{ misses: 'cleans /srv only', active: false }, 'cleans /srv only'],
  ])('a cleaner %j', (differs, words) => {
    expect(describeCleaner(debianCleaner(differs))).toBe(words);
  });

  it.each<[Partial<SessionCleaner['php']>, string]>([
    [{}, '1 of 100 requests'],
    [{ probability: 0, divisor: 1000, blocked: 'never' }, '0 of 1000 requests: never'],
    [{ unseen: true, blocked: 'only PHP knows' }, 'only PHP knows'],
    [{ unseen: true }, '1 of 100 requests'],
  ])('the dice %j', (differs, words) => {
    expect(describeDice(cleaner(differs).php)).toBe(words);
  });
});
