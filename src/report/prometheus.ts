/**
 * -f prometheus: text exposition format 0.0.4, for node_exporter's textfile collector, which refuses a file with a timestamp or with the same
 * series twice. Written without prom-client: it keeps its series by "name:value," joined, so that labels with commas overwrite each other.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { version } from '../logic/version.js';
import type { Counts, Finding, Report, Several, Status, Verdict } from '../model.js';
import { isCounted, isOpen } from '../logic/counted.js';
import { families, type LabelsOf, type MetricName } from './metrics.js';
import { plain } from './plain-text.js';
import { uniqueNames } from './unique-names.js';

export function renderPrometheus(several: Several): string {
  const metrics = new Metrics();
  // two targets of the same name would be one series, which the collector refuses
  const free = uniqueNames();
  const targetName = (label: string): string => free(plain(label));
  const versions = several.reports.map(({ tool }) => tool.version);
  for (const each of new Set(versions.length === 0 ? [version] : versions)) metrics.set('whmcs_doctor_build_info', { version: each }, 1);
  for (const report of several.reports) addReport(metrics, targetName(report.target.label), report);
  for (const { target } of several.unusable) usable(metrics, targetName(target), 0);
  return metrics.text();
}

function usable(metrics: Metrics, target: string, value: 0 | 1): void {
  metrics.set('whmcs_doctor_target_usable', { target }, value);
}

const verdicts = { healthy: 0, warnings: 1, failing: 2, incomplete: 3 } as const satisfies Record<Verdict, number>;
const problemStates = { 'ruled-out': 0, undetermined: 1, explained: 2 } as const;

function addReport(metrics: Metrics, target: string, report: Report): void {
  usable(metrics, target, 1);
  metrics.set('whmcs_doctor_state', { target }, verdicts[report.verdict]);
  metrics.set('whmcs_doctor_exit_status', { target }, report.exitCode);
  addChecks(metrics, target, report.findings);
  for (const [status, count] of Object.entries(report.counts) as [keyof Counts, number][])
    metrics.set('whmcs_doctor_findings', { target, status }, count);
  for (const finding of report.findings) {
    const { cause, check } = finding;
    if (isOpen(finding) && cause !== null) metrics.set('whmcs_doctor_cause_found', { target, cause, check }, 1);
  }
  for (const { id, status } of report.problems) metrics.set('whmcs_doctor_problem_state', { target, problem: id }, problemStates[status]);
  addWaivers(metrics, target, report);
  addTimes(metrics, target, report);
}

const checkStates = { pass: 0, warn: 1, fail: 2, unknown: 3, skip: -1 } as const satisfies Record<Status, number>;
/** The worst of a check's findings is its state: what fails comes before what could not be looked at. */
const rank: readonly number[] = [-1, 0, 1, 3, 2];

/** A look that failed is no pass, also where it was waived. */
function acceptedState({ status }: Finding): number {
  return status === 'unknown' || status === 'skip' ? checkStates.skip : checkStates.pass;
}

function addChecks(metrics: Metrics, target: string, findings: readonly Finding[]): void {
  const worst = new Map<string, { readonly area: string; readonly state: number }>();
  for (const finding of findings) {
    const check = plain(finding.check);
    const state = isCounted(finding) ? checkStates[finding.status] : acceptedState(finding);
    const before = worst.get(check);
    if (before === undefined || rank.indexOf(state) > rank.indexOf(before.state))
      worst.set(check, { area: before?.area ?? finding.area, state });
  }
  for (const [check, { area, state }] of worst) metrics.set('whmcs_doctor_check_state', { target, check, area }, state);
}

function addWaivers(metrics: Metrics, target: string, report: Report): void {
  const ends = new Map<string, number>();
  for (const { names, until } of report.policy?.waivers ?? []) {
    // the last day is one on which it still holds
    const end = Date.parse(`${until}T00:00:00Z`) / 1000 + 86_400;
    const name = plain(names);
    if (Number.isFinite(end)) ends.set(name, Math.max(end, ends.get(name) ?? end));
  }
  for (const [names, end] of ends) metrics.set('whmcs_doctor_waiver_expiry_timestamp_seconds', { target, names }, end);
}

function addTimes(metrics: Metrics, target: string, report: Report): void {
  const end = (Date.parse(report.startedAt) + report.durationMs) / 1000;
  if (Number.isFinite(end)) metrics.set('whmcs_doctor_run_timestamp_seconds', { target }, end);
  metrics.set('whmcs_doctor_run_duration_seconds', { target }, report.durationMs / 1000);
  for (const { fact, durationMs, ok } of report.probes) {
    metrics.set('whmcs_doctor_probe_duration_seconds', { target, fact }, durationMs / 1000);
    metrics.set('whmcs_doctor_probe_success', { target, fact }, ok ? 1 : 0);
  }
}

class Metrics {
  readonly #families = new Map<MetricName, Map<string, string>>();

  /** The last value of a series counts. */
  set<Name extends MetricName>(name: Name, labels: LabelsOf<Name>, value: number): void {
    const series = this.#families.get(name) ?? new Map<string, string>();
    this.#families.set(name, series);
    const given = labels as Readonly<Record<string, string>>;
    const shown = families[name].labels.map((label) => `${label}="${labelValue(given[label] ?? '')}"`);
    series.set(shown.join(','), String(value));
  }

  text(): string {
    const names = Object.keys(families) as readonly MetricName[];
    return names
      .flatMap((name) => {
        const series = this.#families.get(name);
        if (series === undefined) return [];
        const lines = [...series].map(([labels, value]) => `${name}{${labels}} ${value}\n`);
        return [`# HELP ${name} ${families[name].help}\n# TYPE ${name} gauge\n${lines.join('')}`];
      })
      .join('\n');
  }
}

function labelValue(text: string): string {
  return plain(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
