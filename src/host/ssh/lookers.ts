/** File operations on the other machine: the same questions as to a looking child here, answered by the agent's workers. */
import { LookFailed } from '../../logic/failure.js';
import type { As, FileBytes, FileStat, ProcessSeen, ScanResult, Space } from '../../model.js';
import { assertAllowed, candidatesFor } from '../allowed-programs.js';
import { lookFailure } from '../look/errno.js';
import type { Listing, Operation, Operations, ScanAsk } from '../look/operations.js';
import { splitView } from '../look/paths.js';
import { parseCommandLine, parseStatus } from '../look/processes.js';
import { ageBounds, lookAtAll, sampleSize, scanResult } from '../look/scan-result.js';
import { mountOf } from '../look/space.js';
import type { AskHow, LookerPool, Looking } from '../looker.js';
import type { SshLine } from './line.js';
import { Answer, type Reply } from './replies.js';
import type { Snapshot } from './snapshot.js';

/** How long an answer that was once given stays true within a run. */
const freshMs = 10_000;
const repeatable: ReadonlySet<Operation> = new Set(['stat', 'realpath', 'read', 'list', 'processes']);

export class RemoteLookers implements LookerPool {
  readonly hands = 1;
  /** Asked once, whoever asks: several probes look at the same files. */
  readonly #known = new Map<string, { readonly answer: Promise<Reply>; readonly at: number }>();

  readonly #surveys = new Map<string, Promise<Snapshot | null>>();

  constructor(private readonly line: SshLine) {}

  /** What is looked at with these rights is first looked for in the survey. */
  foresee(as: As | null, survey: Promise<Snapshot | null>): void {
    this.#surveys.set(rightsKey(as), survey);
  }

  with(as: As | null): Looking {
    return { ask: (operation, ask, how) => this.#ask(as, operation, ask, how) };
  }

  aside<T>(as: As | null, use: (looker: Looking) => Promise<T>): Promise<T> {
    return use(this.with(as));
  }

  close(): void {
    this.#known.clear();
  }

  async #ask<K extends Operation>(
    as: As | null,
    operation: K,
    ask: Operations[K]['ask'],
    how: AskHow<K>,
  ): Promise<Operations[K]['answer']> {
    const { subject, timeoutMs, signal, partial } = how;
    const reply = await this.#reply(operation, {
      op: operation,
      ask: remoteAsk(operation, ask),
      as,
      lane: operation === 'scan' || operation === 'space' ? 'slow' : 'quick',
      ms: timeoutMs,
      subject,
      signal,
      ...(partial ? { partial: (value: unknown) => partial(read(operation, value, subject)) } : {}),
    });
    return read(operation, valueOf(reply, subject), subject);
  }

  async #reply(operation: Operation, request: Parameters<SshLine['request']>[0]): Promise<Reply> {
    if (!repeatable.has(operation)) return this.line.request(request);
    const { signal, ...shared } = request;
    const seen = (await this.#surveys.get(rightsKey(request.as ?? null)))?.answer(
      operation,
      request.ask as Operations[typeof operation]['ask'],
    );
    if (seen) return seen;
    const key = JSON.stringify([request.as, operation, request.ask]);
    const known = this.#known.get(key);
    const isFresh = known !== undefined && performance.now() - known.at < freshMs;
    // One caller's end must not take the answer from the others.
    const answer = isFresh ? known.answer : this.line.request(shared);
    if (!isFresh) {
      this.#known.set(key, { answer, at: performance.now() });
      answer.then(({ is }) => (is === 'late' || is === 'lost') && this.#known.delete(key)).catch(() => this.#known.delete(key));
    }
    return orStopped(answer, signal, request.subject);
  }
}

function rightsKey(as: As | null): string {
  return as === null ? 'own' : `${as.uid}:${as.gid}`;
}

function orStopped<T>(answer: Promise<T>, signal: AbortSignal | undefined, subject: string): Promise<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new LookFailed('aborted', `the look at ${subject} was stopped`));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The value, or the failed look that the reply stands for, in the words of a local run. */
export function valueOf(reply: Reply, subject: string): unknown {
  switch (reply.is) {
    case 'value':
      return reply.value;
    case 'code':
      throw lookFailure(Object.assign(new Error(reply.code), { code: reply.code }), subject);
    case 'failed':
      throw new LookFailed(reply.gap, reply.why);
    case 'late':
      throw new LookFailed('timeout', `${subject} does not answer (dead mount?)`);
    case 'lost':
      throw new LookFailed('io', `${subject} could not be looked at: the process that looks at files ended`);
  }
}

