import { expect, it } from 'vitest';
import { poolValue } from '../../src/logic/pool-value.js';

const line = (value: string | null, admin = false, directive = 'doc_root') => ({ directive, value, admin, where: 'pool' });

it.each([
  ['nothing', [], undefined, undefined],
  ['another directive', [line('/a', true, 'open_basedir')], undefined, undefined],
  ['two of the same', [line('/a'), line('/b')], '/a', '/b'],
  ['two of the administrator', [line('/a', true), line('/b', true)], '/a', '/b'],
  ["the administrator's behind", [line('/a'), line('/b', true)], '/b', '/b'],
  ["the administrator's before", [line('/a', true), line('/b')], '/a', '/a'],
  ['what only PHP knows', [line(null, true), line('/b')], null, null],
  ['what only PHP knows, behind', [line('/a'), line(null)], '/a', null],
  ['an empty one', [line(''), line('/b')], '', '/b'],
  ['a name in other letters, which PHP does not know', [line('/a', true, 'Doc_Root')], undefined, undefined],
])('%s', (_, values, fpm, apache) => {
  expect(poolValue(values, 'doc_root', 'fpm')).toBe(fpm);
  expect(poolValue(values, 'doc_root', 'mod_php')).toBe(apache);
});
