/** The story of a run: select checks, gather the facts they need, judge, order, conclude. */
import type {
  Cause,
  Check,
  FactId,
  FailOn,
  Finding,
  Host,
  Message,
  PolicyReport,
  Problem,
  Report,
  RunOptions,
  TargetKind,
  TriageResult,
} from '../model.js';
import { causesNamed, triageReport } from './candidates.js';
import { findingOf, inOrder, type Knowledge } from './findings.js';
import { judgeCheck } from './judge.js';
import { logFacts, toldByLogs, withLogs } from './logs.js';
import { picturesOf } from './pictures.js';
import { problemReports } from './problems.js';
import { recordedFacts } from './recorded.js';
import { gather, type GatherEvents, type Gathered, type Registry } from './scheduler.js';
import { checksNamed, NothingLeft, requiredInVain, selectChecks, type Selection } from './select.js';
import { count, exitCodeOf, unseenOf, verdictOf } from './verdict.js';

/** What judging needs: checks and knowledge. */
export interface Expertise {
  readonly version: string;
  readonly checks: readonly Check[];
  readonly causes: readonly Cause[];
  readonly problems: readonly Problem[];
  /** What logs are searched for. */
  readonly messages: readonly Message[];
  readonly remedyFor: Knowledge['remedyFor'];
  /** Where plug-ins bring more: the program without them. */
  readonly builtin?: Expertise;
}

/** What looking needs, too. */
export interface Program extends Expertise {
  readonly probes: Registry;
}

export interface Policy {
  readonly selection: Selection;
  readonly severity: Readonly<Record<string, 'fail' | 'warn' | 'off'>>;
  readonly failOn: FailOn;
  /** What somebody's words tell of: only what can prove it runs. Without a match everything does. */
  readonly described?: TriageResult;
  /** With --redact: whether a subject names somebody. The fingerprint is made without it, for a hash of an address can be undone by trying. */
  readonly namesSomebody?: (subject: string, facts: Gathered['facts']) => boolean;
  /** Waivers and the baseline: marks what the operator accepted beforehand. */
  readonly accept?: Acceptance;
}

/** Pure. Gets all findings of a target and returns them in the same order, some of them marked. */
export type Acceptance = (
  findings: readonly Finding[],
  about: { readonly label: string; readonly at: string; readonly checks: readonly Check[] },
) => { readonly findings: readonly Finding[]; readonly policy: PolicyReport };

/** The checks that the policy lets run. Throws UnknownId and NothingLeft. */
export function chosenChecks(program: Expertise, policy: Policy): readonly Check[] {
  const described = policy.described?.matches.map(({ problem }) => problem) ?? [];
  const selected = selectChecks(program, { ...policy.selection, described });
  const chosen = selected.filter((check) => policy.severity[check.id] !== 'off');
  if (chosen.length === 0 && selected.length > 0) throw new NothingLeft(described);
  return chosen;
}

/** Every fact that these checks, and the probes behind them, look at. */
export function factsFor(checks: readonly Check[], registry: Registry): readonly FactId[] {
  const all = new Set<FactId>();
  const add = (id: FactId): void => {
    if (all.has(id)) return;
    all.add(id);
    const probe = registry.get(id);
    for (const other of [...(probe?.needs ?? []), ...(probe?.wants ?? [])]) add(other);
  };
  for (const check of checks) for (const id of [...check.needs, ...(check.wants ?? [])]) add(id);
  return [...all];
}

/** Facts that every report names even where no check needs them. */
const always: readonly FactId[] = ['install.version', 'site.url'];

/** Logs are read where they can say something of what is judged. */
function logsFor(program: Program, checks: readonly Check[]): readonly FactId[] {
  const told = new Set(program.messages.flatMap((message) => message.causes));
  const wanted = checks.some((check) => check.causes.some((cause) => told.has(cause)));
  return wanted ? logFacts.filter((id) => program.probes.has(id)) : [];
}

/** Gathers from a live host and judges. */
export async function examine(
  program: Program,
  policy: Policy,
  host: Host,
  options: RunOptions,
  about: Pick<Circumstances, 'kind' | 'label'>,
  signal: AbortSignal,
  events: GatherEvents = {},
  /** Looks at everything, also at what no check needs yet: a bundle is judged by later versions too. */
  everything = false,
): Promise<{ readonly report: Report; readonly gathered: Gathered }> {
  const checks = chosenChecks(program, policy);
  const began = host.elapsed();
  const startedAt = new Date(host.now()).toISOString();
  const wanted = everything ? [...program.probes.keys()] : [...factsFor(checks, program.probes), ...always, ...logsFor(program, checks)];
  const gathered = await gather(wanted, program.probes, host, options, signal, events);
  const report = conclude(program, policy, checks, gathered, {
    ...about,
    startedAt,
    durationMs: Math.round(host.elapsed() - began),
    recordedBy: null,
  });
  return { report, gathered };
}

