/** What changed between two reports. Pure. */
import { isCounted } from '../logic/counted.js';
import type {
  ChangedFinding,
  ChangedWhat,
  DiffFinding,
  DiffSide,
  Evidence,
  Finding,
  FormerStatus,
  Report,
  ReportDiff,
  Several,
  TargetDiff,
  UnseenFinding,
} from '../model.js';
import { isBad, judgedChecks } from './judged.js';

type Bad = Finding & { readonly status: 'warn' | 'fail' };

interface Pair {
  readonly target: string;
  readonly before: Report | null;
  readonly now: Report | null;
  readonly unusable: TargetDiff['unusable'];
}

export function diffOf(before: Several, now: Several, version: string): ReportDiff {
  const targets = pairs(before, now).map(targetDiff);
  const sum = (of: (target: TargetDiff) => readonly unknown[]): number => targets.reduce((total, target) => total + of(target).length, 0);
  const counts = {
    new: sum((target) => target.new),
    fixed: sum((target) => target.fixed),
    changed: sum((target) => target.changed),
    remaining: sum((target) => target.remaining),
    unseen: sum((target) => target.unseen),
    newFailures: sum((target) => target.newFailures),
  };
  return {
    schema: 'whmcs-doctor/diff/1',
    tool: { name: 'whmcs-doctor', version },
    exitCode: counts.newFailures > 0 ? 2 : 0,
    counts,
    notes: [...new Set(targets.flatMap((target) => notesOn(target, targets.length > 1)))],
    targets,
  };
}

/** By label. Where each has a single target it is the same, whatever it is called. */
function pairs(before: Several, now: Several): readonly Pair[] {
  const [old] = before.reports;
  const [fresh] = now.reports;
  const single = (several: Several): boolean => several.reports.length === 1 && several.unusable.length === 0;
  if (single(before) && single(now) && old && fresh)
    return [{ target: fresh.target.label, before: old, now: fresh, unusable: { before: null, now: null } }];
  const labels = [...labelsOf(now), ...labelsOf(before)];
  return [...new Set(labels)].flatMap((target) => {
    // two of one name are told apart by their order
    const [old, fresh] = [before, now].map(({ reports }) => reports.filter(({ target: { label } }) => label === target)) as [
      Report[],
      Report[],
    ];
    const unusable = { before: trouble(before, target), now: trouble(now, target) };
    return Array.from({ length: Math.max(old.length, fresh.length, 1) }, (_, place) => ({
      target,
      before: old[place] ?? null,
      now: fresh[place] ?? null,
      unusable,
    }));
  });
}

function labelsOf({ reports, unusable }: Several): readonly string[] {
  return [...reports.map((report) => report.target.label), ...unusable.map(({ target }) => target)];
}

function trouble({ unusable }: Several, label: string): string | null {
  return unusable.find(({ target }) => target === label)?.message ?? null;
}

function targetDiff({ target, before, now, unusable }: Pair): TargetDiff {
  const old = badOf(before);
  const fresh = badOf(now);
  const judged = judgedChecks(now?.findings ?? []);
  const both = [...fresh.values()].flatMap((finding) => {
    const former = old.get(finding.fingerprint);
    return former ? [{ former, finding }] : [];
  });
  const changes = both.flatMap(({ former, finding }) => changeOf(former, finding) ?? []);
  const changed = new Set(changes.map((change) => change.now.fingerprint));
  const gone = [...old.values()].filter(({ fingerprint }) => !fresh.has(fingerprint));
  const counting = (finding: Bad | undefined): boolean => finding !== undefined && finding.status === 'fail' && isCounted(finding);
  return {
    target,
    before: before && sideOf(before),
    now: now && sideOf(now),
    unusable,
    new: [...fresh.values()]
      .filter(({ fingerprint }) => !old.has(fingerprint))
      .map((finding) => ({ ...shortOf(finding), was: statusBefore(before, finding.check) })),
    fixed: gone.filter(({ check }) => judged.has(check)).map(shortOf),
    changed: changes,
    remaining: both.filter(({ finding }) => !changed.has(finding.fingerprint)).map(({ finding }) => shortOf(finding)),
    unseen:
      before === null
        ? []
        : unseenOf(
            before,
            now,
            gone.filter(({ check }) => !judged.has(check)),
          ),
    newFailures: [...fresh.values()]
      .filter((finding) => counting(finding) && !counting(old.get(finding.fingerprint)))
      .map(({ fingerprint }) => fingerprint),
    selection: before && now ? { onlyBefore: without(before, now), onlyNow: without(now, before) } : { onlyBefore: [], onlyNow: [] },
  };
}

/** By identity; of two with the same one the worse, which comes first. */
function badOf(report: Report | null): ReadonlyMap<string, Bad> {
  const found = new Map<string, Bad>();
  for (const finding of report?.findings ?? [])
    if (isBad(finding) && found.get(finding.fingerprint)?.status !== 'fail') found.set(finding.fingerprint, finding);
  return found;
}

function shortOf({ fingerprint, check, cause, status, confidence, subject, title, waived, known }: Bad): DiffFinding {
  return {
    ...{ fingerprint, check, cause, status, confidence, subject, title },
    ...(waived === undefined ? {} : { waived }),
    ...(known === undefined ? {} : { known }),
  };
}

