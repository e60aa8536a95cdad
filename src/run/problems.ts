/** What the findings say of the 23 documented problems. */
import { seenInLog, type Told } from './logs.js';
import type { Cause, Check, Finding, Problem, ProblemReport } from '../model.js';

/**
 * explained: a finding warns or fails with one of its causes. ruled-out: every cause of it has a check here and all of these passed;
 * none was left out by --only or --skip. Otherwise undetermined.
 */
export function problemReports(
  problems: readonly Problem[],
  causes: readonly Cause[],
  checks: readonly Check[],
  findings: readonly Finding[],
  told: readonly Told[] = [],
): readonly ProblemReport[] {
  const bad = findings.filter(({ status, cause }) => (status === 'warn' || status === 'fail') && cause !== null);
  const passed = passing(checks, findings);
  const causesOf = listed(causes.flatMap((cause) => cause.problems.map((id) => [id, cause] as const)));
  const findingsOf = listed(bad.flatMap((finding) => [...new Set(finding.problems)].map((id) => [id, finding] as const)));
  return problems.map((problem) => {
    const own = causesOf.get(problem.id) ?? [];
    const explaining = findingsOf.get(problem.id) ?? [];
    const explained = [...new Set(explaining.map((finding) => finding.cause ?? ''))];
    const ruledOut = problem.unprovable === undefined && own.length > 0 && own.every(passed);
    return {
      id: problem.id,
      title: problem.title,
      status: explained.length > 0 ? 'explained' : ruledOut ? 'ruled-out' : 'undetermined',
      causes: explained,
      findings: explaining.map((finding) => finding.fingerprint),
      seen: told.filter(({ message }) => message.problems.includes(problem.id)).map(seenInLog),
    };
  });
}

/** Whether every check that could prove a cause was heard, and found nothing. */
function passing(checks: readonly Check[], findings: readonly Finding[]): (cause: Cause) => boolean {
  const able = listed(
    checks.filter((check) => check.witness !== true).flatMap((check) => check.causes.map((cause) => [cause, check] as const)),
  );
  const said = listed(findings.map((finding) => [finding.check, finding] as const));
  return ({ id }) => {
    const own = able.get(id) ?? [];
    const heard = own.flatMap((check) => said.get(check.id) ?? []);
    return (
      heard.length > 0 &&
      own.every((check) => said.has(check.id) || check.onlyWhenSelected === true) &&
      // a check that failed for another reason may not have come as far as this cause
      heard.every((finding) => finding.status === 'pass')
    );
  };
}

function listed<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
  }
  return lists;
}
