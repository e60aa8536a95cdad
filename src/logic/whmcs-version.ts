/** WHMCS versions: "8.11", "8.11.2", "8.11.2-release.1". What follows the numbers does not count. */
import type { VersionRange } from '../model.js';

/** The numbers of a version, or null where the text is none. */
export function parseVersion(text: string): readonly number[] | null {
  const match = /^\s*v?(\d{1,6}(?:\.\d{1,6}){0,5})(?![\d.])/.exec(text);
  return match?.[1] === undefined ? null : match[1].split('.').map(Number);
}

/** Below 0: a is the older one; 0: equal. Missing parts are 0, so 8.11 equals 8.11.0. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether the version lies in the range (lower bound inclusive, upper exclusive). A text that is no version lies in the open range only. */
export function versionInRange(version: string, range: VersionRange): boolean {
  if (range.from === undefined && range.below === undefined) return true;
  const parsed = parseVersion(version);
  if (!parsed) return false;
  const from = range.from === undefined ? null : parseVersion(range.from);
  const below = range.below === undefined ? null : parseVersion(range.below);
  return (!from || compareVersions(parsed, from) >= 0) && (!below || compareVersions(parsed, below) < 0);
}

/** The range in words: "WHMCS 8.11 and later", "WHMCS before 8.0", "WHMCS 8.0 and later, before 8.11". */
export function describeRange(range: VersionRange): string {
  if (range.from === undefined) return range.below === undefined ? 'every version of WHMCS' : `WHMCS before ${range.below}`;
  return range.below === undefined ? `WHMCS ${range.from} and later` : `WHMCS ${range.from} and later, before ${range.below}`;
}