function sideOf({ target, startedAt, tool, verdict, exitCode, counts }: Report): DiffSide {
  return { target: target.label, startedAt, version: tool.version, verdict, exitCode, counts };
}

const rank: readonly FormerStatus[] = ['fail', 'warn', 'unknown', 'skip', 'pass', 'absent'];

/** The worst that the check said. */
function statusBefore(before: Report | null, check: string): FormerStatus {
  const all = (before?.findings ?? []).filter((finding) => finding.check === check).map(({ status }) => status);
  return rank.find((status) => status !== 'absent' && all.includes(status)) ?? 'absent';
}

function changeOf(former: Bad, finding: Bad): ChangedFinding | null {
  const evidence = changedEvidence(former.evidence, finding.evidence);
  const what: readonly (ChangedWhat | null)[] = [
    former.status === finding.status ? null : 'status',
    former.confidence === finding.confidence ? null : 'confidence',
    steady(former.title) === steady(finding.title) ? null : 'title',
    evidence.length === 0 ? null : 'evidence',
    isCounted(former) === isCounted(finding) ? null : 'accepted',
  ];
  const changed = what.filter((each) => each !== null);
  return changed.length === 0 ? null : { before: shortOf(former), now: shortOf(finding), what: changed, evidence };
}

function changedEvidence(before: readonly Evidence[], now: readonly Evidence[]): ChangedFinding['evidence'] {
  const keyed = (all: readonly Evidence[]): ReadonlyMap<string, string> => {
    const map = new Map<string, string>();
    for (const { label, saw } of all) {
      const text = saw === null ? '' : String(saw);
      const known = map.get(label);
      map.set(label, known === undefined ? text : `${known}, ${text}`);
    }
    return map;
  };
  const [old, fresh] = [keyed(before), keyed(now)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((label) => {
    const [was, is] = [old.get(label) ?? null, fresh.get(label) ?? null];
    return was !== null && is !== null && steady(was) === steady(is) ? [] : [{ label, before: was, now: is }];
  });
}

/** Without what differs from run to run by itself: times, ages, sizes, counts of things. Addresses, versions and names stay. */
export function steady(text: string): string {
  return text
    .replace(/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?/g, '<time>')
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d\d? \w{3} \d{4} \d\d:\d\d:\d\d(?: \w+)?/g, '<time>')
    .replace(quantity, '<amount> $1')
    .replace(/^-?\d+(?:\.\d+)?$/, '<amount>');
}

const quantity =
  /(?<![\w.:/-])[+-]?\d+(?:[.,]\d+)* ?(ms|s|seconds?|minutes?|min|hours?|h|days?|d|weeks?|%|percent|bytes?|[kKMGTP]i?B|times?|files?|sessions?|rows?|lines?|requests?|entries|hits|pages?|inodes?)(?![\w.:/-])/g;

/** What was judged and is not any more. Of checks that only the older report has, only what was wrong; a note names the rest. */
function unseenOf(before: Report, now: Report | null, gone: readonly Bad[]): readonly UnseenFinding[] {
  const of = (finding: Finding & { readonly status: UnseenFinding['was'] }): UnseenFinding => {
    const open = now?.findings.filter(({ check, status }) => check === finding.check && (status === 'unknown' || status === 'skip')) ?? [];
    const reason = open.find(({ subject }) => subject === finding.subject) ?? open.find(({ status }) => status === 'unknown') ?? open[0];
    return {
      check: finding.check,
      was: finding.status,
      is: reason === undefined ? 'absent' : reason.status === 'unknown' ? 'unknown' : 'skip',
      title: finding.title,
      subject: finding.subject,
      fingerprint: finding.fingerprint,
      reason: reason?.reason ?? null,
    };
  };
  const blind = new Set((now?.findings ?? []).filter(({ status }) => status === 'unknown' || status === 'skip').map(({ check }) => check));
  const judgedBefore = judgedChecks(before.findings);
  const passedBefore = before.findings.filter(
    (finding): finding is Finding & { readonly status: 'pass' } =>
      finding.status === 'pass' && judgedBefore.has(finding.check) && blind.has(finding.check),
  );
  return [...gone.map(of), ...passedBefore.map(of)];
}

function without(report: Report, other: Report): readonly string[] {
  const there = new Set(other.findings.map(({ check }) => check));
  return [...new Set(report.findings.map(({ check }) => check))].filter((check) => !there.has(check)).sort();
}

function notesOn({ target, before, now, selection }: TargetDiff, several: boolean): readonly string[] {
  const at = several ? `${target}: ` : '';
  if (before === null || now === null) return [];
  const { onlyBefore, onlyNow } = selection;
  const checks = (all: readonly string[]): string => `${all.length} ${all.length === 1 ? 'check' : 'checks'}`;
  const notes = [
    before.version === now.version
      ? null
      : `the reports are of different versions, ${before.version} and ${now.version}: a finding may be new because only the newer one looks for it`,
    onlyBefore.length === 0 ? null : `${at}${checks(onlyBefore)} ran only before: what they found is not fixed, it was not looked for`,
    onlyNow.length === 0 ? null : `${at}${checks(onlyNow)} ran only now: what they found may have been there before`,
    Date.parse(before.startedAt) > Date.parse(now.startedAt) ? `${at}the first report is later than the second: they may be swapped` : null,
  ];
  return notes.filter((note) => note !== null);
}
