/** Why PHP cannot write its session files: from its own messages, or from what the folder looks like. */
import type { SessionFolder, Space } from '../model.js';

export interface FolderFault {
  readonly cause: string;
  /** What shows it, for a person. */
  readonly why: string;
}

/** Less than one block: a session file can be created but not filled. */
const oneBlock = 4096;

/** The path to name and to repair: as the machine sees it, unless that leads through a process's own view, which ends with the process. */
export function folderSubject(folder: SessionFolder): string {
  return folder.seenAt.startsWith('/proc/') || folder.seenAt === '' ? folder.path : folder.seenAt;
}

export function outOfInodes(space: Space): boolean {
  return space.inodesTotal > 0 && space.inodesFree <= 0;
}

export function outOfRoom(space: Space): boolean {
  return space.bytesFree < oneBlock;
}

/** Error numbers of open() and write() in PHP's messages: "open(/p/sess_x, O_RDWR) failed: Permission denied (13)". */
const causeByErrno: Readonly<Record<string, string>> = {
  '1': 'session-path-denied',
  '2': 'session-path-missing',
  '13': 'session-path-denied',
  '20': 'session-path-missing',
  '30': 'session-path-read-only',
  '40': 'session-path-denied',
  '122': 'quota-exceeded',
};

/** The cause that PHP's own messages name; null: they name none. */
export function faultOfMessages(errors: readonly string[], folder: SessionFolder): FolderFault | null {
  for (const error of errors) {
    const why = error.slice(0, 300);
    const errno = /failed: [^()]{0,100}\((\d{1,3})\)/.exec(error)?.[1];
    if (errno === '28') return { cause: noSpace(error, folder), why };
    const cause = errno === undefined ? undefined : causeByErrno[errno];
    if (cause !== undefined) return { cause, why };
    if (error.includes('Write wrote less bytes than requested')) return { cause: noSpace(error, folder), why };
    if (error.includes('not created by your uid') || error.includes('open_basedir restriction'))
      return { cause: 'session-path-denied', why };
    if (error.includes('parameter in session.save_path is invalid')) return { cause: 'session-path-malformed', why };
  }
  return null;
}

/** ENOSPC means blocks or inodes; the numbers of the file system tell, and without them which call failed: an empty file needs an inode only. */
function noSpace(error: string, folder: SessionFolder): string {
  if (folder.space && outOfInodes(folder.space)) return 'inodes-exhausted';
  if (folder.space && outOfRoom(folder.space)) return 'disk-full';
  return error.includes('open(') && !folder.space ? 'inodes-exhausted' : 'disk-full';
}

/** The first thing about the folder that keeps PHP from writing there; null: nothing is seen. */
export function faultOfFolder(folder: SessionFolder): FolderFault | null {
  const { space, quota } = folder;
  if (folder.malformed) return { cause: 'session-path-malformed', why: 'the value is not of the form [N;[MODE;]]path' };
  if (!folder.exists) return { cause: 'session-path-missing', why: 'there is no such folder' };
  if (!folder.isDirectory) return { cause: 'session-path-missing', why: 'it is not a folder' };
  if (folder.missingLevel !== null) return { cause: 'session-path-missing', why: `the subfolder ${folder.missingLevel} is missing` };
  if (space?.readOnly) return { cause: 'session-path-read-only', why: `${space.mountPoint ?? 'its file system'} is mounted read-only` };
  if (folder.writable.verdict === 'no') return { cause: 'session-path-denied', why: folder.writable.why };
  if (space && outOfInodes(space)) return { cause: 'inodes-exhausted', why: `0 of ${space.inodesTotal} inodes are free` };
  if (space && outOfRoom(space)) return { cause: 'disk-full', why: `${space.bytesFree} bytes are free` };
  if (quota && (quota.bytesLeft ?? oneBlock) < oneBlock)
    return { cause: 'quota-exceeded', why: `${quota.bytesLeft ?? 0} bytes of the quota are left` };
  if (quota && (quota.filesLeft ?? 1) < 1) return { cause: 'quota-exceeded', why: 'the quota allows no more files' };
  return null;
}
