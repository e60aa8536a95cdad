interface Count {
  readonly run: number;
  readonly right: number;
}
type ByValue = Readonly<Record<string, Readonly<Record<string, Count>>>>;

export interface HealthyCounts {
  readonly variants: Count;
  readonly dimensions: ByValue;
  readonly setups: Count;
  readonly recorded: Count & { readonly dimensions: ByValue };
}
export interface FaultCounts {
  readonly causes: Count;
  readonly ways: Count;
  readonly areas: Readonly<Record<string, Count>>;
  readonly known: number;
}
export interface PairCounts {
  readonly lab: Count;
  readonly recorded: {
    readonly faults: number;
    readonly causes: number;
    readonly pairs: number;
    readonly independent: number;
    readonly right: number;
  };
}
interface Tested {
  readonly file: string;
  readonly title: string;
  readonly right: boolean;
}
/** What npm run matrix keeps for the README; a part that never ran is missing. */
export interface Kept {
  readonly healthy?: HealthyCounts & { readonly date: string };
  readonly faults?: FaultCounts & { readonly date: string };
  readonly pairs?: PairCounts & { readonly date: string };
}
export function healthyCounts(tests: readonly Tested[]): HealthyCounts;
export function faultCounts(tests: readonly Tested[]): Omit<FaultCounts, 'known'>;
export function labPairCounts(tests: readonly Tested[]): Count;
export function healthyTable(counts: Kept['healthy']): string;
export function faultTable(faults: Kept['faults'], pairs: Kept['pairs']): string;
export function printed(counts: Kept): string;
