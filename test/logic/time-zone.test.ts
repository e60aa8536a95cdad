import { describe, expect, test } from 'vitest';
import { ago, cronLate, latest } from '../../src/logic/cron-runs.js';
import { readCronLog, type LogEntry } from '../../src/logic/cron-log.js';
import {
  firstDifference,
  hours,
  localMoment,
  offsetStepSeconds,
  utcOffset,
  utcYear,
  yearOf,
  type YearOfOffsets,
} from '../../src/logic/time-zone.js';
import { command } from '../support/zone-facts.js';

const january = Date.UTC(2026, 0, 18);
const july = Date.UTC(2026, 6, 18);
const year = (zone: string, at = january): YearOfOffsets => yearOf(zone, at) ?? { now: NaN, ahead: new Map() };

test.each([
  ['UTC', january, 0],
  ['America/New_York', january, -18_000],
  ['America/New_York', july, -14_400],
  ['Europe/Kyiv', january, 7200],
  ['Asia/Kathmandu', january, 20_700],
  ['america/new_york', january, -18_000],
  ['EST', july, -18_000],
  ['GB', july, 3600],
  ['PST8PDT', january, -28_800],
])('%s at %i: %i s', (zone, at, seconds) => {
  expect(year(zone, at).now).toBe(seconds);
});

test.each(['PST', 'IST', 'bst', 'CST', 'SystemV/PST8', '', 'Nope/Zone', '+05:30', 'UTC+1', '../etc/passwd', `${'A'.repeat(200)}`])(
  '%o is no zone',
  (zone) => {
    expect(yearOf(zone, january)).toBeNull();
  },
);

test('the year is told at moments that any two looks share', () => {
  for (const moment of year('Europe/Berlin').ahead.keys()) expect(moment % (offsetStepSeconds * 1000)).toBe(0);
  expect(Math.max(...year('UTC').ahead.keys()) - january).toBeGreaterThan(360 * 86_400_000);
});

test.each([
  ['Europe/Kiev', 'Europe/Kyiv', false],
  ['UTC', 'Europe/London', true],
  ['Africa/Abidjan', 'UTC', false],
  ['America/Havana', 'America/New_York', false],
  ['America/Phoenix', 'America/Denver', true],
])('%s and %s differ within the year: %s', (one, other, differ) => {
  expect(firstDifference(year(one), year(other)) !== null).toBe(differ);
});

test('a look ahead is of 28 moments, the first of them not after now', () => {
  const moments = [...year('Europe/Berlin').ahead.keys()];
  expect(moments).toHaveLength(28);
  const age = january - (moments[0] ?? 0);
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(offsetStepSeconds * 1000);
  expect(year('Europe/Berlin').ahead.get(moments[0] ?? 0)).toBe(3600);
  expect(utcYear(january)).toEqual(year('UTC'));
});

test('the first difference is the earliest, in whatever order the moments were told', () => {
  const of = (...ahead: readonly (readonly [number, number])[]): YearOfOffsets => ({ now: 0, ahead: new Map(ahead) });
  expect(firstDifference(of([30, 1], [10, 1], [20, 1]), of([10, 0], [20, 0], [30, 0]))).toBe(10);
  expect(firstDifference(of([10, 0], [20, 1]), of([10, 0], [20, 0]))).toBe(20);
  expect(firstDifference(of([10, 1]), of([20, 0]))).toBeNull();
});

test('words', () => {
  expect([0, 19_800, -18_000, 45_900].map(utcOffset)).toEqual(['UTC', 'UTC+05:30', 'UTC-05:00', 'UTC+12:45']);
  expect([18_000, -19_800, 900, 0, 3660, 3600, 3540].map(hours)).toEqual([
    '5 h',
    '5 h 30 min',
    '15 min',
    '0 min',
    '1 h 1 min',
    '1 h',
    '59 min',
  ]);
  expect([60, 7200, 172_800, -5].map(ago)).toEqual(['1 min', '2 h', '2 days', '0 min']);
});

test.each([
  ['2026-01-18 00:00:00', january],
  [' 2026-01-18T00:00:00.5 ', january],
  ['0000-00-00 00:00:00', null],
  ['yesterday', null],
  ['on 2026-01-18 00:00:00', null],
  ['2026-01-18', null],
  ['2026-00-18 00:00:00', null],
  ['2026-12-18 00:00:00', Date.UTC(2026, 11, 18)],
  ['2026-01-00 00:00:00', null],
  ['2026-01-18 23:59:59', Date.UTC(2026, 0, 18, 23, 59, 59)],
  ['2026-01-18 25:00:00', null],
  ['2026-01-18 12:60:00', null],
  ['1989-12-31 23:59:59', null],
  ['1990-01-01 00:00:00', Date.UTC(1990, 0, 1)],
  ['2026-13-01 00:00:00', null],
  ['', null],
])('%o is the moment %o', (text, moment) => {
  expect(localMoment(text)).toBe(moment);
});

describe('runs of cron', () => {
  test('a record is as young as any zone makes it', () => {
    const runs = [{ what: 'any', at: '2026-01-18 00:00:00', source: '' } as const];
    expect(latest(runs, [0], january + 3_600_000)?.seconds).toBe(3600);
    expect(latest(runs, [0, -18_000], january + 3_600_000)?.seconds).toBe(3600 - 18_000);
    expect(latest([], [0], january)).toBeNull();
  });

  test('what is not seen is not late', () => {
    const at = [{ what: 'any', at: '2026-01-18 00:00:00', source: '' } as const];
    expect(cronLate({ runs: at, commands: [] }, [0], january + 3_600_000)).toBe('recent');
    expect(cronLate({ runs: at, commands: [] }, [0], january + 27 * 3_600_000)).toBe('late');
    expect(cronLate({ runs: [], commands: [command()] }, [0], january)).toBe('not-recorded');
    expect(cronLate({ runs: [], commands: [command({ leadsTo: 'another' })] }, [0], january)).toBeNull();
  });
});

describe('the order of the log', () => {
  const cron = (at: string): LogEntry => ({ by: 'cron', at: `2026-01-18 ${at}:00` });
  const visitor = (at: string): LogEntry => ({ by: 'visitor', at: `2026-01-18 ${at}:00` });

  test.each<[string, readonly LogEntry[], number | null]>([
    ['one zone', [cron('12:10'), visitor('12:06'), cron('12:05'), visitor('12:01')], null],
    ['cron 5 hours ahead', [visitor('07:07'), cron('12:05'), visitor('07:01'), cron('12:00'), visitor('06:50')], 17_940],
    ['cron 5 hours behind', [cron('07:10'), visitor('12:07'), cron('07:05'), visitor('12:01'), cron('06:55')], -17_820],
    ['only once', [cron('12:00'), visitor('17:00'), cron('11:00'), visitor('10:00')], null],
    ['to and fro', [cron('12:00'), visitor('17:00'), cron('22:00'), visitor('23:00')], null],
    ['seconds', [cron('12:00'), visitor('12:01'), cron('11:59'), visitor('12:00')], null],
    ['nothing', [], null],
  ])('%s', (_, entries, shift) => {
    expect(readCronLog(entries).shift?.cronAheadSeconds ?? null).toBe(shift);
  });

  test('what was long ago does not count', () => {
    const well = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? cron(`12:${59 - i}`) : visitor(`12:${59 - i}`)));
    expect(readCronLog([...well, visitor('07:07'), cron('12:05'), visitor('07:01'), cron('12:00')]).shift).toBeNull();
  });
});
