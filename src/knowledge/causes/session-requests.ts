/** Causes of single requests: output, workers, locks. */
import type { Cause } from '../../model.js';

export const sessionRequestCauses: readonly Cause[] = [];
