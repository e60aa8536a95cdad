/**
 * -f tap: TAP 14, https://testanything.org/tap-version-14-specification.html. A harness comes to the verdict of the exit status: what that
 * does not count is `not ok … # TODO`, which fails no run and is shown.
 */
import type { Finding, Report, Several, UnusableTarget } from '../model.js';
import { isNothingJudged, nothingJudged } from './nothing-judged.js';
import { outcomeOf } from './test-outcome.js';
import { vantageNames } from './place-words.js';
import { plain } from './plain-text.js';
import { policyLines } from './policy-words.js';
import { verdictLine } from './totals.js';
import { shownValue } from './values.js';
import { yamlLines, type Yaml } from './yaml-lines.js';

/** Several targets are subtests, one target is the list itself. */
export function renderTap({ reports, unusable }: Several): string {
  const [only] = reports;
  const lines = only !== undefined && reports.length + unusable.length === 1 ? streamOf(only) : targets({ reports, unusable });
  return `${['TAP version 14', ...lines].join('\n')}\n`;
}

interface Point {
  readonly ok: boolean;
  readonly description: string;
  readonly directive?: { readonly is: 'SKIP' | 'TODO'; readonly why: string };
  readonly diagnostics?: Yaml;
}

function targets({ reports, unusable }: Several): readonly string[] {
  const children = reports.flatMap((report, index) => {
    const name = plain(report.target.label);
    return [
      `# Subtest: ${escaped(name)}`,
      ...streamOf(report).map((line) => `    ${line}`),
      ...pointLines({ ok: pointsOf(report).every(passes), description: name }, index + 1),
    ];
  });
  const failed = unusable.flatMap((target, index) => pointLines(unusablePoint(target), reports.length + index + 1));
  return [`1..${reports.length + unusable.length}`, ...children, ...failed];
}

function streamOf(report: Report): readonly string[] {
  const points = pointsOf(report);
  return [
    points.length === 0 ? '1..0 # SKIP no check was selected' : `1..${points.length}`,
    ...[`whmcs-doctor ${report.tool.version} ${report.target.label}`, verdictLine(report), ...policyLines(report)].map(
      (line) => `# ${plain(line)}`,
    ),
    ...points.flatMap((point, index) => pointLines(point, index + 1)),
  ];
}

/** What a harness takes for a success. */
function passes({ ok, directive }: Point): boolean {
  return ok || directive !== undefined;
}

function pointLines({ ok, description, directive, diagnostics }: Point, number: number): readonly string[] {
  const tail = directive === undefined ? '' : ` # ${directive.is} ${escaped(directive.why)}`;
  return [
    `${ok ? 'ok' : 'not ok'} ${number} - ${escaped(description)}${tail}`,
    ...(diagnostics === undefined ? [] : ['  ---', ...yamlLines(diagnostics).map((line) => `  ${line}`), '  ...']),
  ];
}

/** A number sign begins a directive, and a backslash escapes. */
function escaped(text: string): string {
  return plain(text).replace(/[\\#]/g, '\\$&').trim();
}

function pointsOf(report: Report): readonly Point[] {
  const points = report.findings.map((finding) => pointOf(finding, report));
  const nothing: Point = { ok: false, description: 'something could be judged', diagnostics: { message: nothingJudged } };
  const all = isNothingJudged(report) ? [...points, nothing] : points;
  if (report.exitCode !== 0) return all;
  return all.map((point) =>
    passes(point) ? point : { ...point, directive: { is: 'TODO', why: 'the exit status is 0: --fail-on does not count it' } },
  );
}

function pointOf(finding: Finding, report: Report): Point {
  const { check, subject, title } = finding;
  const outcome = outcomeOf(finding, report);
  const name = subject === null ? check : `${check}: ${subject}`;
  switch (outcome.is) {
    case 'passed':
      return { ok: true, description: `${name}: ${title}` };
    case 'skipped':
      return { ok: true, description: name, directive: { is: 'SKIP', why: outcome.why } };
    case 'unknown':
      return {
        ok: false,
        description: `${name}: could not be looked at: ${outcome.why}`,
        diagnostics: diagnosticsOf(finding, `could not be looked at: ${outcome.why}`),
      };
    case 'tolerated':
      return {
        ok: false,
        description: `${name}: ${title}`,
        directive: { is: 'TODO', why: outcome.why },
        diagnostics: diagnosticsOf(finding, title),
      };
    case 'failed':
      return { ok: false, description: `${name}: ${title}`, diagnostics: diagnosticsOf(finding, title) };
    default:
      return outcome satisfies never;
  }
}

function diagnosticsOf(finding: Finding, message: string): Yaml {
  const { status, cause, confidence, evidence, nextSteps, settle, verify, docs, fingerprint } = finding;
  return {
    message,
    severity: status,
    cause,
    confidence,
    fingerprint,
    evidence: evidence.map(({ label, saw, want, source, vantage }) => ({
      label,
      saw: shownValue(saw),
      want: want === undefined ? null : shownValue(want),
      from: `${source} (${vantageNames[vantage]})`,
    })),
    settle: settle ?? null,
    next_steps: nextSteps.map(({ text, command }) => ({ text, command: command ?? null })),
    verify,
    docs: [...docs],
  };
}

function unusablePoint({ target, message, exitCode }: UnusableTarget): Point {
  return {
    ok: false,
    description: `${target}: not looked at`,
    diagnostics: { message, severity: 'error', exit: String(exitCode) },
  };
}
