/** Requests that wait for the lock of a session: PHP keeps the session’s file locked until a request ends. flock(2), php-src ext/session/mod_files.c */
import { setTimeout as pause } from 'node:timers/promises';
import { defineProbe, LookFailed } from '../index.js';
import type { Host, SessionLocks } from '../model.js';
import { parseFlocks, type FileLock } from '../parse/proc-locks.js';

const locks = '/proc/locks';
const maxBytes = 1024 * 1024;
/** Pages of one visitor queue for moments all the time, one holder after the other. What lasts over all looks is the same one. */
const betweenMs = 3000;
const furtherLooks = 2;
const mostFiles = 8;
/** A worker of PHP-FPM has a dozen, one of Apache some more. */
const mostDescriptors = 200;

interface Queue {
  readonly file: string;
  readonly holderPid: number | null;
  readonly waiting: readonly number[];
}

export default defineProbe({
  fact: 'requests.locks',
  vantage: 'shell',
  title: 'requests that wait for the lock of a session',
  budgetMs: 10_000,
  touches: [
    { kind: 'read', what: '/proc/locks, three times within six seconds where somebody waits', covers: ['/proc/locks'] },
    { kind: 'read', what: 'which files the waiting processes have open: /proc/PID/fd', covers: ['/proc/*/fd**'] },
  ],
  async observe({ host, signal }) {
    let lasting = queues(await read(host, signal));
    let watchedMs = 0;
    for (let further = 0; further < furtherLooks && lasting.length > 0; further += 1) {
      await pause(betweenMs, undefined, { signal });
      watchedMs += betweenMs;
      lasting = still(lasting, queues(await read(host, signal)));
    }
    const waits: SessionLocks['waits'][number][] = [];
    let refused: LookFailed | null = null;
    for (const { holderPid, waiting } of lasting.slice(0, mostFiles)) {
      try {
        const folder = await sessionFolder(host, waiting[0] ?? 0, signal);
        if (folder !== null) waits.push({ folder, holderPid, waiting: waiting.length });
      } catch (error) {
        if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
        refused ??= error;
      }
    }
    if (waits.length === 0 && refused !== null) throw unseen(refused, host);
    return { value: { waits, watchedSeconds: watchedMs / 1000 }, source: locks };
  },
});

function unseen(refused: LookFailed, host: Host): LookFailed {
  const why = `processes wait for the lock of a file, and which one could not be seen: ${refused.why}`;
  return new LookFailed(refused.gap, why, {
    settle: 'Run as root to see what they wait for.',
    ...(refused.gap === 'denied' && host.me.uid !== 0 ? { beyond: true as const } : {}),
  });
}

async function read(host: Host, signal: AbortSignal): Promise<readonly FileLock[]> {
  const { bytes } = await host.files.read(locks, { maxBytes, within: '/proc', signal });
  const text = Buffer.from(bytes).toString('latin1');
  if (text !== '' && !/^\d+: /.test(text)) throw new LookFailed('malformed', `${locks} does not list locks`);
  return parseFlocks(text);
}

/** Files with a lock for which processes wait that can be seen. */
function queues(all: readonly FileLock[]): readonly Queue[] {
  const waiting = new Map<string, number[]>();
  for (const { file, waits, pid } of all) if (waits && pid > 0) waiting.set(file, [...(waiting.get(file) ?? []), pid]);
  return [...waiting].map(([file, pids]) => {
    const holder = all.find((lock) => lock.file === file && !lock.waits)?.pid ?? 0;
    return { file, holderPid: holder > 0 ? holder : null, waiting: pids };
  });
}

/** Of these the queues in which the same ones wait for the same one. */
function still(before: readonly Queue[], after: readonly Queue[]): readonly Queue[] {
  return after.flatMap((queue) => {
    const known = before.find(({ file, holderPid }) => file === queue.file && holderPid === queue.holderPid);
    const waiting = queue.waiting.filter((pid) => known?.waiting.includes(pid) === true);
    return waiting.length === 0 ? [] : [{ ...queue, waiting }];
  });
}

/** The folder of the session’s file that the process has open; null: it has none, and waits for something else. */
async function sessionFolder(host: Host, pid: number, signal: AbortSignal): Promise<string | null> {
  const folder = `/proc/${pid}/fd`;
  const { entries } = await host.files.list(folder, { max: mostDescriptors, signal });
  const open = await Promise.all(entries.map(({ name }) => host.files.stat(`${folder}/${name}`, { signal })));
  for (const stat of open) {
    const match = /^(\/[^\n]{0,1000})\/sess_[\w,-]{1,256}(?: \(deleted\))?$/.exec(stat?.link ?? '');
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}
