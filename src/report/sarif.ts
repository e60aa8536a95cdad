/**
 * -f sarif: SARIF 2.1.0, a run per target. The types are the format's; node-sarif-builder adds little to them and refuses texts in which
 * a certain word stands.
 */
import type { Invocation, Notification, ReportingDescriptor, Result, Run, Suppression } from 'sarif';
import { causeById } from '../knowledge/index.js';
import type { Finding, Report, Several, UnusableTarget } from '../model.js';
import { explainCommand } from './explain-command.js';
import { failedLooks } from './failed-looks.js';
import { findingLines } from './finding-lines.js';
import { toJson } from './json.js';
import { markdownSteps } from './markdown.js';
import { code, prose } from './markdown-text.js';
import { nothingJudged } from './nothing-judged.js';
import { acceptedBecause } from './test-outcome.js';
import { plain } from './plain-text.js';
import { policyLines } from './policy-words.js';
import { baseUri, installBase, locationOf, nameOf } from './sarif-place.js';
import { verdictLine } from './totals.js';
import { uniqueNames } from './unique-names.js';
import type { View } from './view.js';

/** Passes and skips only with --show all: code scanning would take them for alerts. */
export function renderSarif({ reports, unusable }: Several, view: View): string {
  const version = reports[0]?.tool.version;
  const free = uniqueNames();
  return toJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      ...reports.map((report) => reportRun(report, view, free(categoryOf(report.target.label, isJudged(report))))),
      ...unusable.map((target) => unusableRun(target, version, free(categoryOf(target.target, false)))),
    ],
  });
}

/**
 * What a run closes is what an earlier one of the same category had and it has not: so a run in which nothing was judged is of a category
 * of its own. The label in one spelling: ./inst and inst are one target.
 */
function categoryOf(label: string, judged: boolean): string {
  return `whmcs-doctor/${judged ? '' : 'not-looked-at/'}${plain(nameOf(label))}`;
}

function isJudged({ findings }: Report): boolean {
  return findings.some(({ status }) => status !== 'unknown' && status !== 'skip');
}

function reportRun(report: Report, view: View, category: string): Run {
  const { tool, target } = report;
  const rules = rulesOf(report);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const base = baseUri(target);
  const shown = report.findings.filter(({ status }) => view.show === 'all' || (status !== 'pass' && status !== 'skip'));
  const results = shown.map((finding) => {
    const result = resultOf(finding, report);
    const ruleIndex = indexes.get(result.ruleId ?? '');
    return ruleIndex === undefined ? result : { ...result, ruleIndex };
  });
  return {
    tool: { driver: { name: tool.name, version: tool.version, rules } },
    automationDetails: { id: `${category}/` }, // GitHub: what stands before the last slash is the category
    invocations: [invocationOf(report)],
    ...(base === null ? {} : { originalUriBaseIds: { [installBase]: { uri: base } } }),
    columnKind: 'utf16CodeUnits',
    results: allOrNone(results),
    properties: { target, verdict: report.verdict, counts: report.counts },
  };
}

function invocationOf(report: Report): Invocation {
  const { startedAt, durationMs, exitCode } = report;
  // of checks that somebody chose none may apply, and that is well
  const successful = isJudged(report) || report.verdict === 'healthy';
  const nothing: Notification[] = successful
    ? []
    : [{ level: 'error', message: { text: report.counts.unknown > 0 ? nothingSeen : nothingJudged } }];
  const [start, end] = [timeOf(startedAt, 0), timeOf(startedAt, durationMs)];
  const looks = failedLooks(report).map(({ fact, gap, why }): Notification => ({
    level: 'warning',
    message: text(`${fact}: ${gap ?? 'failed'}${why === undefined ? '' : `: ${why}`}`),
  }));
  return {
    executionSuccessful: successful,
    exitCode,
    exitCodeDescription: verdictLine(report),
    ...(start === null ? {} : { startTimeUtc: start }),
    ...(end === null ? {} : { endTimeUtc: end }),
    toolExecutionNotifications: [...nothing, ...looks],
    toolConfigurationNotifications: policyLines(report).map((line) => ({ level: 'note', message: text(line) })),
  };
}

const nothingSeen = 'Nothing could be judged: every look failed or was skipped, and that says nothing about whether people can log in.';

/** null: no time of the years that the format knows. */
function timeOf(text: string, laterMs: number): string | null {
  const at = new Date(Date.parse(text) + laterMs);
  const time = Number.isNaN(at.getTime()) ? '' : at.toISOString();
  return /^\d{4}-/.test(time) ? time : null;
}

/** Plain text with line breaks, in which nothing is a placeholder or a link. */
function text(words: string): { text: string } {
  const lines = words.split('\n').map(plain).join('\n');
  return { text: lines.replace(/\{(?=\d+\})/g, '{ ').replace(/\](?=\()/g, '] ') };
}

