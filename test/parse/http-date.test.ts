import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHttpDate } from '../../src/parse/http-date.js';

test('reads what servers write, for every second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
      expect(parseHttpDate(new Date(second * 1000).toUTCString())).toBe(second * 1000);
    }),
  );
});

test.each([
  '',
  'yesterday',
  '1994-11-06T08:49:37Z',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun, 31 Feb 2026 00:00:00 GMT',
  'Sun, 06 Nov 1994 25:49:37 GMT',
  'Sun, 06 Foo 1994 08:49:37 GMT',
])('does not read "%s"', (text) => {
  expect(parseHttpDate(text)).toBeNull();
});

test('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseHttpDate(text)));
});
