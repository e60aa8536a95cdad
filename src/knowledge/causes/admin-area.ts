/** Causes of the admin area, Friendly URLs, the API and what stands in front of them. */
import type { Cause } from '../../model.js';

export const adminAreaCauses: readonly Cause[] = [];
