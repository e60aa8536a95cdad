/**
 * -f github: the readable report, folded, and annotations for a run of GitHub Actions.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * No annotation names a file: what was looked at is an install on a server, not the files of the workflow's repository.
 */
import { isCounted } from '../logic/counted.js';
import type { Finding, Report, Several, WaiverReport } from '../model.js';
import { evidenceLines } from './finding-lines.js';
import { byReason, openCauses } from './grouped.js';
import { inAscii } from './in-ascii.js';
import { isNothingJudged, nothingJudged } from './nothing-judged.js';
import { plain } from './plain-text.js';
import { waiverNote } from './policy-words.js';
import { renderPretty } from './pretty.js';
import { renderSummary } from './summary.js';
import { verdictLine } from './totals.js';
import { cut } from './values.js';
import type { View } from './view.js';

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly lines: readonly string[];
}

/** GitHub shows that many of each level for one step, and drops the others without a word. */
const shownOfEach = 10;

export function renderGithub(given: Several, view: View): string {
  const several = view.unicode ? given : inAscii(given);
  const all = annotationsOf(several);
  const levels = ['error', 'warning', 'notice'] as const;
  const shown = levels.flatMap((level) =>
    all.filter((each) => each.level === level).slice(0, level === 'notice' ? shownOfEach - 1 : shownOfEach),
  );
  const hidden = all.length - shown.length;
  const more: Annotation = {
    level: 'notice',
    title: `whmcs-doctor: ${hidden} more`,
    lines: [
      `GitHub shows ${shownOfEach} errors and ${shownOfEach} warnings of a step: ${hidden} more stand in its log and in the job summary.`,
    ],
  };
  return [
    ...several.reports.flatMap((report) => [
      `::group::${data(`whmcs-doctor ${plain(report.target.label)}: ${verdictLine(report)}`)}`,
      ...logLines(renderPretty(report, view)),
      '::endgroup::',
    ]),
    ...renderSummary(several, view).flatMap(logLines),
    ...[...shown, ...(hidden > 0 ? [more] : [])].map(command),
    '',
  ].join('\n');
}

/** What is most urgent first, for what comes late may not be shown. */
function annotationsOf({ reports, unusable }: Several): readonly Annotation[] {
  const several = reports.length + unusable.length > 1;
  const at = ({ target }: Report): string => (several ? ` (${target.label})` : '');
  return [
    ...unusable.map(({ target, message }): Annotation => ({ level: 'error', title: `${target}: not looked at`, lines: [message] })),
    ...reports.flatMap((report) => openCauses(report).failing.map((group) => causeAnnotation(group, 'error', at(report)))),
    ...reports
      .filter(isNothingJudged)
      .map((report): Annotation => ({ level: 'warning', title: `Nothing could be judged${at(report)}`, lines: [nothingJudged] })),
    ...reports.flatMap((report) => unknowns(report, at(report))),
    ...reports.flatMap((report) => openCauses(report).warning.map((group) => causeAnnotation(group, 'warning', at(report)))),
    ...reports.flatMap(({ policy, findings }) => (policy?.waivers ?? []).flatMap((waiver) => waiverAnnotation(waiver, findings))),
    ...reports.map((report): Annotation => ({
      level: 'notice',
      title: `whmcs-doctor ${report.target.label}`,
      lines: [verdictLine(report)],
    })),
  ];
}

/** The commands stand in the log and in the summary. */
function causeAnnotation(group: readonly Finding[], level: 'error' | 'warning', at: string): Annotation {
  const [first] = group;
  const others = group.slice(1).map(({ subject, check }) => plain(subject ?? check));
  return {
    level,
    title: `${first?.title ?? ''}${at}`,
    lines: [
      ...(first?.subject == null || group.length === 1 ? [] : [`${plain(first.subject)}, and also: ${others.join(', ')}`]),
      ...(first === undefined ? [] : evidenceLines(first)),
      ...(first?.nextSteps ?? []).map(({ text }, index) => `${index + 1}. ${plain(text)}`),
    ],
  };
}

function unknowns({ findings }: Report, at: string): readonly Annotation[] {
  return byReason(findings.filter((finding) => finding.status === 'unknown' && isCounted(finding))).map((group) => {
    const [first] = group;
    return {
      level: 'warning',
      title: `Could not be looked at: ${first?.reason ?? 'no reason given'}${at}`,
      lines: [
        ...(first?.settle === undefined ? [] : [`settle: ${plain(first.settle)}`]),
        `checks: ${[...new Set(group.map(({ check }) => plain(check)))].join(', ')}`,
      ],
    };
  });
}

/** An expired waiver, or one that names nothing, needs somebody; one that is not used any more is good news. */
function waiverAnnotation(waiver: WaiverReport, findings: readonly Finding[]): readonly Annotation[] {
  const note = waiverNote(waiver, findings);
  if (note === null) return [];
  return [{ level: note.is === 'warn' ? 'warning' : 'notice', title: `whmcs-doctor: waiver ${waiver.state}`, lines: [note.text] }];
}

function command({ level, title, lines }: Annotation): string {
  return `::${level} title=${property(cut(plain(title), 200))}::${data(whole(lines.map(plain), 2000).join('\n'))}`;
}

/** Lines up to a length that an annotation can show. */
function whole(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const kept = lines.filter((line) => (length += line.length + 1) <= most);
  return kept.length === lines.length ? lines : [...kept, '…'];
}

/** Line breaks are those between our own lines: texts have none any more. */
function data(text: string): string {
  return text.replace(/[%\r\n]/g, encodeURIComponent);
}

function property(text: string): string {
  return data(text).replace(/[:,]/g, encodeURIComponent);
}

function logLines(text: string): readonly string[] {
  return text.trimEnd().split('\n').map(logLine);
}

/** The runner obeys `::` at the beginning of a line; words it does not know today it may know tomorrow. */
function logLine(line: string): string {
  return line.replace(/^\s*(?=::)/, '$&|');
}
