/** What the operator accepted beforehand, held against what was found: waivers first, then the baseline. */
import { glob } from '../logic/glob.js';
import { nearest } from '../logic/nearest.js';
import type { BaselineReport, Cause, Check, Finding, PolicyReport, Problem, Several, WaiverReport } from '../model.js';
import { entriesFor, fixedOf, isKnown, type Baseline } from './baseline.js';
import { isBad, judgedChecks } from './judged.js';
import type { Waiver } from './waivers.js';

export interface Accepted {
  readonly waivers: readonly Waiver[] | null;
  readonly baseline: { readonly file: string; readonly content: Baseline } | null;
  /** The day on which the run began where it is judged, YYYY-MM-DD, UTC: not the one on which a bundle was recorded. */
  readonly today: string;
  /** There is no other target. */
  readonly alone: boolean;
  readonly catalogue: {
    readonly checks: readonly Pick<Check, 'id' | 'area' | 'causes'>[];
    readonly causes: readonly Pick<Cause, 'id' | 'problems'>[];
    readonly problems: readonly Pick<Problem, 'id'>[];
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly policy: PolicyReport;
}

/** As `Policy.accept` of a run. Pure: the day is given. */
export function acceptance(accepted: Accepted): (findings: readonly Finding[], about: { readonly label: string }) => Judged {
  return (findings, { label }) => {
    const { waivers, baseline } = accepted;
    const waived =
      waivers === null
        ? null
        : withWaivers(
            findings,
            waivers.filter((waiver) => isFor(waiver, label)),
            accepted,
          );
    const known = baseline === null ? null : withBaseline(waived?.findings ?? findings, label, baseline, accepted.alone);
    return {
      findings: known?.findings ?? waived?.findings ?? findings,
      policy: { ...(waived ? { waivers: waived.reports } : {}), ...(known ? { baseline: known.report } : {}) },
    };
  };
}

function isFor({ target }: Waiver, label: string): boolean {
  return target === undefined || glob(target).test(label);
}

/** A warning, a failure, or a look that failed. What passed or was skipped needs no waiver. */
function isWaivable({ status }: Finding): boolean {
  return status === 'warn' || status === 'fail' || status === 'unknown';
}

/** All that the waiver names must fit. A look that failed has no cause: only the check and its area name it. */
function covers(waiver: Waiver, finding: Finding): boolean {
  if (!isWaivable(finding)) return false;
  const names = [finding.check, finding.area, ...(finding.cause === null ? [] : [finding.cause]), ...finding.problems];
  const pattern = waiver.check === undefined ? null : glob(waiver.check);
  return (
    (pattern === null || names.some((name) => pattern.test(name))) &&
    (waiver.subject === undefined || waiver.subject === finding.subject) &&
    (waiver.fingerprint === undefined || waiver.fingerprint === finding.fingerprint)
  );
}

function withWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { today, catalogue }: Accepted,
): { readonly findings: readonly Finding[]; readonly reports: readonly WaiverReport[] } {
  const names = namesOf(catalogue);
  const known = (waiver: Waiver): boolean => {
    const pattern = waiver.check === undefined ? null : glob(waiver.check);
    return pattern === null || names.some((name) => pattern.test(name));
  };
  const inForce = waivers.filter((waiver) => waiver.until >= today && known(waiver));
  const marked = findings.map((finding): Finding => {
    const waiver = inForce.find((each) => covers(each, finding));
    return waiver ? { ...finding, waived: { reason: waiver.reason, until: waiver.until, owner: waiver.owner } } : finding;
  });
  const reports = waivers.map((waiver): WaiverReport => {
    const about = { names: whatItNames(waiver), reason: waiver.reason, owner: waiver.owner, until: waiver.until };
    if (!known(waiver)) {
      const near = waiver.check === undefined ? null : nearest(waiver.check, names);
      return { ...about, state: 'unknown', findings: [], ...(near === null ? {} : { nearest: near }) };
    }
    const expired = waiver.until < today;
    // of an expired one: what counts for want of it
    const covered = marked.filter((finding) => covers(waiver, finding) && !(expired && finding.waived));
    const fingerprints = [...new Set(covered.map(({ fingerprint }) => fingerprint))];
    if (expired) return { ...about, state: 'expired', findings: fingerprints };
    if (covered.length > 0) return { ...about, state: 'applied', findings: fingerprints };
    return { ...about, state: wasLookedAt(waiver, findings, catalogue) ? 'unused' : 'undecided', findings: [] };
  });
  return { findings: marked, reports };
}

