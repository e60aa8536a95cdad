import { expect, it, test } from 'vitest';
import { adminFolderOf } from '../../src/logic/admin-folder.js';

const written = (value: string) => adminFolderOf({ state: 'set', value, line: 3 });

it('is admin where nothing is set, or nothing but spaces', () => {
  const standard = { configured: null, written: 'default', folder: 'admin' };
  expect(adminFolderOf({ state: 'absent' })).toEqual(standard);
  expect(written('')).toEqual(standard);
  expect(written(' \t')).toEqual(standard);
});

it('cannot be read where PHP computes it', () => {
  expect(adminFolderOf({ state: 'dynamic', why: 'a constant', line: 3 })).toBeNull();
});

// letters, digits, hyphens and underscores; an older revision allows dots too
test.each(['a', 'Office', 'my_office-2', 'v1.2', '...', '.hidden', 'x'.repeat(100)])('%s is the name of a folder', (name) => {
  expect(written(name)).toEqual({ configured: name, written: 'name', folder: name });
});

test.each([
  ['/office/', 'path', 'office'],
  ['../office', 'path', 'office'],
  ['./my/office', 'path', 'my/office'],
  ['my//office/..', 'path', 'my/office'],
  ['/', 'path', 'admin'],
  ['..', 'odd', 'admin'],
  ['.', 'odd', 'admin'],
  ['my office', 'odd', 'my office'],
  [' office', 'odd', ' office'],
  ['office ', 'odd', 'office '],
  ['büro', 'odd', 'büro'],
  ['x'.repeat(101), 'odd', 'x'.repeat(101)],
])('%j is odd: %s, and leads to %s', (value, how, folder) => {
  expect(written(value)).toEqual({ configured: value, written: how, folder });
});

it('is told up to 300 characters', () => {
  expect(written('ü'.repeat(300))).toEqual({ configured: 'ü'.repeat(300), written: 'odd', folder: 'ü'.repeat(300) });
  expect(written('ü'.repeat(301))).toEqual({ configured: 'ü'.repeat(300), written: 'odd', folder: 'ü'.repeat(300) });
});
