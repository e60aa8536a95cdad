/** Causes of time zones and cron. */
import type { Cause } from '../../model.js';

export const timeZoneCauses: readonly Cause[] = [];
