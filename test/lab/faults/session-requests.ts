/** Faults of single requests: output, workers, locks. */
import type { Fault } from './fault.js';

export const sessionRequestFaults: readonly Fault[] = [];
