/** Causes of the active theme and order form. */
import type { Cause } from '../../model.js';

export const themeCauses: readonly Cause[] = [];
