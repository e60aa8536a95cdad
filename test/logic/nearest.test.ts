import { expect, it } from 'vitest';
import { alike, didYouMean, nearest } from '../../src/logic/nearest.js';

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

it.each([
  ['  Clock__ behind ', 'clock-behind'],
  ['freeSpace', 'freespace'],
  ['a-b', 'a-b'],
  ['', ''],
])('%j is written %j', (text, written) => {
  expect(alike(text)).toBe(written);
});

it.each<[string, string, readonly string[], string | null]>([
  ['two letters of a short name', 'axyd', ['abcd'], 'abcd'],
  ['not three of a short name', 'xyzd', ['abcd'], null],
  ['three of nine', 'abcdefxyz', ['abcdefghi'], 'abcdefghi'],
  ['not three of eight', 'abcdexyz', ['abcdefgh'], null],
  ['not four of nine', 'abcdewxyz', ['abcdefghi'], null],
  ['not four of eleven', 'abcdefgwxyz', ['abcdefghijk'], null],
  ['a part of four letters', 'path', ['session-path-missing'], 'session-path-missing'],
  ['no part of three letters', 'pat', ['session-path-missing'], null],
  ['more behind a name of four letters', 'json-and-much-more', ['json'], 'json'],
  ['not more behind a name of three letters', 'url-and-much-more', ['url'], null],
  ['the first of two that are as near', 'abcx', ['abcd', 'abce'], 'abcd'],
  ['the nearer of two', 'abce', ['abcd', 'abce'], 'abce'],
  ['the very name rather than one that it is a part of', 'path', ['path-missing', 'path'], 'path'],
  ['a part before a typing error of two letters', 'path', ['xxth', 'path-missing'], 'path-missing'],
  ['a typing error of one letter before more behind a name', 'jsonx', ['json-x', 'json'], 'json-x'],
  ['a letter too many', 'abbcd', ['abcd'], 'abcd'],
  ['two letters too few', 'ab', ['abcd'], 'abcd'],
  ['a hundred letters', 'a'.repeat(100), ['a'.repeat(99)], 'a'.repeat(99)],
  ['not a hundred and one', 'a'.repeat(101), ['a'.repeat(100)], null],
  ['nothing among nothing', 'path', [], null],
])('%s', (_, given, known, wanted) => {
  expect(nearest(given, known)).toBe(wanted);
});
