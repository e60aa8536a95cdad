/** Causes of password reset links. */
import type { Cause } from '../../model.js';

export const resetLinkCauses: readonly Cause[] = [];
