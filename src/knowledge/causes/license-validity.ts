/** Causes of what the license binds to. */
import type { Cause } from '../../model.js';

export const licenseValidityCauses: readonly Cause[] = [];
