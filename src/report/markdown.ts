/** -f markdown: to paste into a ticket. Lists rather than tables, for it may end in a plain e-mail. */
import { isCounted } from '../logic/counted.js';
import type { Finding, NextStep, Report, Several, UnusableTarget } from '../model.js';
import { byReason, openCauses } from './grouped.js';
import { address, code, fenced, prose } from './markdown-text.js';
import { loggedLines, loggedTitle } from './logged.js';
import { marksFor, type Marks } from './marks.js';
import { isNothingJudged, nothingJudged } from './nothing-judged.js';
import { percent } from './percent.js';
import { agedWords, machineMeant, recordedFrom, vantageNames } from './place-words.js';
import { policyLines } from './policy-words.js';
import { totals } from './totals.js';
import { acceptedBecause } from './test-outcome.js';
import { cut, shownValue } from './values.js';
import { verdictStatus } from './verdicts.js';
import type { View } from './view.js';
import { beforeReason, capital, noMatchWords, relationWords, stepText } from './words.js';

export function renderMarkdown({ reports, unusable }: Several, view: View): string {
  const mark = marksFor(view);
  const blocks = [
    ...(reports.length + unusable.length === 1
      ? []
      : [[`# whmcs-doctor: ${reports.length + unusable.length} targets`], overview({ reports, unusable }, mark)]),
    ...unusable.flatMap((target) => unusableBlocks(target, mark)),
    ...reports.flatMap((report) => reportBlocks(report, view, mark)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** Lines that belong together: a heading, a paragraph, a list. */
type Block = readonly string[];

function overview({ reports, unusable }: Several, mark: Marks): Block {
  return [
    ...unusable.map(({ target }) => `- ${mark.fail} ${code(target)}: not looked at`),
    ...reports.map((report) => `- ${mark[verdictStatus[report.verdict]]} ${code(report.target.label)}: ${verdictAndTotals(report)}`),
  ];
}

function verdictAndTotals({ verdict, counts }: Report): string {
  return `${verdict}, ${totals(counts).join(', ')}`;
}

function unusableBlocks({ target, message }: UnusableTarget, mark: Marks): readonly Block[] {
  return [[`## ${mark.fail} ${code(target)}: not looked at`], [prose(message)]];
}

function reportBlocks(report: Report, view: View, mark: Marks): readonly Block[] {
  const { failing, warning } = openCauses(report);
  return [
    [`## ${mark[verdictStatus[report.verdict]]} ${code(report.target.label)}: ${report.verdict}`],
    header(report),
    [`${totals(report.counts).join(', ')} (exit ${report.exitCode})`],
    ...(isNothingJudged(report) ? [[nothingJudged]] : []),
    described(report),
    ...failing.flatMap((group) => causeBlocks(group, view, mark.fail)),
    ...section(`${mark.unknown} Could not be looked at`, unknowns(report)),
    ...warning.flatMap((group) => causeBlocks(group, view, mark.warn)),
    ...section(
      capital(loggedTitle),
      loggedLines(report).map((line) => `- ${prose(line)}`),
    ),
    ...section('Accepted beforehand', accepted(report)),
    ...section(
      'Waivers and baseline',
      policyLines(report).map((line) => `- ${prose(line)}`),
    ),
    ...(view.show === 'all' ? others(report, mark) : []),
  ];
}

function section(title: string, lines: Block): readonly Block[] {
  return lines.length === 0 ? [] : [[`### ${title}`], lines];
}

function header({ target, findings, durationMs, startedAt, tool }: Report): Block {
  const { whmcsVersion, systemUrl, recorded } = target;
  const checks = new Set(findings.map(({ check }) => check)).size;
  const facts = [
    ...(whmcsVersion === null ? [] : [`WHMCS ${prose(whmcsVersion)}`]),
    ...(systemUrl === null ? [] : [`System URL ${code(systemUrl)}`]),
    `${checks} ${checks === 1 ? 'check' : 'checks'} in ${(durationMs / 1000).toFixed(1)} s`,
    `${minute(startedAt)} by whmcs-doctor ${prose(tool.version)}`,
  ];
  const meant = machineMeant(target);
  const old = recorded === undefined ? null : agedWords(recorded);
  return [
    facts.join(', '),
    ...(recorded === undefined
      ? []
      : [
          '',
          `Recorded ${minute(recorded.at)} ${recordedFrom[recorded.kind]} ${code(recorded.label)}, by whmcs-doctor ${prose(recorded.by)}`,
        ]),
    ...(old === null ? [] : ['', prose(old)]),
    ...(meant === null ? [] : ['', prose(meant)]),
  ];
}

/** "2026-11-22 09:34 UTC" */
function minute(time: string): string {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time) ?? [];
  return day === undefined ? code(time) : `${day} ${clock ?? ''} UTC`;
}

function described({ triage }: Report): Block {
  if (triage === undefined) return [];
  if (triage.candidates.length === 0) return [`What was described ${noMatchWords}`];
  return [
    'What was described:',
    '',
    ...triage.candidates.map(
      ({ title, score, status, why }) => `- ${prose(title)} (${percent(score)}): ${beforeReason(status)}${prose(cut(why, 400))}`,
    ),
  ];
}

/** One cause: what proves it, for every subject of it, and once what to do about it. */
function causeBlocks(group: readonly Finding[], view: View, sign: string): readonly Block[] {
  const [first] = group;
  if (first === undefined) return [];
  const { title, status, confidence, cause, check, nextSteps, verify, docs, beyondTable } = first;
  const problems = [...new Set(group.flatMap((finding) => finding.problems))].map((id) => prose(view.problemTitle(id)));
  return [
    [`### ${sign} ${prose(title)}`],
    [`${status === 'fail' ? 'failure' : 'warning'}, ${confidence ?? 'confidence unknown'}, ${code(cause ?? check)}`],
    ...group.map((finding) => evidence(finding, group.length > 1)),
    ...(problems.length === 0 ? [] : [[`${capital(relationWords(beyondTable))}: ${problems.join(', ')}`]]),
    ...(nextSteps.length === 0 ? [] : [['Next steps:'], markdownSteps(nextSteps)]),
    ...(verify === null ? [] : [['Verify:'], fenced(verify, 'sh')]),
    ...(docs.length === 0 ? [] : [['More:', '', ...docs.map((each) => `- ${address(each)}`)]]),
  ];
}

/** The place once for what was seen there together. */
function evidence({ evidence: pieces, subject }: Finding, several: boolean): Block {
  const places = pieces.map(({ source, vantage }) => `${code(source)} (${vantageNames[vantage]})`);
  const items = pieces.flatMap(({ label, saw, want }, index) => [
    `- ${prose(label)}: ${prose(shownValue(saw))}`,
    ...(want === undefined ? [] : [`  - want: ${prose(shownValue(want))}`]),
    ...(places[index] === places[index - 1] ? [] : [`  - from: ${places[index] ?? ''}`]),
  ]);
  return several && subject !== null ? [`${code(subject)}:`, '', ...items] : items;
}

/** A numbered list with the commands in fences. */
export function markdownSteps(steps: readonly NextStep[]): readonly string[] {
  return steps.flatMap((step, index) => {
    const { command } = step;
    const number = `${index + 1}. `;
    const line = `${number}${prose(stepText(step))}`;
    if (command === undefined) return [line];
    const after = index === steps.length - 1 ? [] : [''];
    return [line, '', ...fenced(command, 'sh', ' '.repeat(number.length)), ...after];
  });
}

function unknowns({ findings }: Report): Block {
  return byReason(findings.filter((finding) => finding.status === 'unknown' && isCounted(finding))).flatMap((group) => {
    const [first] = group;
    const checks = [...new Set(group.map(({ check }) => code(check)))].join(', ');
    return [
      `- ${prose(first?.reason ?? 'no reason given')}`,
      ...(first?.settle === undefined ? [] : [`  - to settle it: ${prose(first.settle)}`]),
      `  - checks: ${checks}`,
    ];
  });
}

function accepted({ findings }: Report): Block {
  return findings
    .filter((finding) => !isCounted(finding))
    .map((finding) => `- ${code(finding.check)}${about(finding)}: ${prose(finding.title)} (${prose(acceptedBecause(finding))})`);
}

function about({ subject }: Finding): string {
  return subject === null ? '' : ` of ${code(subject)}`;
}

/** With --show all: passes and skips. */
function others({ findings }: Report, mark: Marks): readonly Block[] {
  const lines = (status: 'pass' | 'skip', sign: string): Block =>
    findings
      .filter((finding) => finding.status === status && isCounted(finding))
      .map((finding) => {
        const { check, title, reason } = finding;
        const note = reason === undefined ? '' : ` (${prose(reason)})`;
        return `- ${sign} ${code(check)}${about(finding)}${status === 'pass' ? `: ${prose(title)}` : ''}${note}`;
      });
  return [...section('Passed', lines('pass', mark.pass)), ...section('Skipped', lines('skip', mark.skip))];
}
