/** Which findings are shown as one, the same in every format for people. */
import { isOpen } from '../logic/counted.js';
import type { Finding, Report } from '../model.js';

export type Group = readonly [Finding, ...Finding[]];

/** Findings of one cause belong together, in the order of the first. */
export function byCause(findings: readonly Finding[]): readonly Group[] {
  return grouped(findings, ({ cause, fingerprint }) => cause ?? fingerprint);
}

/** One group per reason: a database that is down makes twenty checks unknown and is one thing to settle. */
export function byReason(findings: readonly Finding[]): readonly Group[] {
  return grouped(findings, ({ reason, settle }) => `${reason ?? ''}\n${settle ?? ''}`);
}

/** What counts and needs a person, one group per cause: those that fail something, and those that only warn. */
export function openCauses({ findings }: Pick<Report, 'findings'>): {
  readonly failing: readonly Group[];
  readonly warning: readonly Group[];
} {
  const groups = byCause(findings.filter(isOpen));
  const fails = (group: Group): boolean => group.some(({ status }) => status === 'fail');
  return { failing: groups.filter(fails), warning: groups.filter((group) => !fails(group)) };
}

function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}
