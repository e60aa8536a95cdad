/** Hosts on which every look goes wrong in one way: the columns of the fault matrix. */
import { LookFailed } from '../../src/logic/failure.js';
import { type Looked, signalIn } from './looked.js';
import type { FileStat, GapCode, Host, HttpResult, Identity, NetFailure, Row, ScanResult, Space, Stage } from '../../src/model.js';

/** How the looks of one column end: they fail, they say something that is of no use, or they never end by themselves. */
type Fault =
  | {
      readonly is: 'failing';
      readonly gap: GapCode;
      readonly why: string;
      readonly code: string;
      readonly stage?: Stage;
      readonly me?: Identity;
    }
  | { readonly is: 'saying'; readonly text: string; readonly rows: readonly Row[] }
  /** The first operations answer with nothing in them, the others hang. */
  | { readonly is: 'hanging'; readonly after: number };

const garbage = '\u0000\u0001<<<{[(""\'\' %s %n ${jndi} \\u0000 ]]>--\u001b[2J\r\n\r\n';
const notUtf8 = Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x00, 0x0a]).toString('latin1');
/** The beginning of a gigabyte: whoever reads it is given as much as his limit allows. */
const huge = 'A'.repeat(1024 * 1024);

/** A row that has this text in whichever column is asked for. */
function rowOf(text: string): Row {
  return new Proxy({ value: text }, { get: () => text, has: () => true });
}

function saying(text: string): Fault {
  return { is: 'saying', text, rows: [rowOf(text), rowOf(text)] };
}

/** Column of the matrix → what everything answers. */
export const faults: Readonly<Record<string, Fault>> = {
  refused: { is: 'failing', gap: 'io', why: 'fault: connection refused', code: 'ECONNREFUSED' },
  silence: { is: 'failing', gap: 'timeout', why: 'fault: no answer', code: 'ETIMEDOUT' },
  hanging: { is: 'hanging', after: 0 },
  'hanging after the first answer': { is: 'hanging', after: 1 },
  'hanging after some answers': { is: 'hanging', after: 4 },
  denied: { is: 'failing', gap: 'denied', why: 'fault: permission denied', code: 'EACCES', stage: 'tcp' },
  'denied to a user': {
    is: 'failing',
    gap: 'denied',
    why: 'fault: permission denied',
    code: 'EACCES',
    stage: 'tcp',
    me: { uid: 1000, gid: 1000, groups: [1000], name: 'alice' },
  },
  absent: { is: 'failing', gap: 'absent', why: 'fault: there is none', code: 'ENOTFOUND', stage: 'dns' },
  'slow drip': { is: 'failing', gap: 'timeout', why: 'fault: one byte a second', code: 'UND_ERR_BODY_TIMEOUT', stage: 'http' },
  malformed: saying(garbage),
  huge: saying(huge),
  'not UTF-8': saying(notUtf8),
  empty: { is: 'saying', text: '', rows: [] },
};

const root: Identity = { uid: 0, gid: 0, groups: [0], name: 'root' };
const space: Space = { bytesFree: 0, bytesTotal: 0, inodesFree: 0, inodesTotal: 0, mountPoint: null, fileSystem: null, readOnly: false };
const scan: ScanResult = {
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
};

/** Names under which probes look for more, so that spoiled contents are met everywhere; what has no ending is a folder. */
const names = ['8.2', 'ea-php82', 'php82', 'apache2', 'fpm', 'www.conf', '20-extra.ini', 'php'] as const;

function statOf(path: string): FileStat {
  const kind = /\.[a-z]{2,5}$/.test(path) ? 'file' : 'directory';
  return { kind, size: 1, mode: 0o644, uid: 33, gid: 33, mtimeMs: 0, ctimeMs: 0, inode: 1, device: 1, link: null };
}

/** The host, and every operation that was used of it, in order. */
export function faultyHost(fault: Fault): { readonly host: Host; readonly looked: readonly Looked[] } {
  const looked: Looked[] = [];
  let secrets = 0;
  const watch = <T extends object>(name: string, component: T): T =>
    watched(name, component, looked, fault.is === 'hanging' ? fault.after : Infinity);
  const host: Host = {
    kind: 'local',
    label: 'faulty',
    now: () => 1_790_000_000_000,
    elapsed: () => performance.now(),
    me: (fault.is === 'failing' ? fault.me : undefined) ?? root,
    files: watch('files', filesOf(fault)),
    shell: watch('shell', shellOf(fault)),
    net: watch('net', netOf(fault)),
    database: watch('database', {
      open: async () => ({ product: 'mariadb', version: told(fault).slice(0, 50), via: 'tcp', where: 'x', cipher: null }) as const,
      select: async () => {
        told(fault);
        return fault.is === 'saying' ? fault.rows : [];
      },
    }),
    scripts: watch('scripts', {
      overFastCgi: async () => [{ stdout: told(fault), stderr: told(fault), status: 200, headers: [], sentAt: 0, receivedAt: 1 }],
      inWebRoot: async () => httpOf(fault),
    }),
    vault: {
      keep: (_, text) => ({ secret: secrets++, present: text !== '', shape: `${text.length} characters` }),
      same: () => false,
    },
    credentials: {
      has: () => true,
      text: () => null,
      ...watch('credentials', {
        secret: async () => ({ secret: secrets++, present: told(fault) !== '', shape: '16 characters' }),
        send: async () => httpOf(fault),
      }),
    },
    close: async () => {},
  };
  return { host, looked };
}

