import { describe, expect, test } from 'vitest';
import check from '../../../checks/sessions/session-path-unwritable.js';
import type { SessionStore } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { log } from '../../support/request-facts.js';
import { failedTrial, folder, rounds, server, space, store, workingTrial } from '../../support/session-facts.js';

const says = (given: Partial<SessionStore>, visitor = gap('disabled') as ReturnType<typeof gap> | ReturnType<typeof rounds>) =>
  judgement(check, { 'sessions.store': store(given), 'http.sessions': visitor });

describe('PHP can write', () => {
  test('by the folder’s mode', () => expect(says({}).is).toBe('pass'));
  test('its trial overrules mode bits and open_basedir', () => {
    const files = folder({ writable: { verdict: 'no', why: 'mode 0700 of root' } });
    expect(says({ files, trial: workingTrial, way: 'fastcgi' }).is).toBe('pass');
  });
  test('one session that is kept does not speak for ids whose subfolder is missing', () => {
    const files = folder({ depth: 1, missingLevel: '/var/lib/php/sessions/g' });
    expect(says({ files, trial: workingTrial, way: 'fastcgi' })).toMatchObject({ is: 'pass', note: expect.stringContaining('sessions/g') });
    // of what files alone say, the folder may be the wrong one
    expect(says({ files }, rounds('aaaa', 'xxxx'))).toMatchObject({ is: 'pass', note: expect.stringContaining('is missing') });
  });
  test('a visitor’s kept session overrules what the files look like', () => {
    expect(says({ files: folder({ exists: false }) }, rounds('aaaa', 'xxxx'))).toMatchObject({
      is: 'pass',
      note: expect.stringContaining('no such folder'),
    });
  });
  test.each(['database', 'redis', 'memcached'])('the handler %s has no folder', (handler) => {
    expect(says({ handler, files: null, remote: server() }).is).toBe('skip');
  });
});

describe('what its own messages say is proved', () => {
  const none = { ...space, bytesFree: 0 };
  test.each([
    ['session_start(): open(/p/sess_X, O_RDWR) failed: No such file or directory (2)', folder(), 'session-path-missing'],
    ['session_start(): open(/p/sess_X, O_RDWR) failed: Permission denied (13)', folder(), 'session-path-denied'],
    ['session_start(): open(/p/sess_X, O_RDWR) failed: Read-only file system (30)', folder(), 'session-path-read-only'],
    ['session_start(): open(/p/sess_X, O_RDWR) failed: Disk quota exceeded (122)', folder(), 'quota-exceeded'],
    ['session_start(): open(/p/sess_X, O_RDWR) failed: Too many levels of symbolic links (40)', folder(), 'session-path-denied'],
    [
      'session_start(): open(/p/sess_X, O_RDWR) failed: No space left on device (28)',
      folder({ space: { ...space, inodesFree: 0 } }),
      'inodes-exhausted',
    ],
    ['session_start(): open(/p/sess_X, O_RDWR) failed: No space left on device (28)', folder({ space: null }), 'inodes-exhausted'],
    ['session_write_close(): Write failed: No space left on device (28)', folder({ space: none }), 'disk-full'],
    ['session_write_close(): Write failed: No space left on device (28)', folder({ space: null }), 'disk-full'],
    ['session_write_close(): Write wrote less bytes than requested', folder({ space: none }), 'disk-full'],
    ['Session data file is not created by your uid', folder(), 'session-path-denied'],
    ['The first parameter in session.save_path is invalid', folder(), 'session-path-malformed'],
    ['session_start(): open_basedir restriction in effect. File(/tmp) is not within the allowed path(s)', folder(), 'session-path-denied'],
  ])('%s', (error, files, cause) => {
    expect(says({ files, trial: failedTrial(error), way: 'fastcgi' })).toMatchObject({
      is: 'fail',
      cause,
      confidence: 'proved',
      subject: files.path,
    });
  });

  test('a message that names nothing is unknown, never healthy', () => {
    expect(says({ trial: failedTrial('something new'), way: 'fastcgi' })).toMatchObject({
      is: 'unknown',
      reason: expect.stringContaining('something new'),
    });
  });
});

