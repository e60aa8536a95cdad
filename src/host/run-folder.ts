/**
 * The working folder of a program that root runs with the rights of another user. Node enters the folder before it takes on those rights, so root
 * would lead that user past folders that are closed to him, were a link put in the way: only the folder that he himself reaches is entered.
 */
import { open } from 'node:fs/promises';
import { LookFailed } from '../logic/failure.js';
import type { As, Files } from '../model.js';

export interface RunFolder {
  readonly path: string;
  close(): Promise<void>;
}

/** null: there is no such folder, or these rights do not lead there. */
export async function runFolder(
  files: Pick<Files, 'stat'>,
  folder: string,
  as: As | null,
  signal: AbortSignal | undefined,
): Promise<RunFolder | null> {
  const reached = await files
    .stat(folder, { follow: true, ...(as === null ? {} : { as }), ...(signal === undefined ? {} : { signal }) })
    .catch((error: unknown) => {
      if (error instanceof LookFailed && error.gap !== 'aborted') return null;
      throw error;
    });
  if (reached?.kind !== 'directory') return null;
  if (as === null) return { path: folder, close: async () => {} };
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return null;
  const there = await handle.stat().catch(() => null);
  if (there?.isDirectory() && there.ino === reached.inode && there.dev === reached.device)
    return { path: `/proc/${process.pid}/fd/${handle.fd}`, close: () => handle.close() };
  await handle.close();
  return null;
}
