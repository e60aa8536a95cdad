/** The program's own ends: exit statuses beyond the verdict (sysexits.h), and one clear line for each. */
import { isOutOfAddresses } from '../logic/failure.js';
import { unseen } from '../logic/worst-exit-code.js';
import { UnusablePolicy } from '../policy/unusable.js';

/**
 * Too few open files for the program itself, or too few addresses: no bug of its own, and no fault of what it was given. Of every command the status is `unseen`,
 * which claims nothing: 1 of `triage` would say that nothing matches, 78 that the file is unusable.
 */
export function starved(error: unknown): string | null {
  if (isOutOfAddresses(error)) return 'too little memory may be addressed: raise the limit, as with ulimit -v unlimited';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EMFILE' && code !== 'ENFILE') return null;
  return `too few files may be open at once (${code}): raise the limit, as with ulimit -n 1024`;
}

export { unseen };

export const status = { usage: 64, bug: 70, cannotWrite: 73, unusableFile: 78, hungUp: 129, interrupted: 130, terminated: 143 } as const;

/** Ends the program with a status and one line on standard error: what, where, why, what to do. */
export class Quit extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** There is nothing to look at: with --wait it may still come. */
export class NotThere extends Quit {}

export function usage(message: string): Quit {
  return new Quit(status.usage, message);
}

export function unusable(message: string): Quit {
  return new Quit(status.unusableFile, message);
}

/** What makes a file of the operator unusable, as status 78. */
export async function orUnusable<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof UnusablePolicy ? unusable(error.message) : error;
  }
}
