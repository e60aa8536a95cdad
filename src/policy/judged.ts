/** Which checks gave a verdict: only of these can it be said that something is not there any more. */
import type { Finding } from '../model.js';

/** Checks that have findings, all of which passed, warned or failed. One part that could not be looked at leaves the whole open. */
export function judgedChecks(findings: readonly Finding[]): ReadonlySet<string> {
  const open = new Set(findings.filter(({ status }) => status === 'unknown' || status === 'skip').map(({ check }) => check));
  return new Set(findings.map(({ check }) => check).filter((check) => !open.has(check)));
}

/** Something is wrong, whether or not it counts. */
export function isBad<Given extends Pick<Finding, 'status'>>(finding: Given): finding is Given & { readonly status: 'warn' | 'fail' } {
  return finding.status === 'warn' || finding.status === 'fail';
}
