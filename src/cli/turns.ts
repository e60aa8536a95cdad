/**
 * Whose turn it is: at most --jobs targets at a time, and few of one machine, whose PHP and database serve visitors meanwhile and whose sshd takes
 * ten log-ins at once (MaxStartups, https://man.openbsd.org/sshd_config#MaxStartups).
 */
import { Slots } from '../logic/slots.js';
import type { Target } from './targets.js';

/** Installs of one machine that are looked at at a time. */
export const mostOfOneMachine = 4;

export interface Turns {
  /** Does the work when it is this target's turn. */
  of<T>(target: Target, work: () => Promise<T>): Promise<T>;
}

export function turnsFor(targets: readonly Target[], jobs: number, signal?: AbortSignal): Turns {
  const slots = new Slots(jobs);
  const perMachine = new Map<string, Slots>();
  const isCrowded = jobs > mostOfOneMachine && targets.length > mostOfOneMachine;
  return {
    of: async (target, work) => {
      const machine = isCrowded ? await machineOf(target, signal) : null;
      if (machine === null) return slots.use(work);
      const own = perMachine.get(machine) ?? new Slots(mostOfOneMachine);
      perMachine.set(machine, own);
      // who waits for a machine keeps nobody else waiting
      return own.use(() => slots.use(work));
    },
  };
}

/** null: it may be any one. Over ssh, the machine that the operator's configuration names. */
async function machineOf(target: Target, signal: AbortSignal | undefined): Promise<string | null> {
  switch (target.kind) {
    case 'install':
      return 'this machine';
    case 'ssh':
      return (await import('../host/ssh/endpoint.js')).endpointOf(target.destination, { signal });
    case 'url':
    case 'bundle':
      return null;
    default:
      return target satisfies never;
  }
}
