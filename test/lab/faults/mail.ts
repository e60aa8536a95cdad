/** Faults of mail. */
import type { Fault } from './fault.js';

export const mailFaults: readonly Fault[] = [];
