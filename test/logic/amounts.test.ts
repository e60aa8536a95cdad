import { expect, test } from 'vitest';
import { formatBytes, formatSeconds, longestMs, timesOf } from '../../src/logic/amounts.js';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1001, '1 kB'],
  [1050, '1.1 kB'],
  [1250, '1.3 kB'],
  [99_940, '99.9 kB'],
  [99_960, '100 kB'],
  [100_000, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [999_999_999, '1 GB'],
  [100_400, '100 kB'],
  [100_600, '101 kB'],
  [250_000_000, '250 MB'],
  [1_500_000_000, '1.5 GB'],
  [2_000_000_000_000, '2 TB'],
  [3_000_000_000_000_000, '3 PB'],
  // there is no larger unit
  [4_000_000_000_000_000_000, '4000 PB'],
])('%s bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 times'],
  [1, 'once'],
  [2, '2 times'],
])('%s: %s', (count, text) => {
  expect(timesOf(count)).toBe(text);
});

test.each([
  [0, '0 seconds'],
  [0.4, '0 seconds'],
  [1, '1 second'],
  [1.4, '1 second'],
  [1.5, '2 seconds'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [61, '61 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [1440, '24 minutes'],
  [90, '90 seconds'],
  [3600, '1 hour'],
  [3601, '60 minutes'],
  [7199, '120 minutes'],
  [7200, '2 hours'],
  [9000, '2.5 hours'],
  [86_400, '1 day'],
  [86_401, '24 hours'],
  [172_799, '48 hours'],
  [172_800, '2 days'],
  [259_200, '3 days'],
])('%s s are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('the longest duration is the last moment that a calendar has', () => {
  expect(new Date(longestMs).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
  expect(Number.isNaN(new Date(longestMs + 1).getTime())).toBe(true);
});
