/** Faults of who may sign in and see what. */
import type { Fault } from './fault.js';

export const accessFaults: readonly Fault[] = [];
