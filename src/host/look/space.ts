/** Room on a file system, and which mount it is. Runs in the looking child. */
import { readFile, statfs } from 'node:fs/promises';
import type { Space } from '../../model.js';
import { isWithin, resolved, splitView } from './paths.js';

export interface Mount {
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
}

export async function spaceAt({ path }: { readonly path: string }): Promise<Space> {
  const real = await resolved(path);
  const { root, below } = splitView(real);
  const [room, table] = await Promise.all([statfs(real), readFile(mountInfoOf(root), 'utf8').catch(() => '')]);
  const mount = mountOf(below, table);
  return {
    // bavail, not bfree: what is kept for root cannot be used by PHP.
    bytesFree: room.bavail * room.bsize,
    bytesTotal: room.blocks * room.bsize,
    inodesFree: room.ffree,
    inodesTotal: room.files,
    mountPoint: mount?.mountPoint ?? null,
    fileSystem: mount?.fileSystem ?? null,
    readOnly: mount?.readOnly ?? false,
  };
}

/** The table of mounts in this view; empty: our own. */
export function mountInfoOf(root: string): string {
  return root === '' ? '/proc/self/mountinfo' : `${root.slice(0, -'/root'.length)}/mountinfo`;
}

/** The mount that a resolved path is on: the longest mount point above it, and of several on the same point the last, which hides the others. */
export function mountOf(path: string, mountInfo: string): Mount | null {
  let best: Mount | null = null;
  for (const line of mountInfo.split('\n')) {
    const mount = parseMount(line);
    if (mount && isWithin(path, mount.mountPoint) && (best === null || mount.mountPoint.length >= best.mountPoint.length)) best = mount;
  }
  return best;
}

/** One line of mountinfo: `36 35 98:0 /root /mount rw,noatime master:1 - ext3 /dev/root rw,errors=continue`, proc_pid_mountinfo(5). */
function parseMount(line: string): Mount | null {
  const [before, after] = line.split(' - ');
  const mountFields = before?.split(' ') ?? [];
  const fileSystemFields = after?.split(' ') ?? [];
  const [mountPoint, options] = [mountFields[4], mountFields[5]];
  const [fileSystem, , superOptions] = fileSystemFields;
  if (mountPoint === undefined || options === undefined || fileSystem === undefined) return null;
  const isReadOnly = (list: string): boolean => list.split(',').includes('ro');
  return { mountPoint: unescapeMount(mountPoint), fileSystem, readOnly: isReadOnly(options) || isReadOnly(superOptions ?? '') };
}

function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