/** Whether every check that could find what the waiver names gave a verdict. Without a check in it, it could be any. */
function wasLookedAt(waiver: Waiver, findings: readonly Finding[], catalogue: Accepted['catalogue']): boolean {
  const judged = judgedChecks(findings);
  const pattern = waiver.check === undefined ? null : glob(waiver.check);
  const able = catalogue.checks.filter((check) => pattern === null || namesOfCheck(check, catalogue).some((name) => pattern.test(name)));
  return able.length > 0 && able.every(({ id }) => judged.has(id));
}

function namesOf({ checks, causes, problems }: Accepted['catalogue']): readonly string[] {
  const ids = [...checks.flatMap(({ id, area }) => [id, area]), ...causes.map(({ id }) => id), ...problems.map(({ id }) => id)];
  return [...new Set<string>(ids)];
}

function namesOfCheck({ id, area, causes }: Accepted['catalogue']['checks'][number], catalogue: Accepted['catalogue']): readonly string[] {
  const problems = catalogue.causes.filter((cause) => causes.includes(cause.id)).flatMap((cause) => cause.problems);
  return [id, area, ...causes, ...problems];
}

/** "check clock-behind, subject /srv/x" */
function whatItNames({ check, subject, fingerprint, target }: Waiver): string {
  return Object.entries({ check, subject, fingerprint, target })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]))
    .join(', ');
}

function withBaseline(
  findings: readonly Finding[],
  label: string,
  { file, content }: NonNullable<Accepted['baseline']>,
  alone: boolean,
): { readonly findings: readonly Finding[]; readonly report: BaselineReport } {
  const listed = entriesFor(content, label, alone);
  const entries = listed ?? [];
  const marked = findings.map((finding): Finding =>
    isBad(finding) && finding.waived === undefined && isKnown(entries, finding) ? { ...finding, known: true } : finding,
  );
  const fresh = marked.filter((finding) => isBad(finding) && finding.waived === undefined && finding.known !== true);
  return {
    findings: marked,
    report: {
      file,
      writtenAt: content.writtenAt,
      new: [...new Set(fresh.map(({ fingerprint }) => fingerprint))],
      ...(listed === null ? { unlisted: true } : {}),
      fixed: fixedOf(entries, findings),
    },
  };
}

/**
 * Over all targets of a run. What waives something at one of them is not unused at the others; only where none of them knows a use is that said.
 */
export function acrossTargets({ reports, unusable }: Several): Several {
  const keyOf = ({ names, reason, owner, until }: WaiverReport): string => JSON.stringify([names, reason, owner, until]);
  const states = new Map<string, Set<string>>();
  for (const report of reports)
    for (const waiver of report.policy?.waivers ?? []) {
      const key = keyOf(waiver);
      states.set(key, (states.get(key) ?? new Set<string>()).add(waiver.state));
    }
  const inUse = (waiver: WaiverReport): boolean =>
    waiver.state === 'unused' && (unusable.length > 0 || [...(states.get(keyOf(waiver)) ?? [])].some((state) => state !== 'unused'));
  return {
    unusable,
    reports: reports.map((report) => {
      const waivers = report.policy?.waivers;
      if (waivers === undefined || !waivers.some(inUse)) return report;
      const corrected = waivers.map((waiver): WaiverReport => (inUse(waiver) ? { ...waiver, state: 'undecided' } : waiver));
      return { ...report, policy: { ...report.policy, waivers: corrected } };
    }),
  };
}
