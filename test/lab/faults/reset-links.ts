/** Faults of password reset links. */
import type { Fault } from './fault.js';

export const resetLinkFaults: readonly Fault[] = [];
