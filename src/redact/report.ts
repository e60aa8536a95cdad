/**
 * A report without secrets and, where the redactor knows them, people. Only what was read somewhere can hold one: ids, kinds and the
 * program's own sentences stay, whatever value a hostile site hands out as a cookie.
 */
import type {
  Candidate,
  Evidence,
  Finding,
  FormerFinding,
  NextStep,
  Pictures,
  PolicyReport,
  ProbeReport,
  ProblemReport,
  Report,
  Scalar,
} from '../model.js';
import type { Redactor } from './boundary.js';

export interface OwnTexts {
  /** Whole sentences: titles, steps, causes. */
  readonly sentences: ReadonlySet<string>;
  /** Words of them, and kinds of facts, in small letters. */
  readonly words: ReadonlySet<string>;
  /** Its facts; others are of plug-ins. */
  readonly facts: ReadonlySet<string>;
}

export function redactReport(report: Report, redactor: Redactor, own: OwnTexts): Report {
  const redacted = redactedBy(report, redactor, own);
  const isOwn = ({ fact }: ProbeReport): boolean => own.facts.has(fact);
  if (report.findings.every(({ plugin }) => plugin === undefined) && report.probes.every(isOwn)) return redacted;
  const byPlugin = redactedBy(report, redactor.plugin, own);
  return {
    ...redacted,
    findings: redacted.findings.map((each, index) => (each.plugin === undefined ? each : (byPlugin.findings[index] ?? each))),
    probes: redacted.probes.map((each, index) => (isOwn(each) ? each : (byPlugin.probes[index] ?? each))),
  };
}

function redactedBy(report: Report, redactor: Redactor['plugin'], own: OwnTexts): Report {
  /** What was read. Alone, a word of this program is the kind of something. */
  const read = (text: string): string => (own.words.has(text.toLowerCase()) ? text : redactor.text(text));
  const readOrNull = (text: string | null): string | null => (text === null ? null : read(text));
  const said = (text: string): string => (own.sentences.has(text) ? text : redactor.sentence(text));
  const seen = (value: Scalar): Scalar => (typeof value === 'string' ? read(value) : value);

  const evidence = ({ label, saw, want, source, ...rest }: Evidence): Evidence => ({
    label: said(label),
    saw: seen(saw),
    ...(want === undefined ? {} : { want: typeof want === 'string' ? said(want) : want }),
    ...rest,
    source: read(source),
  });
  const step = ({ text, command, ...rest }: NextStep): NextStep => ({
    text: said(text),
    ...(command === undefined ? {} : { command: said(command) }),
    ...rest,
  });
  const finding = (given: Finding): Finding => ({
    ...given,
    title: said(given.title),
    subject: readOrNull(given.subject),
    evidence: given.evidence.map(evidence),
    nextSteps: given.nextSteps.map(step),
    verify: given.verify === null ? null : said(given.verify),
    ...(given.plugin === undefined ? {} : { plugin: read(given.plugin) }),
    ...(given.reason === undefined ? {} : { reason: said(given.reason) }),
    ...(given.settle === undefined ? {} : { settle: said(given.settle) }),
    ...(given.waived === undefined
      ? {}
      : { waived: { ...given.waived, reason: read(given.waived.reason), owner: read(given.waived.owner) } }),
  });
  const problem = (given: ProblemReport): ProblemReport => ({
    ...given,
    seen: given.seen.map((line) => ({ ...line, source: read(line.source), sample: read(line.sample) })),
  });
  const probe = (given: ProbeReport): ProbeReport => ({
    ...given,
    ...(given.why === undefined ? {} : { why: said(given.why) }),
    ...(given.partial === undefined ? {} : { partial: said(given.partial) }),
  });
  const candidate = (given: Candidate): Candidate => ({ ...given, matched: given.matched.map(read), why: said(given.why) });

  const former = (given: FormerFinding): FormerFinding => ({ ...given, subject: readOrNull(given.subject), title: said(given.title) });
  const policy = ({ waivers, baseline }: PolicyReport): PolicyReport => ({
    ...(waivers === undefined
      ? {}
      : { waivers: waivers.map((each) => ({ ...each, names: read(each.names), reason: read(each.reason), owner: read(each.owner) })) }),
    ...(baseline === undefined ? {} : { baseline: { ...baseline, file: read(baseline.file), fixed: baseline.fixed.map(former) } }),
  });

  const pictures = ({ sessionAges, clock }: Pictures): Pictures => ({
    ...(sessionAges === undefined ? {} : { sessionAges: { ...sessionAges, where: read(sessionAges.where) } }),
    ...(clock === undefined
      ? {}
      : {
          clock: {
            ...clock,
            sources: clock.sources.map((each) =>
              'failed' in each ? { ...each, name: read(each.name), failed: said(each.failed) } : { ...each, name: read(each.name) },
            ),
          },
        }),
  });

  const { target, triage } = report;
  return {
    ...report,
    target: {
      ...target,
      label: read(target.label),
      whmcsVersion: readOrNull(target.whmcsVersion),
      systemUrl: readOrNull(target.systemUrl),
      ...(target.recorded === undefined ? {} : { recorded: { ...target.recorded, label: read(target.recorded.label) } }),
    },
    ...(triage === undefined ? {} : { triage: { ...triage, candidates: triage.candidates.map(candidate) } }),
    ...(report.policy === undefined ? {} : { policy: policy(report.policy) }),
    findings: report.findings.map(finding),
    problems: report.problems.map(problem),
    probes: report.probes.map(probe),
    ...(report.pictures === undefined ? {} : { pictures: pictures(report.pictures) }),
  };
}
