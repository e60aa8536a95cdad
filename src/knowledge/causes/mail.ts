/** Causes of mail. */
import type { Cause } from '../../model.js';

export const mailCauses: readonly Cause[] = [];