/** stat(1) tells how many inodes a file system has and how many are free. */
const inodesOf = ['-f', '-c', '%c %d', '--'];

function remoteAsk(operation: Operation, ask: unknown): unknown {
  if (operation === 'scan') return { ...(ask as ScanAsk), bounds: ageBounds.filter((bound) => bound !== null), lookAtAll, sampleSize };
  if (operation !== 'space') return ask;
  const { path } = ask as Operations['space']['ask'];
  assertAllowed('stat', [...inodesOf, path]);
  // The path, without its links, is put behind the arguments there.
  return { path, inodes: { candidates: candidatesFor('stat'), args: inodesOf, maxBytes: 4096 } };
}

function read<K extends Operation>(operation: K, value: unknown, subject: string): Operations[K]['answer'];
function read(operation: Operation, value: unknown, subject: string): unknown {
  switch (operation) {
    case 'stat':
      return value === null ? null : statIn(new Answer(value, subject));
    case 'realpath':
      return value === null ? null : new Answer({ value }, subject).text('value');
    case 'read':
      return bytesIn(new Answer(value, subject));
    case 'list':
      return listingIn(new Answer(value, subject), subject);
    case 'scan':
      return scanIn(new Answer(value, subject));
    case 'space':
      return spaceIn(new Answer(value, subject));
    case 'processes':
      return new Answer({ value }, subject).list('value').map((one) => processIn(new Answer(one, subject)));
    case 'program':
      throw new LookFailed('bug', 'over ssh a program is found where it is run');
  }
}

const kinds: readonly FileStat['kind'][] = ['file', 'directory', 'link', 'fifo', 'socket', 'device'];

function kindIn(text: string): FileStat['kind'] | null {
  return kinds.find((kind) => kind === text) ?? null;
}

function statIn(answer: Answer): FileStat {
  return {
    kind: kindIn(answer.text('kind')) ?? 'device',
    size: answer.number('size'),
    mode: answer.number('mode'),
    uid: answer.number('uid'),
    gid: answer.number('gid'),
    mtimeMs: answer.number('mtimeMs'),
    ctimeMs: answer.number('ctimeMs'),
    inode: answer.number('inode'),
    device: answer.number('device'),
    link: answer.textOrNull('link'),
  };
}

function bytesIn(answer: Answer): FileBytes {
  return { bytes: answer.bytes('bytes'), truncated: answer.flag('truncated'), stat: statIn(answer.part('stat')) };
}

function listingIn(answer: Answer, subject: string): Listing {
  const entries = answer.list('entries').map((entry) => {
    const one = new Answer(entry, subject);
    return { name: one.text('name'), kind: kindIn(one.text('kind')) ?? ('other' as const) };
  });
  return { entries, truncated: answer.flag('truncated') };
}

function scanIn(answer: Answer): ScanResult {
  const owners = answer
    .part('owners')
    .entries()
    .filter((entry): entry is readonly [string, number] => typeof entry[1] === 'number');
  return scanResult({
    counted: answer.number('counted'),
    gone: answer.number('gone'),
    complete: answer.flag('complete'),
    sampled: answer.number('sampled'),
    stale: answer.number('stale'),
    zeroLength: answer.number('zeroLength'),
    bytes: answer.number('bytes'),
    oldestSeconds: answer.numberOrNull('oldestSeconds'),
    newestSeconds: answer.numberOrNull('newestSeconds'),
    ages: answer.list('ages').map((count) => (typeof count === 'number' ? count : 0)),
    owners: Object.fromEntries(owners),
  });
}

function spaceIn(answer: Answer): Space {
  const mount = mountOf(splitView(answer.text('real')).below, answer.text('mounts'));
  const inodes = answer.has('inodes') ? answer.part('inodes') : null;
  return {
    bytesFree: answer.number('free'),
    bytesTotal: answer.number('total'),
    inodesFree: inodes?.number('free') ?? 0,
    inodesTotal: inodes?.number('total') ?? 0,
    mountPoint: mount?.mountPoint ?? null,
    fileSystem: mount?.fileSystem ?? null,
    readOnly: mount?.readOnly ?? false,
  };
}

function processIn(answer: Answer): ProcessSeen {
  return {
    pid: answer.number('pid'),
    ...parseStatus(answer.text('status')),
    argv: parseCommandLine(answer.bytes('commandLine').toString('utf8')),
    exe: answer.textOrNull('exe'),
    cwd: answer.textOrNull('cwd'),
    root: answer.textOrNull('root'),
  };
}
