import { describe, expect, it } from 'vitest';
import { faultOfFolder, faultOfMessages, folderSubject, outOfInodes, outOfRoom } from '../../src/logic/session-folder.js';
import type { SessionFolder } from '../../src/model.js';
import { folder, space } from '../support/session-facts.js';

it.each([
  ['/var/lib/php/sessions', '/var/lib/php/sessions'],
  ['/srv/jail/tmp', '/srv/jail/tmp'],
  ['/proc/812/root/tmp', '/tmp'],
  ['', '/tmp'],
])('a folder that is seen at "%s" is named %s', (seenAt, subject) => {
  expect(folderSubject(folder({ path: seenAt.startsWith('/var') ? '/elsewhere' : '/tmp', seenAt }))).toBe(subject);
});

describe('room', () => {
  it.each([
    [1000, 0, true],
    [1000, 1, false],
    [1, 0, true],
    [0, 0, false],
  ])('of %i inodes %i are free: out of them is %s', (inodesTotal, inodesFree, is) => {
    expect(outOfInodes({ ...space, inodesTotal, inodesFree })).toBe(is);
  });

  it.each([
    [0, true],
    [4095, true],
    [4096, false],
  ])('%i bytes are too few for a session: %s', (bytesFree, is) => {
    expect(outOfRoom({ ...space, bytesFree })).toBe(is);
  });
});

const noInodes = folder({ space: { ...space, inodesFree: 0 } });
const noBytes = folder({ space: { ...space, bytesFree: 0 } });
const unseen = folder({ space: null });
const open = (why: string) => `session_start(): open(/srv/sess_a, O_RDWR) failed: ${why}`;

describe('PHP’s message names', () => {
  it.each<[string, string, SessionFolder, string]>([
    ['what is not permitted', open('Operation not permitted (1)'), folder(), 'session-path-denied'],
    ['a folder that is gone', open('No such file or directory (2)'), folder(), 'session-path-missing'],
    ['a folder that is closed', open('Permission denied (13)'), folder(), 'session-path-denied'],
    ['a file in the folder’s place', open('Not a directory (20)'), folder(), 'session-path-missing'],
    ['a file system that takes nothing', open('Read-only file system (30)'), folder(), 'session-path-read-only'],
    ['links that lead in circles', open('Too many levels of symbolic links (40)'), folder(), 'session-path-denied'],
    ['a quota', open('Disk quota exceeded (122)'), folder(), 'quota-exceeded'],
    ['no inodes by the numbers', open('No space left on device (28)'), noInodes, 'inodes-exhausted'],
    ['no blocks by the numbers', open('No space left on device (28)'), noBytes, 'disk-full'],
    ['no blocks where the numbers have since changed', open('No space left on device (28)'), folder(), 'disk-full'],
    ['no inodes, as a file could not be made', open('No space left on device (28)'), unseen, 'inodes-exhausted'],
    ['no blocks, as a file could not be filled', 'write failed: No space left on device (28)', unseen, 'disk-full'],
    ['a file that was cut', 'Write wrote less bytes than requested', unseen, 'disk-full'],
    ['a file that was cut for want of inodes', 'Write wrote less bytes than requested', noInodes, 'inodes-exhausted'],
    ['another’s file', 'Session data file is not created by your uid', folder(), 'session-path-denied'],
    ['open_basedir', 'open_basedir restriction in effect', folder(), 'session-path-denied'],
    ['a path of no form', 'The first parameter in session.save_path is invalid', folder(), 'session-path-malformed'],
    ['a number without words', 'failed: (13)', folder(), 'session-path-denied'],
    ['a number after a hundred letters', `failed: ${'x'.repeat(100)}(13)`, folder(), 'session-path-denied'],
  ])('%s', (_, error, where, cause) => {
    expect(faultOfMessages([error], where)).toEqual({ cause, why: error });
  });

  it.each([open('Too many open files (24)'), 'failed: (1300)', `failed: ${'x'.repeat(101)}(13)`, 'Permission denied (13)', ''])(
    'nothing: %s',
    (error) => {
      expect(faultOfMessages([error], folder())).toBeNull();
    },
  );

  it('the first that is known, up to 300 characters of it', () => {
    const long = open('Permission denied (13)').padEnd(301, '.');
    expect(faultOfMessages(['Notice', long, open('No such file or directory (2)')], folder())).toEqual({
      cause: 'session-path-denied',
      why: long.slice(0, -1),
    });
  });
});

describe('the folder shows', () => {
  const quota = (bytesLeft: number | null, filesLeft: number | null) => folder({ quota: { bytesLeft, filesLeft } });
  it.each<[string, SessionFolder, string | null, string]>([
    ['nothing', folder(), null, ''],
    ['a value of no form', folder({ malformed: true, exists: false }), 'session-path-malformed', '[N;[MODE;]]path'],
    ['that it is not there', folder({ exists: false }), 'session-path-missing', 'no such folder'],
    ['that it is a file', folder({ isDirectory: false }), 'session-path-missing', 'not a folder'],
    ['that a subfolder is not there', folder({ missingLevel: 'a/b' }), 'session-path-missing', 'the subfolder a/b is missing'],
    [
      'that its file system takes nothing',
      folder({ space: { ...space, readOnly: true, mountPoint: '/srv' } }),
      'session-path-read-only',
      '/srv is mounted read-only',
    ],
    [
      'that its file system takes nothing, wherever it is mounted',
      folder({ space: { ...space, readOnly: true, mountPoint: null } }),
      'session-path-read-only',
      'its file system is mounted read-only',
    ],
    [
      'that PHP may not write',
      folder({ writable: { verdict: 'no', why: 'mode 0700 of root' } }),
      'session-path-denied',
      'mode 0700 of root',
    ],
    ['nothing where it cannot be told whether PHP may write', folder({ writable: { verdict: 'undetermined', why: 'an ACL' } }), null, ''],
    ['no inodes', noInodes, 'inodes-exhausted', '0 of 1000000 inodes are free'],
    ['no blocks', noBytes, 'disk-full', '0 bytes are free'],
    ['nothing where its room was not seen', unseen, null, ''],
    ['a quota without a block', quota(4095, null), 'quota-exceeded', '4095 bytes of the quota are left'],
    ['a quota with a block', quota(4096, null), null, ''],
    ['a quota without files', quota(null, 0), 'quota-exceeded', 'the quota allows no more files'],
    ['a quota with a file', quota(null, 1), null, ''],
    ['a quota of nothing that was seen', quota(null, null), null, ''],
  ])('%s', (_, seen, cause, why) => {
    const fault = faultOfFolder(seen);
    expect(fault?.cause ?? null).toBe(cause);
    expect(fault?.why ?? '').toContain(why);
  });
});
