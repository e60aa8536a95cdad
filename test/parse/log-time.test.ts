import { expect, test } from 'vitest';
import { logTime } from '../../src/parse/log-time.js';

const at = (line: string, zone: string | null = 'UTC'): string | null => {
  const ms = logTime(line, zone);
  return ms === null ? null : new Date(ms).toISOString();
};

test.each([
  ['[22-Nov-2026 02:13:51 UTC] PHP Warning:  x', '2026-11-22T02:13:51.000Z'],
  ['[22-Nov-2026 02:13:51 Europe/Berlin] PHP Warning:  x', '2026-11-22T01:13:51.000Z'],
  ['[22-Jul-2026 02:13:51 Europe/Berlin] PHP Warning:  x', '2026-07-22T00:13:51.000Z'],
  ['[22-Nov-2026 02:13:51] WARNING: [pool www] child 7 said into stderr', '2026-11-22T02:13:51.000Z'],
  ['[22-Nov-2026 02:13:51.123456] WARNING: x', '2026-11-22T02:13:51.000Z'],
  ['2026/11/22 02:13:51 [error] 7#7: *1 x', '2026-11-22T02:13:51.000Z'],
  ['[Sun Nov 22 02:13:51.123456 2026] [php:warn] x', '2026-11-22T02:13:51.000Z'],
  ['2026-11-22 02:13:51 Client Login', '2026-11-22T02:13:51.000Z'],
  ['2026-11-22T02:13:51+05:30 x', '2026-11-21T20:43:51.000Z'],
  ['2026-11-22T02:13:51Z x', '2026-11-22T02:13:51.000Z'],
  ['0000-00-00 00:00:00 x', null],
  ['[22-Foo-2026 02:13:51 UTC] x', null],
  ['[22-Nov-2026 02:13:51 Nope/Zone] x', null],
  ['no time', null],
  ['', null],
])('%s', (line, expected) => {
  expect(at(line)).toBe(expected);
});

test('a line without a zone follows that of its log, and has no time where that is unknown', () => {
  expect(at('2026/11/22 02:13:51 [error] x', 'America/New_York')).toBe('2026-11-22T07:13:51.000Z');
  expect(at('2026/11/22 02:13:51 [error] x', null)).toBeNull();
});

test('the hour that is shown twice is taken as the first, the one that is left out as the moment after it', () => {
  expect(at('2026/10/25 02:30:00 x', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2026/03/29 02:30:00 x', 'Europe/Berlin')).toBe('2026-03-29T00:30:00.000Z');
});
