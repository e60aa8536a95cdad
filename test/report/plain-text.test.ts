import { expect, it } from 'vitest';
import { plain } from '../../src/report/plain-text.js';
import { wrap } from '../../src/report/wrap.js';
import { runnerCommands } from '../support/actions-runner.js';

it.each([
  'fe80::a fe80::b',
  '::1 ::a ::ffff:192.0.2.1',
  'Foo::bar in App::run()',
  'Log::error in App::run(), Log::debug::x',
  'echo ::hello::world',
])('%s stays as it is', (text) => {
  expect(plain(text)).toBe(text);
});

it.each([
  '::error::x',
  'words ::error::x',
  'words  ::ERROR file=a::x',
  '::warning a\nb::x',
  '::add-mask::x',
  `words ${'長'.repeat(20)}::error::x`,
  `words ${'長'.repeat(20)}Foo::error::x`,
  `words ${'長'.repeat(20)} (::error::x`,
  'words (::error::x',
])('of %j nothing is obeyed, wherever its lines end', (text) => {
  for (let width = 1; width < 60; width += 1)
    expect(runnerCommands(wrap(plain(text), width, '', '  ').join('\n')), String(width)).toEqual([]);
});
