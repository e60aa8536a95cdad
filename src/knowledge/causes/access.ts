/** Causes of who may sign in and see what. */
import type { Cause } from '../../model.js';

export const accessCauses: readonly Cause[] = [];
