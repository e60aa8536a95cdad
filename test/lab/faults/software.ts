/** Faults of the versions of PHP and ionCube. */
import type { Fault } from './fault.js';

export const softwareFaults: readonly Fault[] = [];
