/**
 * -f junit: test results as Jenkins, GitLab and their like read them; a suite per target, a case per finding. Written by hand:
 * junit-report-builder has no reason for what is skipped, and adds an attribute that Jenkins' schema does not allow.
 */
import type { Finding, Report, Several, UnusableTarget } from '../model.js';
import { failedLooks } from './failed-looks.js';
import { findingLines } from './finding-lines.js';
import { isNothingJudged, nothingJudged } from './nothing-judged.js';
import { outcomeOf } from './test-outcome.js';
import { plain } from './plain-text.js';
import { policyLines } from './policy-words.js';
import { verdictLine } from './totals.js';
import { uniqueNames } from './unique-names.js';
import { xmlDocument, type Element } from './xml.js';

export function renderJunit({ reports, unusable }: Several): string {
  const started = reports[0]?.startedAt ?? noTime;
  const suites = [...reports.map(reportSuite), ...unusable.map((target) => unusableSuite(target, started))];
  return xmlDocument({ name: 'testsuites', content: suites.map((suite, index) => suiteElement(suite, index)) });
}

interface Suite {
  readonly name: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly Case[];
  /** What is told of the target as a whole. */
  readonly said: readonly string[];
  /** Looks that failed. */
  readonly gaps: readonly string[];
}

interface Case {
  readonly className: string;
  readonly name: string;
  readonly durationMs: number;
  readonly result: {
    readonly is: 'failure' | 'error' | 'skipped';
    readonly type?: string;
    readonly message: string;
    readonly text: string;
  } | null;
}

/** The elements and attributes that both the schema of Jenkins and the one of Ant know, in the order of the stricter one. */
function suiteElement({ name, startedAt, durationMs, properties, cases, said, gaps }: Suite, id: number): Element {
  const number = (is: NonNullable<Case['result']>['is']): number => cases.filter(({ result }) => result?.is === is).length;
  return {
    name: 'testsuite',
    attributes: {
      name: name.trim() === '' ? 'target' : name,
      id,
      package: 'whmcs-doctor',
      tests: cases.length,
      failures: number('failure'),
      errors: number('error'),
      skipped: number('skipped'),
      time: seconds(durationMs),
      timestamp: timestamp(startedAt),
      hostname: 'localhost',
    },
    content: [
      { name: 'properties', content: properties.map(([key, value]) => ({ name: 'property', attributes: { name: key, value } })) },
      ...cases.map(caseElement),
      { name: 'system-out', content: unattached(said) },
      { name: 'system-err', content: unattached(gaps) },
    ],
  };
}

/** Jenkins and GitLab fetch files that this part names, as [[ATTACHMENT|/etc/passwd]], from the machine that the tests ran on. */
function unattached(lines: readonly string[]): string {
  return lines.join('\n').replace(/\[(?=\[)/g, '[ ');
}

function caseElement({ className, name, durationMs, result }: Case): Element {
  const attributes = { classname: className, name, time: seconds(durationMs) };
  if (result === null) return { name: 'testcase', attributes };
  const { is, type, message, text } = result;
  return {
    name: 'testcase',
    attributes,
    content: [{ name: is, attributes: { ...(type === undefined ? {} : { type }), message }, content: text }],
  };
}

/** Decimal, whatever a saved report has: the schemas know neither exponents nor times before the start. */
function seconds(milliseconds: number): string {
  return (Math.min(Math.max(milliseconds, 0), 1e15) / 1000).toFixed(3);
}

/** "2026-11-22T00:00:00"; what is no time is the first of all, for the schema of Ant wants one. */
function timestamp(text: string): string {
  const [time] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text) ?? [];
  return time !== undefined && Number.isFinite(Date.parse(`${time}Z`)) ? time : noTime.slice(0, 19);
}

function reportSuite(report: Report): Suite {
  const { tool, target, startedAt, durationMs, verdict, exitCode, findings } = report;
  const names = caseNames(findings);
  return {
    name: target.label,
    startedAt,
    durationMs,
    properties: [
      ['target', target.label],
      ['kind', target.kind],
      ...(target.whmcsVersion === null ? [] : [['whmcs version', target.whmcsVersion] as const]),
      ...(target.systemUrl === null ? [] : [['System URL', target.systemUrl] as const]),
      ...(target.recorded === undefined ? [] : [['recorded', `${target.recorded.at} from ${target.recorded.label}`] as const]),
      ['whmcs-doctor version', tool.version],
      ['verdict', verdict],
      ['exit status', String(exitCode)],
    ],
    cases: [
      ...findings.map((finding, index) => findingCase(finding, report, names[index] ?? finding.check)),
      ...(isNothingJudged(report) ? [nothingCase] : []),
    ],
    said: [verdictLine(report), ...policyLines(report)],
    gaps: failedLooks(report).map(({ fact, gap, why }) => `${plain(fact)}: ${gap ?? ''}: ${plain(why ?? '')}`),
  };
}

function findingCase(finding: Finding, report: Report, name: string): Case {
  const { area, check, cause, title, durationMs } = finding;
  const outcome = outcomeOf(finding, report);
  const text = findingLines(finding).join('\n');
  const base = { className: `${area}.${check}`, name, durationMs };
  switch (outcome.is) {
    case 'passed':
      return { ...base, result: null };
    case 'failed':
      return { ...base, result: { is: 'failure', type: cause ?? check, message: title, text } };
    case 'tolerated':
      return { ...base, result: { is: 'skipped', message: `${outcome.why} (${plain(title)})`, text } };
    case 'unknown':
      return { ...base, result: { is: 'error', type: 'unknown', message: `could not be looked at: ${outcome.why}`, text } };
    case 'skipped':
      return { ...base, result: { is: 'skipped', message: outcome.why, text } };
    default:
      return outcome satisfies never;
  }
}

/**
 * The check and its subject, not the title: that changes with the outcome, and the history of a test hangs on its name. Findings of one
 * check about one subject are told apart by their causes, for GitLab drops one of two cases of the same name. Only what is the same in
 * all of that is numbered, after every other name was given out: so the order of the findings decides nothing else.
 */
function caseNames(findings: readonly Finding[]): readonly string[] {
  const short = findings.map(({ check, subject }) => (subject === null || subject === '' ? check : `${check}: ${plain(subject)}`));
  const shared = twins(short);
  const long = findings.map(({ cause }, index) => {
    const name = short[index] ?? '';
    return shared.has(name) && cause !== null ? `${name} (${cause})` : name;
  });
  const same = twins(long);
  const free = uniqueNames(long);
  const first = new Set<string>();
  return long.map((name) => {
    if (!same.has(name) || !first.has(name)) {
      first.add(name);
      return name;
    }
    return free(name);
  });
}

function twins(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

const nothingCase: Case = {
  className: 'whmcs-doctor.verdict',
  name: 'anything judged',
  durationMs: 0,
  result: { is: 'error', type: 'incomplete', message: nothingJudged, text: '' },
};

/** Nothing was started, and the schema of Ant wants a time. */
const noTime = new Date(0).toISOString();

function unusableSuite({ target, message, exitCode }: UnusableTarget, startedAt: string): Suite {
  return {
    name: target,
    startedAt,
    durationMs: 0,
    properties: [
      ['target', target],
      ['exit status', String(exitCode)],
    ],
    cases: [
      {
        className: 'whmcs-doctor.target',
        name: 'can be looked at',
        durationMs: 0,
        result: { is: 'error', type: 'unusable-target', message, text: `not looked at: ${plain(message)}` },
      },
    ],
    said: [],
    gaps: [],
  };
}
