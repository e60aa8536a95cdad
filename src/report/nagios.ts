/**
 * -f nagios: what a monitoring plugin answers. The first line is what an alert carries, long text and numbers follow.
 * https://www.monitoring-plugins.org/doc/guidelines.html, https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/pluginapi.html
 */
import { isCounted, isOpen } from '../logic/counted.js';
import { worstExitCode } from '../logic/worst-exit-code.js';
import type { Finding, NextStep, Report, Several } from '../model.js';
import { ascii } from './ascii.js';
import { explainCommand } from './explain-command.js';
import { byCause, byReason, type Group } from './grouped.js';
import { plain } from './plain-text.js';
import { waiverNote } from './policy-words.js';
import type { View } from './view.js';

/** By exit status. Icinga Web colours these words in square brackets. */
const states = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** Visible characters of the first line, as a text message shows them. */
const lineWidth = 80;
/** Nagios reads 4 KiB and drops the rest without a word. */
const mostBytes = 4000;
const longest = 300;

type Pen = Pick<View, 'unicode'>;

export function renderNagios(several: Several, view: Pen): string {
  const state = pluginState(several);
  const begin = `WHMCS ${states[state] ?? 'UNKNOWN'} - `;
  const head = `${begin}${headline(several, lineWidth - begin.length, view)} | ${performance(several)}`;
  const blocks = isSeveral(several) ? targetLines(several, view) : several.reports.flatMap((report) => reportBlocks(report, view));
  return `${[head, ...fitting(blocks, mostBytes - Buffer.byteLength(head) - 1)].join('\n')}\n`;
}

/** The exit status of a plugin: one that could not be looked at is UNKNOWN, and something that fails comes before it. */
export function pluginState({ reports, unusable }: Several): number {
  return worstExitCode([...reports.map(({ exitCode }) => exitCode), ...unusable.map(() => 3)]);
}

/** What a plugin says where the program itself came to an end. `answer`: what it had to say until then; its numbers are left out. */
export function pluginTrouble(message: string, answer: string | null): string {
  const view = { unicode: true };
  const head = `WHMCS UNKNOWN - ${cutAtWord(safe(message, view), 600)}`;
  if (answer === null) return `${head}\n`;
  const [first = '', ...rest] = answer.trimEnd().split('\n');
  const before = first.replace(/ \|.*$/s, '').replace(/^WHMCS (\w+) - /, '[$1] ');
  return `${[head, ...fitting([[before], ...rest.map((line) => [line])], mostBytes - Buffer.byteLength(head) - 1)].join('\n')}\n`;
}

function isSeveral({ reports, unusable }: Several): boolean {
  return reports.length + unusable.length !== 1;
}

function headline(several: Several, width: number, view: Pen): string {
  const [report] = several.reports;
  const [unusable] = several.unusable;
  if (isSeveral(several)) return severalHeadline(several, width, view);
  if (unusable !== undefined) return cutAtWord(`${safe(unusable.target, view)}: ${safe(unusable.message, view)}`, width);
  return report === undefined ? 'nothing was looked at' : reportHeadline(report, width, view);
}

function reportHeadline(report: Report, width: number, view: Pen): string {
  const { counts, exitCode, findings, verdict } = report;
  const causes = byCause(findings.filter(isOpen));
  const [first] = causes;
  if (verdict === 'incomplete') {
    const [unknown] = unknownGroups(findings);
    if (unknown === undefined) return 'nothing could be judged';
    return withDetail(`${amount(counts.unknown, 'look')} failed`, safe(unknown[0].reason ?? '', view), width);
  }
  if (first !== undefined) {
    // what --fail-on lets pass is named all the same
    if (exitCode === 0) return withDetail(openCounts(report), titleOf(first[0], view), width);
    const others = causes.length + unknownGroups(findings).length - 1;
    const more = others > 0 ? `, and ${others} more` : '';
    return `${cutAtWord(titleOf(first[0], view), width - more.length)}${more}`;
  }
  return [`${counts.pass} passed`, ...accepted(report)].join(', ');
}

function openCounts({ counts }: Report): string {
  return [counts.fail > 0 ? amount(counts.fail, 'failure') : '', counts.warn > 0 ? amount(counts.warn, 'warning') : '']
    .filter((part) => part !== '')
    .join(', ');
}

