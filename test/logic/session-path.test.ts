import { describe, expect, it } from 'vitest';
import { debianSessionPath, effectiveSessionPath, isWithin, parseSessionPath, subfolderNames, tidy } from '../../src/logic/session-path.js';

describe('parseSessionPath', () => {
  it.each([
    ['/var/lib/php/sessions', '/var/lib/php/sessions', 0, 0o600],
    ['2;/dir', '/dir', 2, 0o600],
    ['2;0660;/dir', '/dir', 2, 0o660],
    ['0;/dir', '/dir', 0, 0o600],
    ['1;600;/a;b', '/a;b', 1, 0o600],
    // strtol: what is no number is 0, and PHP goes on.
    ['abc;/dir', '/dir', 0, 0o600],
    ['', '', 0, 0o600],
    ['sessions', 'sessions', 0, 0o600],
  ])('%s', (value, path, depth, fileMode) => {
    expect(parseSessionPath(value)).toEqual({ path, depth, fileMode, malformed: null });
  });

  it.each([
    ['2', 'quotes in php.ini'],
    ['-1;/dir', 'depth'],
    ['99999999999999999999;/dir', 'depth'],
    ['1;77777;/dir', 'mode'],
    ['tcp://127.0.0.1:6379?auth=secret', 'another handler'],
    ['1;', 'missing after the semicolon'],
  ])('%s starts no session', (value, why) => {
    expect(parseSessionPath(value).malformed).toContain(why);
  });

  it('does not repeat credentials of a server address', () => {
    expect(JSON.stringify(parseSessionPath('tcp://127.0.0.1:6379?auth=secret').malformed)).not.toContain('secret');
  });
});

describe('effectiveSessionPath', () => {
  const from = { tempDir: '/srv/tmp', debian: false, scriptFolder: '/var/www/whmcs' };
  it.each([
    ['', from, '/srv/tmp'],
    ['', { ...from, tempDir: null }, '/tmp'],
    [undefined, from, '/srv/tmp'],
    [undefined, { ...from, debian: true }, debianSessionPath],
    ['', { ...from, debian: true }, '/srv/tmp'],
    ['tmp/sessions', from, '/var/www/whmcs/tmp/sessions'],
    ['tmp/sessions', { ...from, scriptFolder: null }, 'tmp/sessions'],
    ['//a/./b/', from, '/a/b'],
  ])('%s', (value, given, path) => {
    expect(effectiveSessionPath(value, given).path).toBe(path);
  });
});

describe('paths', () => {
  it('tidies without following ..', () => expect(tidy('/a//b/../c/')).toBe('/a/b/../c'));
  it('compares whole names', () => {
    expect([isWithin('/tmp', '/tmp'), isWithin('/tmp/x', '/tmp'), isWithin('/tmpx', '/tmp'), isWithin('/x', '/')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
  it.each([
    [4, 16],
    [5, 32],
    [6, 64],
    [Number.NaN, 16],
  ])('ids with %s bits per character have %s letters', (bits, count) => {
    expect(new Set(subfolderNames(bits)).size).toBe(count);
  });
});
