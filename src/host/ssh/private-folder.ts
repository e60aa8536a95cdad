/** A folder of our own for the sockets of one connection, with a path short enough for them. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { LookFailed } from '../../logic/failure.js';

/** A socket's path has room for 107 bytes, unix(7); ssh first makes it with 17 more, and ours need 20 for their names. */
const longest = 50;

/** Those of the connections that are open. */
const folders = new Set<string>();

function removeAll(): void {
  for (const folder of folders) removeFolder(folder);
}

export function removeFolder(folder: string): void {
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeAll);
  rmSync(folder, { recursive: true, force: true });
}

/** Mode 0700; removed by removeFolder, or at the end of the program. ssh itself would read `%`, `~` and `:` in a path: a folder with such is not used. */
export async function privateFolder(candidates: readonly string[] = [tmpdir(), '/tmp', '/var/tmp']): Promise<string> {
  let last = '';
  for (const folder of candidates) {
    if (!/^\/[\w./-]*$/.test(folder) || folder.length > longest) continue;
    try {
      const made = await mkdtemp(`${folder.replace(/\/$/, '')}/whmcs-doctor-`);
      if (folders.size === 0) process.on('exit', removeAll);
      folders.add(made);
      return made;
    } catch (error) {
      last = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    }
  }
  throw new LookFailed('io', `no folder for the control socket of ssh can be made in ${candidates.join(', ')}${last}`, {
    settle: 'Set TMPDIR to a folder that you can write to.',
  });
}