function accepted({ counts }: Report): readonly string[] {
  return [
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...(counts.known > 0 ? [`${counts.known} known from the baseline`] : []),
  ];
}

function severalHeadline(several: Several, width: number, view: Pen): string {
  const { reports, unusable } = several;
  const total = reports.length + unusable.length;
  const state = pluginState(several);
  if (total === 0) return 'nothing was looked at';
  if (state === 0) {
    // what --fail-on lets pass is named all the same
    const warned = reports.filter(({ verdict }) => verdict !== 'healthy');
    if (warned.length === 0) return `${total} targets healthy`;
    return withDetail(`${amount(warned.length, 'target')} of ${total} with findings`, names(warned, view), width);
  }
  const worst = reports.filter(({ exitCode }) => exitCode === state);
  const labels = [names(worst, view), ...(state === 3 ? unusable.map(({ target }) => safe(target, view)) : [])].filter(
    (name) => name !== '',
  );
  const count = worst.length + (state === 3 ? unusable.length : 0);
  return withDetail(`${count} of ${amount(total, 'target')}`, labels.join(', '), width);
}

function names(reports: readonly Report[], view: Pen): string {
  return reports.map(({ target }) => safe(target.label, view)).join(', ');
}

function withDetail(text: string, detail: string, width: number): string {
  return detail === '' ? cutAtWord(text, width) : cutAtWord(`${text}: ${detail}`, width);
}

/** One line for each, the worst first. */
function targetLines({ reports, unusable }: Several, view: Pen): readonly Block[] {
  const lines = [
    ...unusable.map(({ target, message }) => ({ state: 3, text: `${safe(target, view)}: not looked at: ${safe(message, view)}` })),
    ...reports.map((report) => ({
      state: report.exitCode,
      text: `${safe(report.target.label, view)}: ${reportHeadline(report, 200, view)}`,
    })),
  ];
  const order = [2, 3, 1, 0];
  return lines
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map(({ state, text }) => [cutAtWord(`[${states[state] ?? 'UNKNOWN'}] ${text}`, longest)]);
}

/** Lines that are shown together or not at all. */
type Block = readonly string[];

function reportBlocks(report: Report, view: Pen): readonly Block[] {
  const causes = byCause(report.findings.filter(isOpen));
  const about = causes[0]?.[0];
  const alarms = causes.map((group) => [group, alarmOf(group)] as const);
  const failing = alarms.some(([, state]) => state === 'CRITICAL');
  const blocks: readonly Block[] = [
    [cutAtWord(place(report, view), longest)],
    // what to do first is what fails
    ...alarms.map(([group, state]) => causeBlock(group, state, state === 'CRITICAL' || !failing, view)),
    ...unknownGroups(report.findings).map((group) => unknownBlock(group, view)),
    ...waiverLines(report, view).map((line) => [line]),
  ];
  const more = about && explainCommand(about);
  return [...blocks, ...(more !== undefined && isTypedSo(more, view) ? [[`More: ${more}`]] : [])];
}

type Alarm = 'CRITICAL' | 'WARNING';

function alarmOf(group: Group): Alarm {
  return group.some(({ status }) => status === 'fail') ? 'CRITICAL' : 'WARNING';
}

function place({ target }: Report, view: Pen): string {
  const { label, whmcsVersion, systemUrl, recorded } = target;
  const facts = [
    whmcsVersion === null ? null : `WHMCS ${safe(whmcsVersion, view)}`,
    systemUrl === null ? null : safe(systemUrl, view),
    recorded === undefined ? null : `recorded ${safe(recorded.at, view)}`,
  ].filter((fact) => fact !== null);
  return `${safe(label, view)}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`;
}

function causeBlock(group: Group, state: Alarm, withStep: boolean, view: Pen): Block {
  const [first] = group;
  const places = new Set(group.map(({ subject }) => subject)).size;
  const [step] = first.nextSteps;
  return [
    cutAtWord(
      `[${state}] ${titleOf(first, view)} (${safe(first.cause ?? first.check, view)}${places > 1 ? `, ${places} places` : ''})`,
      longest,
    ),
    ...(step === undefined || !withStep ? [] : stepLines(step, view)),
  ];
}

function stepLines({ text, command }: NextStep, view: Pen): readonly string[] {
  const typed = command === undefined || !isTypedSo(command, view) ? [] : [`      ${command}`];
  return [cutAtWord(`    Next: ${safe(text, view)}`, longest), ...typed];
}

