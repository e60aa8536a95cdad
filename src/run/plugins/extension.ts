/** A plug-in that is loaded: what it brings, whatever it was written in. */
import type { Announced, Cause, Check, Probe, Touch } from '../../model.js';

export interface Extension {
  /** Its file, absolute. */
  readonly file: string;
  readonly checks: readonly Check[];
  readonly causes: readonly Cause[];
  /** `onTouch` hears of what they do past the host, for --audit. */
  probes(onTouch: (touch: Touch) => void): readonly Probe[];
  /** What loading it read and ran. */
  readonly touches: readonly Announced[];
}

/** A plug-in that cannot be used: one line that says what, where, why. It ends the run before anything is looked at. */
export class UnusablePlugin extends Error {
  constructor(file: string, why: string) {
    super(`the plug-in ${file} cannot be used: ${why}`);
  }
}

/** The first line of what was thrown, whatever that is. */
export function thrown(error: unknown): string {
  let text: string;
  try {
    text = error instanceof Error ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}` : `it threw ${String(error)}`;
  } catch {
    text = 'it threw something that has no text';
  }
  return (text.trim().split('\n', 1)[0] ?? '').slice(0, 300) || 'no reason was given';
}