/** One for every check, in the order of the findings. What a finding says of it is said of the rule: a report holds no catalogue. */
function rulesOf({ findings }: Report): ReportingDescriptor[] {
  const byCheck = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = byCheck.get(finding.check);
    if (group) group.push(finding);
    else byCheck.set(finding.check, [finding]);
  }
  return [...byCheck].flatMap(([check, group]) => {
    const bad = group.filter(({ status }) => status === 'fail' || status === 'warn');
    const [first] = bad.length > 0 ? bad : group;
    return first === undefined ? [] : [ruleOf(check, first, bad)];
  });
}

function ruleOf(check: string, first: Finding, bad: readonly Finding[]): ReportingDescriptor {
  const byCause = [...new Map(bad.map((finding) => [finding.cause ?? finding.fingerprint, finding])).values()];
  const explained = byCause.map((finding) => ({ finding, cause: finding.cause === null ? undefined : causeById(finding.cause) }));
  const explain = explainCommand(first, check);
  const known = explained.find(({ cause }) => cause !== undefined)?.cause;
  const [uri] = first.docs.flatMap((each) => (/^https?:/i.test(each) && URL.canParse(each) ? [new URL(each).href] : []));
  const lines = explained.flatMap(({ finding, cause }) => [
    cause?.title ?? finding.title,
    ...findingLines({ ...finding, evidence: [] }),
    '',
  ]);
  const markdown = explained.flatMap(({ finding, cause }) => [
    `**${prose(cause?.title ?? finding.title)}**`,
    '',
    ...(cause === undefined ? [] : [prose(cause.explanation), '']),
    ...markdownSteps(finding.nextSteps),
    '',
  ]);
  return {
    id: plain(check),
    shortDescription: text(first.title),
    // of what is not built in nobody but the examined side could tell
    ...(known === undefined ? {} : { fullDescription: text(known.explanation) }),
    help: { ...text([...lines, explain].join('\n')), markdown: [...markdown, code(explain)].join('\n') },
    ...(uri === undefined ? {} : { helpUri: uri }),
    defaultConfiguration: { level: bad.length > 0 && bad.every(({ status }) => status === 'warn') ? 'warning' : 'error' },
    properties: { tags: [first.area, ...first.problems] },
  };
}

/** Of anything but `fail` the level is `none`, says the specification. */
const kinds = {
  fail: { kind: 'fail', level: 'error' },
  warn: { kind: 'fail', level: 'warning' },
  unknown: { kind: 'open', level: 'none' },
  skip: { kind: 'notApplicable', level: 'none' },
  pass: { kind: 'pass', level: 'none' },
} as const;

function resultOf(finding: Finding, { target, policy }: Report): Result {
  const { check, status, fingerprint, title, cause, confidence, problems, waived } = finding;
  const head =
    status === 'unknown'
      ? `Could not be looked at: ${plain(finding.reason ?? 'no reason given')}`
      : status === 'skip'
        ? plain(finding.reason ?? title)
        : plain(title);
  return {
    ruleId: plain(check),
    ...kinds[status],
    message: text([head, ...findingLines({ ...finding, docs: [] })].join('\n')),
    locations: [locationOf(finding, target)],
    ...identity(fingerprint),
    ...(policy?.baseline === undefined ? {} : { baselineState: finding.known === true ? 'unchanged' : 'new' }),
    ...(waived === undefined ? {} : { suppressions: [accepted(acceptedBecause(finding))] }),
    properties: { cause, confidence, problems },
  };
}

/** GitHub tells results apart by primaryLocationLineHash; most of ours stand in the first line of the same place. */
function identity(fingerprint: string): Pick<Result, 'fingerprints' | 'partialFingerprints'> {
  const hash = plain(fingerprint);
  return {
    fingerprints: { 'whmcs-doctor/v1': hash },
    partialFingerprints: { 'whmcs-doctor/v1': hash, primaryLocationLineHash: `${hash}:1` },
  };
}

function accepted(justification: string): Suppression {
  return { kind: 'external', status: 'accepted', justification };
}

/** The specification wants suppressions on all results of a run or on none. */
function allOrNone(results: readonly Result[]): Result[] {
  return results.some(({ suppressions }) => suppressions !== undefined)
    ? results.map((result) => ({ suppressions: [], ...result }))
    : [...results];
}

/** Told as a notification alone: as a result it would be an alert that no later run closes. */
function unusableRun({ target, message, exitCode }: UnusableTarget, version: string | undefined, category: string): Run {
  return {
    tool: { driver: { name: 'whmcs-doctor', ...(version === undefined ? {} : { version }) } },
    automationDetails: { id: `${category}/` },
    invocations: [
      {
        executionSuccessful: false,
        exitCode,
        toolExecutionNotifications: [{ level: 'error', message: text(`${plain(target)}: not looked at: ${plain(message)}`) }],
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: [],
  };
}