/** A command that would be another one in this line, or cut off, is not shown: with a pipe, of several lines, with letters that are not there. */
function isTypedSo(command: string, view: Pen): boolean {
  return safe(command, view, false) === command && [...command].length <= longest;
}

function unknownGroups(findings: readonly Finding[]): readonly Group[] {
  return byReason(findings.filter((each) => each.status === 'unknown' && isCounted(each)));
}

function unknownBlock(group: Group, view: Pen): Block {
  const [first] = group;
  const checks = [...new Set(group.map(({ check }) => check))];
  const which = checks.length > 3 ? `${checks.length} checks` : checks.join(', ');
  return [
    cutAtWord(`[UNKNOWN] Could not be looked at: ${safe(first.reason ?? 'no reason given', view)} (${safe(which, view)})`, longest),
    ...(first.settle === undefined ? [] : [cutAtWord(`    Next: ${safe(first.settle, view)}`, longest)]),
  ];
}

/** An alert that comes from a waiver's end says so. */
function waiverLines(report: Report, view: Pen): readonly string[] {
  const expired = (report.policy?.waivers ?? []).filter(({ state }) => state === 'expired');
  const counted = accepted(report);
  return [
    ...expired
      .flatMap((waiver) => waiverNote(waiver, report.findings) ?? [])
      .map(({ text }) => cutAtWord(`The ${safe(text, view)}`, longest)),
    ...(counted.length === 0 ? [] : [`Not counted: ${counted.join(', ')}`]),
  ];
}

/** No thresholds: the state is decided by the checks, and what `--fail-on` makes of them. */
function performance({ reports, unusable }: Several): string {
  const sum = (of: (report: Report) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const seconds = Math.max(0, ...reports.map(({ durationMs }) => durationMs)) / 1000;
  const counts = {
    failed: sum(({ counts: { fail } }) => fail),
    warnings: sum(({ counts: { warn } }) => warn),
    unknown: sum(({ counts: { unknown } }) => unknown),
    passed: sum(({ counts: { pass } }) => pass),
    waived: sum(({ counts: { waived } }) => waived),
    known: sum(({ counts: { known } }) => known),
    ...(isSeveral({ reports, unusable }) ? { targets: reports.length + unusable.length, unusable: unusable.length } : {}),
  };
  return [
    `'time'=${Math.min(seconds, 1e12).toFixed(3)}s;;;0`,
    ...Object.entries(counts).map(([name, count]) => `'${name}'=${count};;;0`),
  ].join(' ');
}

/** As many blocks as Nagios reads; what had no room is counted. */
function fitting(blocks: readonly Block[], bytes: number): readonly string[] {
  const reserve = 60;
  const kept: string[] = [];
  let left = bytes;
  for (const [index, block] of blocks.entries()) {
    const size = block.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (size > left - (index === blocks.length - 1 ? 0 : reserve)) {
      const rest = blocks.length - index;
      return [...kept, `... and ${rest} more, which Nagios has no room for`];
    }
    kept.push(...block);
    left -= size;
  }
  return kept;
}

/** A plug-in's check may have none. */
function titleOf({ title, check }: Finding, view: Pen): string {
  return safe(title, view) || safe(check, view) || 'a finding without a title';
}

/**
 * One line that says nothing to Nagios, neither the sign before the numbers nor a line break, and nothing to a page that shows it: many do so as
 * HTML. A command has no tag that was not taken apart (src/logic/shell-quote.ts).
 */
function safe(text: string, { unicode }: Pen, angles = true): string {
  const line = plain(text.replace(/\s+/g, ' ').trim());
  const shown = unicode ? line.replaceAll('|', '¦') : ascii(line.replaceAll('|', '/')).replaceAll('|', '/');
  const [left, right] = unicode ? ['‹', '›'] : ['(', ')'];
  return angles ? shown.replace(/<([^<>]*)>/g, `${left}$1${right}`).replace(/<(?=[a-z/!?])/gi, left) : shown;
}

function cutAtWord(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const short = characters.slice(0, Math.max(0, most - 3)).join('');
  const word = short.lastIndexOf(' ');
  return `${(word > short.length / 2 ? short.slice(0, word) : short).replace(/[\s,:;]+$/, '')}...`;
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