export interface Circumstances {
  readonly kind: TargetKind;
  readonly label: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Version that recorded the facts where they come from a bundle; null: they were seen just now. */
  readonly recordedBy: string | null;
  /** What the bundle was recorded from. Verifying is done there: the bundle itself never changes. */
  readonly record?: NonNullable<Report['target']['recorded']>;
}

/** Judges facts, wherever they come from. Pure but for the fingerprints' hash. */
export function conclude(program: Expertise, policy: Policy, checks: readonly Check[], gathered: Gathered, about: Circumstances): Report {
  const causes = new Map<string, Cause>(program.causes.map((cause) => [cause.id, cause]));
  const knowledge: Knowledge = { causeById: (id) => causes.get(id), remedyFor: program.remedyFor };
  const required = checksNamed(program, policy.selection.require);
  const whmcsVersion = valueAt(gathered, 'install.version', 'value');
  const findings: Finding[] = [];
  const facts = about.recordedBy === null ? gathered.facts : recordedFacts(gathered.facts, about.recordedBy);
  for (const check of checks) {
    const began = performance.now();
    const judgements = judgeCheck(check, facts, about.recordedBy !== null);
    const durationMs = Math.round((performance.now() - began) * 100) / 100;
    const severity = policy.severity[check.id];
    for (const judgement of judgements) {
      findings.push(
        findingOf(check, judgement, {
          knowledge,
          whmcsVersion,
          target: about.record?.label ?? about.label,
          severity: severity === 'fail' || severity === 'warn' ? severity : null,
          required: required.has(check),
          anonymous: policy.namesSomebody?.(judgement.subject ?? '', gathered.facts) ?? false,
          durationMs,
        }),
      );
    }
  }
  for (const check of requiredInVain(program, policy.selection, checks)) {
    const left = { is: 'skip', reason: 'it is required, and was left out by --only, --skip, --for or severity' } as const;
    findings.push(
      findingOf(check, left, { knowledge, whmcsVersion, target: '', severity: null, required: true, anonymous: false, durationMs: 0 }),
    );
  }
  const told = toldByLogs(gathered.facts, program.messages);
  const { described } = policy;
  const named = described ? causesNamed(described, program.messages) : undefined;
  const accepted = policy.accept?.(findings, { label: about.label, at: about.startedAt, checks });
  const ordered = inOrder(accepted?.findings ?? findings, knowledge, named).map((finding) => withLogs(finding, told));
  const counts = count(ordered);
  const verdict = verdictOf(counts, isAimed(policy) && ordered.length > 0 && sawAnything(gathered), unseenOf(ordered));
  const pictures = picturesOf(gathered.facts);
  const problems = problemReports(program.problems, program.causes, program.checks, ordered, told);
  return {
    schema: 'whmcs-doctor/report/1',
    tool: { name: 'whmcs-doctor', version: program.version },
    target: {
      kind: about.kind,
      label: about.label,
      whmcsVersion,
      systemUrl: valueAt(gathered, 'site.url', 'url'),
      ...(about.record ? { recorded: about.record } : {}),
    },
    startedAt: about.startedAt,
    durationMs: about.durationMs,
    verdict,
    exitCode: exitCodeOf(verdict, policy.failOn),
    failOn: policy.failOn,
    counts,
    ...(described ? { triage: triageReport(described, { program, findings: ordered, problems }) } : {}),
    ...(accepted ? { policy: accepted.policy } : {}),
    findings: ordered,
    problems,
    probes: gathered.probes,
    ...(pictures ? { pictures } : {}),
  };
}

/** Whether checks were chosen by name, or by what somebody described. */
function isAimed({ selection, described }: Policy): boolean {
  return selection.only.length > 0 || (described?.matches.length ?? 0) > 0;
}

function sawAnything({ facts }: Gathered): boolean {
  return [...facts.values()].some(({ ok }) => ok);
}

function valueAt(gathered: Gathered, id: FactId, key: string): string | null {
  const fact = gathered.facts.get(id);
  if (!fact?.ok || typeof fact.value !== 'object' || fact.value === null) return null;
  const value: unknown = Reflect.get(fact.value, key);
  return typeof value === 'string' ? value : null;
}
