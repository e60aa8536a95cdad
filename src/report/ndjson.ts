/**
 * -f ndjson: whmcs-doctor/event/1, one JSON object on each line. From a report nothing has a time of its own but what the report has one for;
 * `check` prints the same while it happens (src/cli/live-events.ts).
 */
import { worstExitCode } from '../logic/worst-exit-code.js';
import { version } from '../logic/version.js';
import type { Finding, GapCode, ProbeReport, ProblemReport, Report, Several, TargetKind, UnusableTarget } from '../model.js';
import { toCompactJson } from './json.js';

/** Without its head: the schema, and where it is live the time. */
export type DoctorEvent =
  | { readonly event: 'run-started'; readonly tool: Report['tool']; readonly targets: readonly string[] }
  | { readonly event: 'target-started'; readonly target: string; readonly kind: TargetKind; readonly try?: number }
  /** Only live. */
  | { readonly event: 'look-started'; readonly target: string; readonly fact: string }
  /** No text of what was seen: a secret in it may not be known yet. */
  | {
      readonly event: 'look';
      readonly target: string;
      readonly fact: string;
      readonly ok: boolean;
      readonly gap: GapCode | null;
      readonly durationMs: number;
    }
  /** Why a look failed, or saw only a part. */
  | {
      readonly event: 'gap';
      readonly target: string;
      readonly fact: string;
      readonly gap: GapCode | null;
      readonly why?: string;
      readonly partial?: string;
    }
  | ({ readonly event: 'finding'; readonly target: string } & Finding)
  | ({ readonly event: 'problem'; readonly target: string } & ProblemReport)
  | ({ readonly event: 'report'; readonly target: string; readonly label: string } & Omit<Report['target'], 'label'> & Conclusion)
  | ({ readonly event: 'unusable' } & UnusableTarget)
  | { readonly event: 'run-finished'; readonly exitCode: number; readonly stoppedBy: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | null };

/** What a report says beside its findings, problems and looks. */
type Conclusion = Pick<Report, 'startedAt' | 'durationMs' | 'verdict' | 'exitCode' | 'failOn' | 'counts' | 'triage' | 'policy'>;

export function renderNdjson({ reports, unusable }: Several): string {
  const events: readonly DoctorEvent[] = [
    {
      event: 'run-started',
      tool: reports[0]?.tool ?? { name: 'whmcs-doctor', version },
      targets: [...reports.map(({ target }) => target.label), ...unusable.map(({ target }) => target)],
    },
    ...reports.flatMap((report) => [
      { event: 'target-started', target: report.target.label, kind: report.target.kind } as const,
      ...lookEvents(report.target.label, report.probes),
      ...judgedEvents(report.target.label, report),
    ]),
    ...unusable.map((each) => ({ event: 'unusable', ...each }) as const),
    { event: 'run-finished', exitCode: statusOf({ reports, unusable }), stoppedBy: null },
  ];
  return events.map((event) => eventLine(event)).join('');
}

/** As `check` ends: a target that could not be looked at comes before everything else. */
function statusOf({ reports, unusable }: Several): number {
  if (unusable.length > 0) return Math.max(...unusable.map(({ exitCode }) => exitCode));
  return worstExitCode(reports.map(({ exitCode }) => exitCode));
}

/** One line, with its line break. */
export function eventLine(event: DoctorEvent, at?: string): string {
  const { event: name, ...rest } = event;
  return toCompactJson({ schema: 'whmcs-doctor/event/1', event: name, ...(at === undefined ? {} : { at }), ...rest });
}

export function lookEvents(target: string, probes: readonly ProbeReport[]): readonly DoctorEvent[] {
  return probes.map(({ fact, ok, gap, durationMs }) => ({ event: 'look', target, fact, ok, gap, durationMs }));
}

/** All that is known once a target was judged. */
export function judgedEvents(target: string, report: Report): readonly DoctorEvent[] {
  const { findings, problems, probes, target: about, startedAt, durationMs, verdict, exitCode, failOn, counts, triage, policy } = report;
  return [
    ...probes.flatMap(({ fact, gap, why, partial }): DoctorEvent[] =>
      why === undefined && partial === undefined
        ? []
        : [{ event: 'gap', target, fact, gap, ...(why === undefined ? {} : { why }), ...(partial === undefined ? {} : { partial }) }],
    ),
    // what a person looks for in the line comes first
    ...findings.map((finding): DoctorEvent => {
      const { check, status, title, ...rest } = finding;
      return { event: 'finding', target, check, status, title, ...rest };
    }),
    ...problems.map((problem): DoctorEvent => ({ event: 'problem', target, ...problem })),
    {
      event: 'report',
      target,
      ...about,
      startedAt,
      durationMs,
      verdict,
      exitCode,
      ...(failOn === undefined ? {} : { failOn }),
      counts,
      ...(triage === undefined ? {} : { triage }),
      ...(policy === undefined ? {} : { policy }),
    },
  ];
}
