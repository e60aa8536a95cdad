/** Which findings count: what was waived, or was known before, is shown and decides nothing. */
import type { Finding } from '../model.js';

export function isCounted({ waived, known }: Pick<Finding, 'waived' | 'known'>): boolean {
  return waived === undefined && known !== true;
}

/** A warning or a failure that counts. */
export function isOpen(finding: Finding): boolean {
  return (finding.status === 'warn' || finding.status === 'fail') && isCounted(finding);
}
