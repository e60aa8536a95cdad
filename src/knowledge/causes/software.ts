/** Causes of the versions of PHP and ionCube. */
import type { Cause } from '../../model.js';

export const softwareCauses: readonly Cause[] = [];
