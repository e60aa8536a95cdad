import { describe, expect, it } from 'vitest';
import { faultOfMemory, faultOfServer, faultOfTrial } from '../../src/logic/session-server.js';
import type { SessionServer } from '../../src/model.js';
import { failedTrial, server, workingTrial } from '../support/session-facts.js';

describe('the server’s own fault', () => {
  it.each<[string, Partial<SessionServer>, object | null]>([
    ['none', {}, null],
    [
      'an address that is of another kind',
      { malformed: 'tcp://127.0.0.1:11211', kind: 'memcached', reachable: false },
      {
        cause: 'session-server-misaddressed',
        label: 'session.save_path',
        saw: 'tcp://127.0.0.1:11211',
        want: 'an address of memcached',
      },
    ],
    [
      'nobody answers',
      { reachable: false, error: 'connection refused', authenticated: null },
      { cause: 'session-server-unreachable', label: 'Connection', saw: 'connection refused', want: 'an answer' },
    ],
    ['nobody answers, and nobody says why', { reachable: false }, { cause: 'session-server-unreachable', saw: 'none' }],
    [
      'the password is wrong',
      { authenticated: false, error: 'WRONGPASS' },
      { cause: 'session-server-refusing', label: 'Log-in', saw: 'WRONGPASS', want: 'accepted' },
    ],
    ['the log-in is refused without a word', { authenticated: false }, { cause: 'session-server-refusing', saw: 'refused' }],
    ['an error after the log-in', { error: 'NOPERM' }, { cause: 'session-server-refusing', saw: 'NOPERM' }],
    ['it was not asked whether a log-in is needed', { authenticated: null }, null],
    ['a replica', { role: 'slave' }, { cause: 'session-server-read-only', label: 'Role', saw: 'slave', want: 'master' }],
    ['a replica by its newer name', { role: 'REPLICA' }, { cause: 'session-server-read-only', saw: 'REPLICA' }],
    ['a master', { role: 'master' }, null],
    ['a sentinel', { role: 'sentinel' }, null],
    ['a role that only begins so', { role: 'slave-of-none' }, null],
    ['a role that only ends so', { role: 'former-slave' }, null],
    ['no role, as of Memcached', { role: null }, null],
    ['no memory left', { usedBytes: 100, maxBytes: 100 }, { cause: 'session-server-full' }],
    ['a replica without memory', { role: 'slave', usedBytes: 100, maxBytes: 100 }, { cause: 'session-server-read-only' }],
  ])('%s', (_, differs, fault) => {
    if (fault === null) expect(faultOfServer(server(differs))).toBeNull();
    else expect(faultOfServer(server(differs))).toMatchObject(fault);
  });
});

describe('memory', () => {
  const full = { cause: 'session-server-full', label: 'Memory', want: 'below 95 %' };
  const lru = { evictionPolicy: 'allkeys-lru' } as const;

  it.each<[string, Partial<SessionServer>, object | null]>([
    ['at its limit refuses every session', { usedBytes: 1000, maxBytes: 1000 }, { ...full, saw: '1000 of 1000 bytes' }],
    ['beyond its limit, too', { usedBytes: 1001, maxBytes: 1000 }, { ...full, saw: '1001 of 1000 bytes' }],
    ['beyond a limit of one byte, too', { usedBytes: 2, maxBytes: 1 }, { ...full, saw: '2 of 1 bytes' }],
    ['just below refuses large ones', { usedBytes: 999, maxBytes: 1000 }, { ...full, saw: '999 of 1000 bytes', sometimes: true }],
    ['at 95 % refuses large ones', { usedBytes: 950, maxBytes: 1000 }, { ...full, saw: '950 of 1000 bytes', sometimes: true }],
    ['below 95 % is enough', { usedBytes: 949, maxBytes: 1000 }, null],
    ['without a limit is enough', { usedBytes: 1000, maxBytes: 0 }, null],
    ['of an unknown limit says nothing', { usedBytes: 1000, maxBytes: null }, null],
    ['of an unknown use says nothing', { usedBytes: null, maxBytes: 1000 }, null],
    [
      'at its limit throws sessions away',
      { ...lru, usedBytes: 1000, maxBytes: 1000, evicted: 1 },
      { cause: 'session-server-full', label: 'Thrown away', saw: '1 entries, at 1000 of 1000 bytes', want: '0', sometimes: true },
    ],
    ['at its limit has thrown away nothing yet', { ...lru, usedBytes: 1000, maxBytes: 1000, evicted: 0 }, null],
    ['at its limit does not tell what it threw away', { ...lru, usedBytes: 1000, maxBytes: 1000, evicted: null }, null],
    ['below 95 % is enough, whatever it once threw away', { ...lru, usedBytes: 949, maxBytes: 1000, evicted: 500 }, null],
    [
      'of Memcached, which has no such policy, throws sessions away',
      { evictionPolicy: null, usedBytes: 950, maxBytes: 1000, evicted: 7 },
      { cause: 'session-server-full', label: 'Thrown away', saw: '7 entries, at 950 of 1000 bytes', want: '0', sometimes: true },
    ],
  ])('%s', (_, differs, fault) => {
    expect(faultOfMemory(server(differs))).toEqual(fault);
  });
});

