/** Faults of the active theme and order form. */
import type { Fault } from './fault.js';

export const themeFaults: readonly Fault[] = [];
