/**
 * A report without secrets and, where the redactor knows them, people. Only what was read somewhere can hold one: ids, kinds and the
 * program's own sentences stay, whatever value a hostile site hands out as a cookie.
 */
import type { Candidate, Evidence, Finding, NextStep, ProbeReport, ProblemReport, Report, Scalar } from '../model.js';
import type { Redactor } from './boundary.js';

export interface OwnTexts {
  /** Whole sentences: titles, steps, causes. */
  readonly sentences: ReadonlySet<string>;
  /** Words of them, and kinds of facts, in small letters. */
  readonly words: ReadonlySet<string>;
}

export function redactReport(report: Report, redactor: Redactor, own: OwnTexts): Report {
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
    ...(given.reason === undefined ? {} : { reason: said(given.reason) }),
    ...(given.settle === undefined ? {} : { settle: said(given.settle) }),
    ...(given.waived === undefined ? {} : { waived: { ...given.waived, reason: read(given.waived.reason) } }),
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
    findings: report.findings.map(finding),
    problems: report.problems.map(problem),
    probes: report.probes.map(probe),
  };
}
