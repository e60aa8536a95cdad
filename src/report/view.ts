/** How a report is shown to a person: what `pretty` may use. */
export interface View {
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Columns, at least 40. */
  readonly width: number;
  /** problems: what needs a person; all: passes and skips too. */
  readonly show: 'problems' | 'all';
  readonly quiet: boolean;
  /** Adds the timings of the probes. */
  readonly verbose: boolean;
  readonly problemTitle: (id: string) => string;
  /** First literal text that a person sees with the problem. */
  readonly symptomOf: (id: string) => string | null;
}
