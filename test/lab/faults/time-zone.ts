/** Faults of time zones and cron. */
import type { Fault } from './fault.js';

export const timeZoneFaults: readonly Fault[] = [];
