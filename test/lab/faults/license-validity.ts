/** Faults of what the license binds to. */
import type { Fault } from './fault.js';

export const licenseValidityFaults: readonly Fault[] = [];
