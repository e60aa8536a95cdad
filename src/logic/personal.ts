/** Marking what is personal: shown to the operator, class and token in bundles and with --redact. */
import type { Personal } from '../model.js';
import { addressClass, isInside } from './address-class.js';

/** A value in a fact that is somebody's. Wherever it stands besides, it is replaced, too. */
export function personal(kind: Personal['personal'], value: string): Personal {
  const known = kind === 'address' && isInside(value) ? addressClass(value) : null;
  return { personal: kind, value, class: kind === 'address' ? (known ?? 'public') : '' };
}
