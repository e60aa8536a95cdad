/** What keeps Redis or Memcached from keeping PHP's sessions. */
import type { SessionServer, SessionTrial } from '../model.js';

export interface ServerFault {
  readonly cause: string;
  readonly label: string;
  readonly saw: string;
  readonly want: string;
  /** Sessions are lost now and then rather than always. */
  readonly sometimes?: true;
}

/** Near its limit a server refuses large writes and takes small ones. */
const nearlyFull = 0.95;

/** What the server itself showed. */
export function faultOfServer(server: SessionServer): ServerFault | null {
  if (server.malformed !== null)
    return {
      cause: 'session-server-misaddressed',
      label: 'session.save_path',
      saw: server.malformed,
      want: `an address of ${server.kind}`,
    };
  if (!server.reachable)
    return { cause: 'session-server-unreachable', label: 'Connection', saw: server.error ?? 'none', want: 'an answer' };
  if (server.authenticated === false || server.error !== null) {
    return { cause: 'session-server-refusing', label: 'Log-in', saw: server.error ?? 'refused', want: 'accepted' };
  }
  if (server.role !== null && /^(?:slave|replica)$/i.test(server.role)) {
    return { cause: 'session-server-read-only', label: 'Role', saw: server.role, want: 'master' };
  }
  return faultOfMemory(server);
}

/** With noeviction a full server refuses to store; with any other policy, and in Memcached, it throws sessions away. */
export function faultOfMemory(server: SessionServer): ServerFault | null {
  const { usedBytes, maxBytes, evictionPolicy, evicted } = server;
  if (usedBytes === null || maxBytes === null || maxBytes <= 0) return null;
  const share = usedBytes / maxBytes;
  const memory = {
    cause: 'session-server-full',
    label: 'Memory',
    saw: `${usedBytes} of ${maxBytes} bytes`,
    want: `below ${nearlyFull * 100} %`,
  } as const;
  if (share >= 1 && evictionPolicy === 'noeviction') return memory;
  if (share < nearlyFull) return null;
  if (evictionPolicy === 'noeviction') return { ...memory, sometimes: true };
  return evicted !== null && evicted > 0
    ? { ...memory, label: 'Thrown away', saw: `${evicted} entries, at ${memory.saw}`, want: '0', sometimes: true }
    : null;
}

const said: readonly (readonly [RegExp, string])[] = [
  [/NOAUTH|WRONGPASS|invalid password|NOPERM|AUTH failed/i, 'session-server-refusing'],
  [/\bOOM\b|SERVER_ERROR out of memory/i, 'session-server-full'],
  [/READONLY/, 'session-server-read-only'],
  [
    /not available|Connection refused|getaddrinfo|No such file|Error communicating|Failed to create session ID|timed out/i,
    'session-server-unreachable',
  ],
];

/** What PHP said when its own trial session failed; null: nothing that is known. */
export function faultOfTrial(trial: SessionTrial): ServerFault | null {
  for (const error of trial.errors) {
    const known = said.find(([pattern]) => pattern.test(error));
    if (known) return { cause: known[1], label: 'PHP says', saw: error.slice(0, 300), want: 'nothing' };
  }
  return null;
}