describe('what PHP says of its trial session', () => {
  it.each([
    ['session_start(): Redis: NOAUTH Authentication required.', 'session-server-refusing'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'session-server-refusing'],
    ['ERR invalid password', 'session-server-refusing'],
    ["NOPERM this user has no permissions to run the 'set' command", 'session-server-refusing'],
    ['Redis::auth(): AUTH failed while reconnecting', 'session-server-refusing'],
    ['Auth Failed', 'session-server-refusing'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'session-server-full'],
    ['SERVER_ERROR out of memory storing object', 'session-server-full'],
    ['Server_Error Out Of Memory', 'session-server-full'],
    ["READONLY You can't write against a read only replica.", 'session-server-read-only'],
    ['session_start(): Redis not available', 'session-server-unreachable'],
    ['Connection refused', 'session-server-unreachable'],
    ['php_network_getaddresses: getaddrinfo for redis failed: Name or service not known', 'session-server-unreachable'],
    ['No such file or directory', 'session-server-unreachable'],
    ['Memcached: Error communicating with server', 'session-server-unreachable'],
    ['session_start(): Failed to create session ID: redis (path: tcp://10.0.0.7:6379)', 'session-server-unreachable'],
    ['Operation timed out', 'session-server-unreachable'],
  ])('%s', (error, cause) => {
    expect(faultOfTrial(failedTrial(error))).toEqual({ cause, label: 'PHP says', saw: error, want: 'nothing' });
  });

  it.each(['open(/srv/sess_a, O_RDWR) failed: Permission denied (13)', 'BOOM', 'OOMph', 'readonly property', ''])(
    'is nothing known: "%s"',
    (error) => {
      expect(faultOfTrial(failedTrial(error))).toBeNull();
    },
  );

  it('is nothing where it worked', () => {
    expect(faultOfTrial(workingTrial)).toBeNull();
  });

  it('is what the server answered, not that PHP has no session then', () => {
    const error = 'session_start(): Failed to create session ID: redis (path: tcp://10.0.0.7:6379): NOAUTH';
    expect(faultOfTrial(failedTrial(error))?.cause).toBe('session-server-refusing');
  });

  it('is the first message that is known', () => {
    const said = faultOfTrial(failedTrial('Notice: something', 'Connection refused', 'READONLY'));
    expect(said).toMatchObject({ cause: 'session-server-unreachable', saw: 'Connection refused' });
  });

  it('is shown up to 300 characters', () => {
    const error = (length: number) => 'Connection refused'.padEnd(length, '.');
    expect(faultOfTrial(failedTrial(error(300)))?.saw).toBe(error(300));
    expect(faultOfTrial(failedTrial(error(301)))?.saw).toBe(error(300));
  });
});
