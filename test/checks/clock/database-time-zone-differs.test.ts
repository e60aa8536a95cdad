import { expect, test } from 'vitest';
import check from '../../../checks/clock/database-time-zone-differs.js';
import type { DatabaseConnection, DatabaseZone } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { now, setter, systemZone } from '../../support/zone-facts.js';

const facts = (offset: number, records: Partial<DatabaseZone>) => ({
  'clock.now': { epochMs: now },
  'database.connection': {
    where: 'localhost',
    utcOffsetSeconds: offset,
    sessionTimeZone: 'SYSTEM',
    systemTimeZone: 'UTC',
  } as DatabaseConnection,
  'zone.database': { examined: 5, visitsBefore: [], latestVisit: '2026-01-18 11:00:00', ...records },
  'php.web': phpView({ timeZone: 'UTC', utcOffsetSeconds: 0 }),
});

test.each<[string, number, Partial<DatabaseZone>, string]>([
  ['one zone', 0, { visitsBefore: [18_000] }, 'pass'],
  ['another zone that shows nowhere', -18_000, {}, 'pass'],
  ['visits before their log-in', -18_000, { visitsBefore: [17_940, 18_001] }, 'warn'],
  ['seconds of disorder', -18_000, { visitsBefore: [2] }, 'pass'],
  ['a gap that is larger than the difference', -3600, { visitsBefore: [18_000] }, 'pass'],
  ['a visit in the future', 18_000, { latestVisit: '2026-01-18 16:55:00' }, 'warn'],
  ['ahead, and the last visit long ago', 18_000, { latestVisit: '2026-01-10 16:55:00' }, 'pass'],
])('%s', (_, offset, records, is) => {
  expect(judgement(check, facts(offset, records)).is).toBe(is);
});

test('code that sets the zone decides before php.ini', () => {
  const angeles = setter({ place: 'configuration', zone: 'America/Los_Angeles' });
  const said = (offset: number, records: Partial<DatabaseZone>, code = angeles) =>
    judgement(check, { ...facts(offset, records), 'zone.system': systemZone(code) }).is;
  // One zone for both, though php.ini has another.
  expect(said(-28_800, { visitsBefore: [28_000] })).toBe('pass');
  expect(said(0, { latestVisit: '2026-01-18 11:55:00' })).toBe('warn');
  expect(said(-28_800, { visitsBefore: [28_000] }, { ...angeles, scope: 'condition' })).toBe('pass');
  expect(said(-18_000, { visitsBefore: [17_000] }, { ...angeles, scope: 'condition' })).toBe('pass');
  expect(said(-36_000, { visitsBefore: [7000] }, { ...angeles, scope: 'condition' })).toBe('warn');
  expect(said(-18_000, { visitsBefore: [17_000] }, { ...angeles, zone: null })).toBe('skip');
});

test('not seen', () => {
  expect(judgement(check, { ...facts(0, {}), 'php.web': phpView({ utcOffsetSeconds: null }) }).is).toBe('skip');
  expect(judgement(check, facts(3600, { examined: 0, latestVisit: null })).is).toBe('skip');
  expect(judgement(check, { ...facts(3600, {}), 'zone.database': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { ...facts(0, {}), 'zone.database': gap('timeout') }).is).toBe('pass');
  expect(judgement(check, { ...facts(0, {}), 'database.connection': gap('denied') }).is).toBe('unknown');
});
