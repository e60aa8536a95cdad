/** Reads /proc/locks: who holds a lock of a file, and who waits for it ("->"). https://man7.org/linux/man-pages/man5/proc_locks.5.html */

export interface FileLock {
  /** Locks of one number wait for one another. */
  readonly id: number;
  readonly waits: boolean;
  /** 0: a process of another namespace. */
  readonly pid: number;
  /** MAJOR:MINOR:INODE as written, the first two in hexadecimal. */
  readonly file: string;
}

const line =
  /^(\d{1,9}):[ ]{1,20}(->[ ]{1,20})?FLOCK[ ]{1,20}\S{1,20}[ ]{1,20}\S{1,20}[ ]{1,20}(-?\d{1,10}) ([0-9a-f]{1,8}:[0-9a-f]{1,8}:\d{1,20}) /;

/** Locks of flock(), which is what PHP takes on the file of a session. */
export function parseFlocks(text: string): readonly FileLock[] {
  const found: FileLock[] = [];
  for (const one of text.split('\n', 100_000)) {
    const match = one.length > 300 ? null : line.exec(one);
    if (match === null) continue;
    const pid = Number(match[3]);
    found.push({ id: Number(match[1]), waits: match[2] !== undefined, pid: Math.max(0, pid), file: match[4] ?? '' });
  }
  return found;
}
