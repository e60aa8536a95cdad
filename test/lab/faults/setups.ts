/** Set-ups of the lab as they are written down: faults of one set-up share a lab. */
import { type LabOptions, plain } from '../lab.js';
import type { Fault } from './fault.js';

export function setupOf(fault: Pick<Fault, 'setup'>): LabOptions {
  return { ...plain, ...fault.setup };
}

/** "nginx none nobody files": unique, and good as the name of a file once joined. */
export function setupName({ web, front, restore, sessions }: LabOptions): string {
  return [web, front, restore, sessions].join(' ');
}

export function bySetup<T extends Pick<Fault, 'setup'>>(faults: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const fault of faults) {
    const name = setupName(setupOf(fault));
    groups.set(name, [...(groups.get(name) ?? []), fault]);
  }
  return groups;
}

/** What it is called in lists and titles. */
export function named({ cause, how }: Pick<Fault, 'cause' | 'how'>): string {
  return how === undefined ? cause : `${cause}: ${how}`;
}
