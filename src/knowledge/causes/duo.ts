/** Causes of Duo Security. */
import type { Cause } from '../../model.js';

export const duoCauses: readonly Cause[] = [];
