/** Names, labels and help of what -f prometheus writes. Recipes and alert rules stand on them: names never change. All are gauges. */

export interface Family {
  readonly labels: readonly string[];
  /** With the unit. */
  readonly help: string;
}

export const families = {
  whmcs_doctor_state: {
    labels: ['target'],
    help: 'State of the target before --fail-on: 0 healthy, 1 warnings, 2 failing, 3 incomplete.',
  },
  whmcs_doctor_exit_status: { labels: ['target'], help: 'Exit status that the target makes, with --fail-on: 0 to 3.' },
  whmcs_doctor_check_state: {
    labels: ['target', 'check', 'area'],
    help: 'State of the check: 0 pass (also where what it found is waived or known), 1 warn, 2 fail, 3 unknown, -1 skip (also a waived look that failed).',
  },
  whmcs_doctor_cause_found: { labels: ['target', 'cause', 'check'], help: 'A cause that was found and counts: 1.' },
  whmcs_doctor_problem_state: {
    labels: ['target', 'problem'],
    help: 'Documented problem: 0 ruled out, 1 undetermined, 2 explained by a finding.',
  },
  whmcs_doctor_findings: {
    labels: ['target', 'status'],
    help: 'Findings by status; those waived or known from the baseline are counted as such alone.',
  },
  whmcs_doctor_waiver_expiry_timestamp_seconds: {
    labels: ['target', 'names'],
    help: 'Time from which the waiver holds no more, in seconds since 1970.',
  },
  whmcs_doctor_run_timestamp_seconds: { labels: ['target'], help: 'End of the run, in seconds since 1970.' },
  whmcs_doctor_run_duration_seconds: { labels: ['target'], help: 'Duration of the run, in seconds.' },
  whmcs_doctor_probe_duration_seconds: { labels: ['target', 'fact'], help: 'Duration of one look, in seconds.' },
  whmcs_doctor_probe_success: { labels: ['target', 'fact'], help: 'Whether the look succeeded: 1 yes, 0 no.' },
  whmcs_doctor_target_usable: { labels: ['target'], help: 'Whether the target could be looked at at all: 1 yes, 0 no.' },
  whmcs_doctor_build_info: { labels: ['version'], help: 'Version of the program that looked: 1.' },
} as const satisfies Readonly<Record<string, Family>>;

export type MetricName = keyof typeof families;
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof families)[Name]['labels'][number], string>>;