/** Notes each operation; after so many answers they end by their signal alone. */
function watched<T extends object>(name: string, component: T, looked: Looked[], answered: number): T {
  const operations = Object.entries(component as Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>);
  return Object.fromEntries(
    operations.map(([key, operation]) => [
      key,
      (...given: readonly unknown[]): Promise<unknown> => {
        const signal = signalIn(given);
        looked.push({ what: `${name}.${key}`, signal });
        return looked.length > answered ? untilAborted(signal) : operation(...given);
      },
    ]),
  ) as T;
}

function untilAborted(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new LookFailed('aborted', 'fault: hung until it was ended'));
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** What is said; throws where nothing is. */
function told(fault: Fault): string {
  if (fault.is === 'failing') throw new LookFailed(fault.gap, fault.why);
  return fault.is === 'saying' ? fault.text : '';
}

function failureAt(fault: Fault, stage: Stage): NetFailure | null {
  if (fault.is !== 'failing') return null;
  const { code, why } = fault;
  return { ok: false, stage: fault.stage ?? stage, code, message: why, address: null, durationMs: 1 };
}

function filesOf(fault: Fault): Host['files'] {
  const isAbsent = fault.is === 'failing' && fault.gap === 'absent';
  const told_ = <T>(value: T): T => (told(fault), value);
  return {
    stat: async (path) => (isAbsent ? null : told_(statOf(path))),
    realpath: async (path) => (isAbsent ? null : told_(path)),
    read: async (path, how) => {
      const text = told(fault);
      const bytes = text === huge ? Buffer.alloc(how.maxBytes, 'A') : Buffer.from(text, 'latin1');
      return { bytes: bytes.subarray(0, how.maxBytes), truncated: text === huge || bytes.length > how.maxBytes, stat: statOf(path) };
    },
    list: async () => {
      const odd = told(fault).slice(0, 50).replaceAll('/', '_');
      return { entries: [odd, ...names].map((name) => ({ name, kind: statOf(name).kind })), truncated: false };
    },
    scanSessions: async () => told_(scan),
    space: async () => told_(space),
  };
}

function shellOf(fault: Fault): Host['shell'] {
  return {
    run: async (program) => {
      if (told(fault) === huge) throw new LookFailed('oversize', `${program} printed too much`);
      return { code: 1, stdout: told(fault), stderr: told(fault) };
    },
    processes: async () => [{ pid: 2, ppid: 1, uid: 0, gid: 0, argv: [told(fault).slice(0, 200)], exe: null, cwd: null, root: null }],
    account: async () => (told(fault), null),
  };
}

function netOf(fault: Fault): Host['net'] {
  const reached = { ok: true, address: '192.0.2.1', durationMs: 1 } as const;
  const senseless = (stage: Stage, code: string): NetFailure => ({
    ok: false,
    stage,
    code,
    message: 'fault',
    address: null,
    durationMs: 1,
  });
  return {
    lookup: async () => {
      const failure = failureAt(fault, 'dns');
      return failure ? { addresses: [], code: failure.code } : { addresses: [told(fault).slice(0, 50)], code: null };
    },
    tcp: async () => failureAt(fault, 'tcp') ?? reached,
    tls: async () => failureAt(fault, 'tcp') ?? senseless('tls', 'EPROTO'),
    http: async ({ maxBytes }) => httpOf(fault, maxBytes),
    sntp: async () => failureAt(fault, 'tcp') ?? senseless('http', 'EBADMSG'),
    records: async () => {
      const failure = failureAt(fault, 'dns');
      return failure ?? { ok: true, exists: true, data: [told(fault).slice(0, 4096)], resolver: 'fault' };
    },
    smtp: async () => {
      const failure = failureAt(fault, 'tcp');
      const seen = { address: null, capabilities: null, offersStartTls: null, certificate: null, login: null, durationMs: 1 };
      if (failure === null) {
        const reply = told(fault).slice(0, 200);
        return { ...seen, banner: reply, failure: { stage: 'banner', code: 'EPROTO', message: 'fault', reply } };
      }
      const stage = failure.stage === 'http' ? 'banner' : failure.stage;
      return { ...seen, banner: null, failure: { stage, code: failure.code, message: failure.message, reply: null } };
    },
    exchange: async (_where, _parts, how) =>
      failureAt(fault, 'tcp') ?? { ok: true, answers: [told(fault).slice(0, how?.maxBytes ?? 65_536)] },
  };
}

function httpOf(fault: Fault, maxBytes = 1024 * 1024): HttpResult {
  const failure = failureAt(fault, 'http');
  if (failure) return failure;
  const body = told(fault);
  return {
    ok: true,
    status: 200,
    headers: ['content-type', 'set-cookie', 'location', 'date'].map((name) => [name, body.slice(0, 100)] as const),
    body: body.slice(0, maxBytes),
    truncated: body === huge || body.length > maxBytes,
    address: '192.0.2.1',
    certificate: null,
    sentAt: 0,
    headersAt: 1,
    durationMs: 1,
  };
}
