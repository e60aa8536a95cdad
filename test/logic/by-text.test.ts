import { expect, test } from 'vitest';
import { byText } from '../../src/logic/by-text.js';

test('texts stand in the order of their characters, whatever the locale', () => {
  expect(['php.web', 'a', 'php-cli', 'B', '', 'é', 'php.web'].sort(byText)).toEqual(['', 'B', 'a', 'php-cli', 'php.web', 'php.web', 'é']);
  expect([byText('a', 'a'), byText('a', 'b'), byText('b', 'a')]).toEqual([0, -1, 1]);
});

test('dates of one form stand in the order of time', () => {
  expect(['2026-11-22 10:00:00', '2026-02-22 10:00:00', '2026-11-22 09:59:59'].sort(byText)).toEqual([
    '2026-02-22 10:00:00',
    '2026-11-22 09:59:59',
    '2026-11-22 10:00:00',
  ]);
});
