/** The ends of log files, searched for known messages. */
import path from 'node:path';
import { LookFailed } from '../index.js';
import { printable } from '../logic/http-answer.js';
import type { Scanner } from '../logic/message-scan.js';
import { logTime } from '../parse/log-time.js';
import type { As, Host, LogEvidence, LogHit, LogRead } from '../model.js';

/** What was written last tells what is wrong now: some ten thousand lines. */
const maxBytes = 2 * 1024 * 1024;
/** A login problem comes with a handful of logs. */
const mostFiles = 12;

export interface LogFile {
  readonly path: string;
  /** With whose rights it is read, where the account examined says where it is. */
  readonly as?: As;
}

export interface LogLook {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly scanner: Scanner;
  /** Of lines that carry no zone. null: not known, so they have no time. */
  readonly zone: string | null;
}

/** Files that are not there are left out; what is there and stays closed is noted. */
export async function readLogs(look: LogLook, files: readonly LogFile[]): Promise<LogEvidence> {
  const distinct = [...new Map(files.map((file) => [file.path, file])).values()].slice(0, mostFiles);
  const all = await Promise.all(distinct.map((file) => readLog(look, file)));
  const there = all.filter((one) => one !== null);
  return { logs: there.map(({ log }) => log), hits: there.flatMap(({ hits }) => hits) };
}

async function readLog(look: LogLook, file: LogFile): Promise<{ readonly log: LogRead; readonly hits: readonly LogHit[] } | null> {
  const { host, signal, scanner, zone } = look;
  const source = printable(file.path, 200);
  try {
    const rights = await rightsFor(look, file);
    const { bytes: all, truncated, stat } = await host.files.read(file.path, { maxBytes, end: true, signal, ...rights });
    // The first line of what was cut off is half a line.
    const bytes = truncated ? all.subarray(all.indexOf(10) + 1) : all;
    const timeOf = (line: string): number | null => logTime(line, zone);
    const log: LogRead = { source, size: stat.size, read: bytes.length, ...span(bytes, timeOf), unread: null };
    return { log, hits: scanner.scan(bytes, source, timeOf, host.now()) };
  } catch (error) {
    if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
    if (error.gap === 'absent') return null;
    return { log: { source, size: null, read: 0, from: null, to: null, unread: error.why }, hits: [] };
  }
}

/**
 * A log in a folder of an account is read with the rights of that account, and no link leads out of it: the account could put one there that
 * leads root to somebody else's files.
 */
async function rightsFor({ host, signal }: LogLook, file: LogFile): Promise<{ readonly within: string; readonly as?: As }> {
  if (host.me.uid !== 0) return { within: '/' };
  const folder = path.posix.dirname(file.path);
  const owner = await host.files.stat(folder, { follow: true, signal });
  if (owner !== null && owner.uid !== 0) return { within: folder, as: { uid: owner.uid, gid: owner.gid } };
  return file.as === undefined ? { within: '/' } : { within: '/', as: file.as };
}

/** The times of the first and of the last line that carry one, among some at either end. */
function span(bytes: Uint8Array, timeOf: (line: string) => number | null): { readonly from: string | null; readonly to: string | null } {
  const some = 16_384;
  const decoder = new TextDecoder();
  const firstTime = (lines: readonly string[]): string | null => {
    for (const line of lines) {
      const at = timeOf(line);
      if (at !== null) return new Date(at).toISOString();
    }
    return null;
  };
  const head = decoder.decode(bytes.subarray(0, some)).split('\n');
  const tail = decoder.decode(bytes.subarray(Math.max(0, bytes.length - some))).split('\n');
  return { from: firstTime(head), to: firstTime(tail.reverse()) };
}
