/** The processes of the machine as /proc shows them. Runs in the looking child. */
import { open, readdir, readlink, stat } from 'node:fs/promises';
import type { ProcessSeen } from '../../model.js';

/** More is neither a title nor a command line that names a configuration file. */
const maxCommandLine = 32_768;
const atOnce = 32;

export async function processesSeen({ max }: { readonly max: number }): Promise<readonly ProcessSeen[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).slice(0, max);
  const ownRoot = await stat('/').then((seen) => `${seen.dev}:${seen.ino}`);
  const seen: ProcessSeen[] = [];
  for (let start = 0; start < pids.length; start += atOnce) {
    const some = await Promise.all(pids.slice(start, start + atOnce).map((pid) => processSeen(pid, ownRoot)));
    for (const one of some) if (one) seen.push(one);
  }
  return seen;
}

async function processSeen(pid: string, ownRoot: string): Promise<ProcessSeen | null> {
  const folder = `/proc/${pid}`;
  try {
    const [status, commandLine, exe, cwd, root] = await Promise.all([
      head(`${folder}/status`),
      head(`${folder}/cmdline`),
      readlink(`${folder}/exe`).catch(() => null),
      readlink(`${folder}/cwd`).catch(() => null),
      rootOf(folder, ownRoot),
    ]);
    return { pid: Number(pid), ...parseStatus(status), argv: parseCommandLine(commandLine), exe, cwd, root };
  } catch {
    return null; // it ended meanwhile
  }
}

/**
 * The text of the link is relative to the process's own mounts and so is "/" in a container, too: then only the folder itself tells. Other
 * mounts below the same root (systemd's PrivateTmp) do not count as another root.
 */
async function rootOf(folder: string, ownRoot: string): Promise<string | null> {
  const link = await readlink(`${folder}/root`).catch(() => null);
  if (link !== '/') return link;
  const there = await stat(`${folder}/root/`).catch(() => null);
  return there === null || `${there.dev}:${there.ino}` === ownRoot ? link : `${folder}/root`;
}

async function head(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxCommandLine), 0, maxCommandLine, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Effective ids from /proc/PID/status, proc_pid_status(5): "Uid:" real, effective, saved, file system. */
export function parseStatus(status: string): { readonly ppid: number; readonly uid: number; readonly gid: number } {
  const field = (name: string, column: number): number => {
    const line = status.split('\n').find((text) => text.startsWith(`${name}:`));
    return Number(line?.split(/\s+/)[column] ?? Number.NaN);
  };
  return { ppid: field('PPid', 1), uid: field('Uid', 2), gid: field('Gid', 2) };
}

/** A process that sets a title overwrites its arguments and leaves zeros behind it. */
export function parseCommandLine(text: string): readonly string[] {
  const argv = text.replace(/\0+$/, '').split('\0');
  return argv.length === 1 && argv[0] === '' ? [] : argv;
}
