/** Faults of Duo Security. */
import type { Fault } from './fault.js';

export const duoFaults: readonly Fault[] = [];
