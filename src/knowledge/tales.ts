/** How each documented problem is told. */
import type { Tale } from '../model.js';

export const tales: readonly Tale[] = [];
