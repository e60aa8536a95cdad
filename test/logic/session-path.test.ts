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
    ['22;/dir', '/dir', 22, 0o600],
    [' +5 levels;/dir', '/dir', 5, 0o600],
    ['x5;/dir', '/dir', 0, 0o600],
    ['08;/dir', '/dir', 8, 0o600],
    ['1;7;/dir', '/dir', 1, 0o7],
    ['1;0;/dir', '/dir', 1, 0],
    ['1;7777;/dir', '/dir', 1, 0o7777],
    ['1; +0640x;/dir', '/dir', 1, 0o640],
    ['1;x640;/dir', '/dir', 1, 0],
    ['1;698;/dir', '/dir', 1, 0o6],
    [';/dir', '/dir', 0, 0o600],
    ['1;;/dir', '/dir', 1, 0],
    [';;/dir', '/dir', 0, 0],
    ['1;2', '2', 1, 0o600],
    ['/sessions2', '/sessions2', 0, 0o600],
    ['2sessions', '2sessions', 0, 0o600],
    ['/mnt/a://b', '/mnt/a://b', 0, 0o600],
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
    ['1;0600;', 'missing after the semicolon'],
    ['22', 'only "22" is left of it'],
    ['23;/dir', 'the depth, is 23'],
    ['1;-1;/dir', 'mode'],
    ['1;10000;/dir', 'mode'],
    ['x://y', '"x://…" is an address of another handler'],
    ['REDIS+tls://a://b', '"REDIS+tls://…" is an address of another handler'],
    ['/dir\0', 'NUL'],
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
  it.each(['2;0660;/a//b', '2;0660;a/b'])('%s keeps depth and mode', (value) => {
    expect(effectiveSessionPath(value, from)).toMatchObject({ depth: 2, fileMode: 0o660, malformed: null });
  });
  it('what is malformed stays as it is', () => {
    expect(effectiveSessionPath('23;a/b', from)).toEqual({
      path: 'a/b',
      depth: 23,
      fileMode: 0o600,
      malformed: 'its first parameter, the depth, is 23',
    });
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