describe('what the folder looks like is likely', () => {
  test.each([
    [folder({ malformed: true }), 'session-path-malformed'],
    [folder({ exists: false }), 'session-path-missing'],
    [folder({ isDirectory: false }), 'session-path-missing'],
    [folder({ depth: 1, missingLevel: '0' }), 'session-path-missing'],
    [folder({ writable: { verdict: 'no', why: 'mode 0755 of root' } }), 'session-path-denied'],
    [folder({ space: { ...space, readOnly: true } }), 'session-path-read-only'],
    [folder({ space: { ...space, bytesFree: 0 } }), 'disk-full'],
    [folder({ space: { ...space, inodesFree: 0 } }), 'inodes-exhausted'],
    [folder({ quota: { bytesLeft: 0, filesLeft: null } }), 'quota-exceeded'],
    [folder({ quota: { bytesLeft: null, filesLeft: 0 } }), 'quota-exceeded'],
  ])('%#', (files, cause) => {
    expect(says({ files })).toMatchObject({ is: 'fail', cause, confidence: 'likely' });
    expect(says({ files }, rounds('abcd', 'wxyz'))).toMatchObject({ is: 'fail', cause, confidence: 'proved' });
  });

  test('a file system without a fixed number of inodes is not out of them', () => {
    expect(says({ files: folder({ space: { ...space, inodesFree: 0, inodesTotal: 0 } }) }).is).toBe('pass');
  });
  test('a process’s own view of /tmp is not named: it ends with the process', () => {
    expect(says({ files: folder({ path: '/tmp', seenAt: '/proc/77/root/tmp', exists: false }) })).toMatchObject({ subject: '/tmp' });
  });
});

describe('could not look is never healthy', () => {
  test('undetermined rights', () => {
    expect(says({ files: folder({ writable: { verdict: 'undetermined', why: 'the folder above cannot be entered' } }) }).is).toBe(
      'unknown',
    );
  });
  test('no folder', () => expect(says({ files: null }).is).toBe('unknown'));
  test.each([
    [gap('timeout'), 'unknown'],
    [gap('unsupported'), 'skip'],
    [gap('denied', 'needs root', true), 'skip'],
  ] as const)('a gap', (given, is) => expect(judgement(check, { 'sessions.store': given }).is).toBe(is));
});

describe('PHP’s log, where nobody saw a session being kept', () => {
  const logged = (facts: object, given: Partial<SessionStore> = {}) =>
    judgement(check, { 'sessions.store': store(given), 'http.sessions': gap('disabled'), ...facts });
  test.each([
    ['session-no-space', 'disk-full'],
    ['session-quota', 'quota-exceeded'],
    ['session-read-only', 'session-path-read-only'],
    ['session-open-denied', 'session-path-denied'],
    ['session-open-missing', 'session-path-missing'],
  ])('%s minutes ago: %s', (message, cause) => {
    expect(logged({ 'logs.php': log(message, 240) })).toMatchObject({ is: 'warn', cause, confidence: 'likely' });
  });
  test.each<[string, object, Partial<SessionStore>]>([
    ['hours ago', { 'logs.php': log('session-no-space', 7200) }, {}],
    ['nobody knows when', { 'logs.php': log('session-no-space', null) }, {}],
    ['a message that names no cause', { 'logs.php': log('session-decode-failed', 60) }, {}],
    ['PHP has just kept a session', { 'logs.php': log('session-no-space', 60) }, { trial: workingTrial }],
    ['a visitor has just kept one', { 'logs.php': log('session-no-space', 60), 'http.sessions': rounds('aaaa', 'xxxx') }, {}],
  ])('pass: %s', (_, facts, given) => expect(logged(facts, given).is).toBe('pass'));
});
