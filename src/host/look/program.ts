/** Finding a program, and who could have put it there. Runs in the looking child. */
import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsent } from './errno.js';
import type { ProgramFound } from './operations.js';

/**
 * The first of the candidates that is an executable file and root's alone; where there is none such, the first that is executable. Links
 * are followed. null: none is there. Throws what the operating system says where all that is there may not be executed.
 */
export async function findProgram({ candidates }: { readonly candidates: readonly string[] }): Promise<ProgramFound | null> {
  let second: ProgramFound | null = null;
  let refused: unknown = null;
  for (const candidate of candidates) {
    try {
      const path = await realpath(candidate);
      if (!(await stat(path)).isFile()) continue;
      await access(path, constants.X_OK);
      const found = { path, foreign: await foreignHand(path) };
      if (found.foreign === null) return found;
      second ??= found;
    } catch (error) {
      if (!isAbsent(error)) refused ??= error;
    }
  }
  if (second === null && refused !== null) throw refused;
  return second;
}

/** The first of the file and the folders above it that someone else than root could change. The path has no links. */
async function foreignHand(path: string): Promise<string | null> {
  for (let at = path; ; at = dirname(at)) {
    const seen = await lstat(at);
    if (seen.uid !== 0) return `${at} belongs to uid ${seen.uid}`;
    // In a sticky folder, as /tmp, others can add but not replace.
    const isSticky = seen.isDirectory() && (seen.mode & 0o1000) !== 0;
    if ((seen.mode & 0o022) !== 0 && !isSticky) return `${at} is writable by others than its owner`;
    if (at === '/') return null;
  }
}
