/** Hosts on which every look goes wrong in one way: the columns of the fault matrix. */
import { LookFailed } from '../../src/logic/failure.js';
import type { FileStat, Host, HttpResult, NetFailure, Row, Space } from '../../src/model.js';

const stat: FileStat = { kind: 'file', size: 1, mode: 0o644, uid: 33, gid: 33, mtimeMs: 0, ctimeMs: 0, inode: 1, device: 1, link: null };

/** What a component answers in one column. Each returns, or throws LookFailed, as the Host interface allows. */
interface Answers {
  readonly bytes: () => Uint8Array;
  readonly stat: () => FileStat | null;
  readonly net: (stage: 'dns' | 'tcp' | 'http') => NetFailure | string;
  readonly rows: () => readonly Row[];
  readonly text: () => string;
  /** Thrown by looks that have no value for the fault. */
  readonly failure: () => LookFailed | null;
}

function refuse(code: string, stage: NetFailure['stage']): NetFailure {
  return { ok: false, stage, code, message: `fault: ${code}`, address: null, durationMs: 1 };
}

const garbage = '\u0000\u0001<<<{[(""\'\' %s %n ${jndi} \\u0000 ]]>--\u001b[2J\r\n\r\n';
const notUtf8 = Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x00, 0x0a]).toString('latin1');
const huge = 'A'.repeat(1024 * 1024);

function failing(failure: () => LookFailed, code: string, stage: NetFailure['stage'] | null = null): Answers {
  return {
    bytes: () => {
      throw failure();
    },
    stat: () => {
      throw failure();
    },
    net: (at) => refuse(code, stage ?? at),
    rows: () => {
      throw failure();
    },
    text: () => {
      throw failure();
    },
    failure,
  };
}

function saying(text: string): Answers {
  return {
    bytes: () => Buffer.from(text, 'latin1'),
    stat: () => stat,
    net: () => text,
    rows: () => [{ setting: text, value: text, x: -1, y: null }, {}],
    text: () => text,
    failure: () => null,
  };
}

/** Column of the matrix → what everything answers. */
export const faults: Readonly<Record<string, Answers>> = {
  refused: failing(() => new LookFailed('io', 'fault: connection refused'), 'ECONNREFUSED'),
  silent: failing(() => new LookFailed('timeout', 'fault: no answer'), 'ETIMEDOUT'),
  denied: failing(() => new LookFailed('denied', 'fault: permission denied'), 'EACCES', 'tcp'),
  absent: { ...failing(() => new LookFailed('absent', 'fault: there is none'), 'ENOTFOUND', 'dns'), stat: () => null },
  malformed: saying(garbage),
  'slow drip': failing(() => new LookFailed('timeout', 'fault: one byte a second'), 'UND_ERR_BODY_TIMEOUT', 'http'),
  huge: saying(huge),
  'not UTF-8': saying(notUtf8),
  empty: saying(''),
};

function http(answer: NetFailure | string): HttpResult {
  if (typeof answer !== 'string') return answer;
  return {
    ok: true,
    status: 200,
    headers: [
      ['content-type', answer.slice(0, 100)],
      ['set-cookie', answer.slice(0, 100)],
      ['location', answer.slice(0, 100)],
      ['date', answer.slice(0, 100)],
    ],
    body: answer,
    truncated: answer.length > 100_000,
    address: '192.0.2.1',
    certificate: null,
    sentAt: 0,
    headersAt: 1,
    durationMs: 1,
  };
}

export function faultyHost(answers: Answers): Host {
  const space: Space = { bytesFree: 0, bytesTotal: 0, inodesFree: 0, inodesTotal: 0, mountPoint: null, fileSystem: null, readOnly: false };
  const value = <T>(given: T): T => {
    const failure = answers.failure();
    if (failure) throw failure;
    return given;
  };
  const tcp = (stage: 'dns' | 'tcp' | 'http') => {
    const answer = answers.net(stage);
    return typeof answer === 'string' ? ({ ok: true, address: '192.0.2.1', durationMs: 1 } as const) : answer;
  };
  let secrets = 0;
  return {
    kind: 'local',
    label: 'faulty',
    now: () => 1_790_000_000_000,
    elapsed: () => performance.now(),
    me: { uid: 0, gid: 0, groups: [0], name: 'root' },
    files: {
      stat: async () => answers.stat(),
      realpath: async (path) => (answers.stat() ? path : null),
      read: async (_, how) => {
        const bytes = answers.bytes();
        return { bytes: bytes.slice(0, how.maxBytes), truncated: bytes.length > how.maxBytes, stat };
      },
      list: async () =>
        value({ entries: [{ name: answers.text().slice(0, 50).replaceAll('/', '_'), kind: 'file' as const }], truncated: false }),
      scanSessions: async () =>
        value({
          counted: 0,
          complete: false,
          sampled: 0,
          stale: { low: 0, estimate: 0, high: 0 },
          ages: [],
          oldestSeconds: null,
          newestSeconds: null,
          zeroLength: 0,
          bytes: 0,
          owners: {},
        }),
      space: async () => value(space),
    },
    shell: {
      run: async () => ({ code: 1, stdout: answers.text(), stderr: answers.text() }),
      processes: async () =>
        value([{ pid: 2, ppid: 1, uid: 0, gid: 0, argv: [answers.text().slice(0, 200)], exe: null, cwd: null, root: null }]),
      account: async () => value(null),
    },
    net: {
      lookup: async () => {
        const answer = answers.net('dns');
        return typeof answer === 'string' ? { addresses: [answer.slice(0, 50)], code: null } : { addresses: [], code: answer.code };
      },
      tcp: async () => tcp('tcp'),
      tls: async () => {
        const answer = tcp('tcp');
        return answer.ok ? { ok: false, stage: 'tls', code: 'EPROTO', message: 'fault', address: null, durationMs: 1 } : answer;
      },
      http: async () => http(answers.net('http')),
      sntp: async () => {
        const answer = tcp('tcp');
        return answer.ok ? { ok: false, stage: 'http', code: 'EBADMSG', message: 'fault', address: null, durationMs: 1 } : answer;
      },
      exchange: async () => {
        const answer = answers.net('tcp');
        return typeof answer === 'string' ? { ok: true, answers: [answer] } : answer;
      },
    },
    database: {
      open: async () =>
        value({ product: 'mariadb' as const, version: answers.text().slice(0, 50), via: 'tcp' as const, where: 'x', cipher: null }),
      select: async () => answers.rows(),
    },
    scripts: {
      overFastCgi: async () => [{ stdout: answers.text(), stderr: answers.text(), status: 200, headers: [], sentAt: 0, receivedAt: 1 }],
      inWebRoot: async () => http(answers.net('http')),
    },
    vault: {
      keep: (_, text) => ({ secret: secrets++, present: text !== '', shape: `${text.length} characters` }),
      same: () => false,
    },
    credentials: {
      has: () => true,
      text: () => null,
      secret: async () => value({ secret: secrets++, present: true, shape: '16 characters' }),
      send: async () => http(answers.net('http')),
    },
    close: async () => {},
  };
}
