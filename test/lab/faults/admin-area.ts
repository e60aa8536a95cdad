/** Faults of the admin area, Friendly URLs, the API and what stands in front of them. */
import type { Fault } from './fault.js';

export const adminAreaFaults: readonly Fault[] = [];
