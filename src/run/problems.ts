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
  return problems.map((problem) => {
    const own = causes.filter((cause) => cause.problems.includes(problem.id));
    const explaining = findings.filter(
      (finding) =>
        (finding.status === 'warn' || finding.status === 'fail') && finding.cause !== null && finding.problems.includes(problem.id),
    );
    const explained = [...new Set(explaining.map((finding) => finding.cause ?? ''))];
    const ruledOut = problem.unprovable === undefined && own.length > 0 && own.every((cause) => passed(cause, checks, findings));
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

function passed(cause: Cause, checks: readonly Check[], findings: readonly Finding[]): boolean {
  const able = checks.filter((check) => check.causes.includes(cause.id) && check.witness !== true);
  const ids = new Set(able.map((check) => check.id));
  const said = findings.filter((finding) => ids.has(finding.check));
  const heard = new Set(said.map((finding) => finding.check));
  return (
    said.length > 0 &&
    able.every((check) => heard.has(check.id) || check.onlyWhenSelected === true) &&
    // a check that failed for another reason may not have come as far as this cause
    said.every((finding) => finding.status === 'pass')
  );
}
