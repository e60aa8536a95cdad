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
    [';/dir', '/dir', 0, 0o600],
    [';;/dir', '/dir', 0, 0],
    ['22;/dir', '/dir', 22, 0o600],
    ['+2;/dir', '/dir', 2, 0o600],
    [' 2x;/dir', '/dir', 2, 0o600],
    ['x2;/dir', '/dir', 0, 0o600],
    ['+;/dir', '/dir', 0, 0o600],
    ['12;/dir', '/dir', 12, 0o600],
    // octal: 9 is no digit of it
    ['08;09;/dir', '/dir', 8, 0],
    ['1;+600;/dir', '/dir', 1, 0o600],
    ['1;x600;/dir', '/dir', 1, 0],
    ['1;+;/dir', '/dir', 1, 0],
    ['1;7777;/dir', '/dir', 1, 0o7777],
    ['1;0;/dir', '/dir', 1, 0],
    ['1;2', '2', 1, 0o600],
    ['/2', '/2', 0, 0o600],
    ['2x', '2x', 0, 0o600],
    ['/srv/a://b', '/srv/a://b', 0, 0o600],
  ])('%s', (value, path, depth, fileMode) => {
    expect(parseSessionPath(value)).toEqual({ path, depth, fileMode, malformed: null });
  });

  it.each([
    ['2', 'quotes in php.ini'],
    ['12', 'only "12" is left'],
    ['-1;/dir', 'the depth, is -1'],
    ['23;/dir', 'the depth, is 23'],
    ['1;-1;/dir', 'mode'],
    ['1;10000;/dir', 'mode'],
    ['TCP://h:6379', '"TCP://…" is an address'],
    ['x://h?y=a://b', '"x://…" is an address'],
    ['/srv/\0x', 'NUL'],
    ['1;;', 'missing after the semicolon'],
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
    ['tcp://h:6379', from, 'tcp://h:6379'],
    ['2;rel', from, '/var/www/whmcs/rel'],
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

it('subfolders are named by the characters of ids, in their order', () => {
  expect(subfolderNames(4).join('')).toBe('0123456789abcdef');
  expect(subfolderNames(5).join('')).toBe('0123456789abcdefghijklmnopqrstuv');
  expect(subfolderNames(6).join('')).toBe('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,');
});
