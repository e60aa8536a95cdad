/** The program's own ends: exit statuses beyond the verdict (sysexits.h), and one clear line for each. */

export const status = { usage: 64, bug: 70, cannotWrite: 73, unusableFile: 78, interrupted: 130, terminated: 143 } as const;

/** Ends the program with a status and one line on standard error: what, where, why, what to do. */
export class Quit extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function usage(message: string): Quit {
  return new Quit(status.usage, message);
}

export function unusable(message: string): Quit {
  return new Quit(status.unusableFile, message);
}
