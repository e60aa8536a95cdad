import { expect, test } from 'vitest';
import { glob } from '../../src/logic/glob.js';

test.each([
  ['clock-behind', 'clock-behind', true],
  ['clock-behind', 'clock-behind-more', false],
  ['clock-behind', 'my-clock-behind', false],
  ['clock-*', 'clock-behind', true],
  ['clock-*', 'clock-', true],
  ['clock-*', 'clock', false],
  ['*-behind', 'clock-behind', true],
  ['c*k-*d', 'clock-behind', true],
  ['c*k-*d', 'clock-ahead-of', false],
  ['*', '', true],
  ['**', 'any', true],
  ['a**b', 'a*b', true],
  ['*', 'two\nlines', true],
  ['', '', true],
  ['', 'any', false],
  // everything else is literal
  ['a.c', 'abc', false],
  ['a.c', 'a.c', true],
  ['a+', 'aa', false],
  ['a?', 'a', false],
  ['[ab]', 'a', false],
  ['a|b', 'a', false],
  ['^a$', 'a', false],
  ['(a){1}\\', '(a){1}\\', true],
])('%j matches %j: %s', (pattern, text, matches) => {
  expect(glob(pattern).test(text)).toBe(matches);
});
