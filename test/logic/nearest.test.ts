import { expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/logic/nearest.js';

const ids = ['clock-behind', 'session-path-missing', 'login-details-errors', 'system-url-mismatch', 'url', 'mail', 'json', 'freeSpace'];

it.each([
  ['clock-behind', 'clock-behind'],
  ['clock-behnid', 'clock-behind'],
  ['clockbehind', 'clock-behind'],
  ['Clock-Behind', 'clock-behind'],
  ['CLOCK_BEHIND', 'clock-behind'],
  [' clock behind ', 'clock-behind'],
  ['clocks-behind', 'clock-behind'],
  ['login-details-error', 'login-details-errors'],
  ['login-details', 'login-details-errors'],
  ['session-path', 'session-path-missing'],
  ['urls', 'url'],
  ['JSON', 'json'],
  ['freespace', 'freeSpace'],
  ['mails', 'mail'],
  ['json-lines', 'json'],
  ['something-else-entirely', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('%j: %s', (given, wanted) => {
  expect(nearest(given, ids)).toBe(wanted);
  expect(didYouMean(given, ids)).toBe(wanted === null ? '' : `Did you mean ${wanted}?`);
});
