/** What a finding is to a program that knows only tests: JUnit, TAP. Decided here, so that they never differ. */
import { isCounted } from '../logic/counted.js';
import type { Finding, Report } from '../model.js';
import { plain } from './plain-text.js';
import { untilBy } from './words.js';

export type TestOutcome =
  | { readonly is: 'passed' }
  /** A failure, or a warning that the exit status counts. */
  | { readonly is: 'failed' }
  /** A failure or a warning that decides nothing: why. */
  | { readonly is: 'tolerated'; readonly why: string }
  /** The look failed; the exit status may count it or not. */
  | { readonly is: 'unknown'; readonly why: string }
  | { readonly is: 'skipped'; readonly why: string };

export function outcomeOf(finding: Finding, report: Pick<Report, 'exitCode' | 'failOn'>): TestOutcome {
  const { status } = finding;
  switch (status) {
    case 'pass':
      return { is: 'passed' };
    case 'skip':
      return { is: 'skipped', why: reasonOf(finding) };
    case 'unknown':
      return isCounted(finding) ? { is: 'unknown', why: reasonOf(finding) } : { is: 'tolerated', why: acceptedBecause(finding) };
    case 'warn':
    case 'fail':
      if (!isCounted(finding)) return { is: 'tolerated', why: acceptedBecause(finding) };
      if (status === 'warn' && !countsWarnings(report)) return { is: 'tolerated', why: 'a warning, which --fail-on does not count' };
      return { is: 'failed' };
    default:
      return status satisfies never;
  }
}

/**
 * What `--fail-on` said. Reports of before it was kept tell by their exit status what came of it; where something failed that tells nothing
 * about the warnings beside it, and they count, as they do by default.
 */
function countsWarnings({ failOn, exitCode }: Pick<Report, 'exitCode' | 'failOn'>): boolean {
  return failOn === undefined ? exitCode !== 0 : failOn === 'warn';
}

function reasonOf({ reason }: Finding): string {
  return plain(reason ?? 'no reason given');
}

/** Why a finding does not count: the waiver's own words, or that the baseline has it. */
export function acceptedBecause({ waived }: Finding): string {
  return waived === undefined ? 'known: it stands in the baseline' : `waived ${untilBy(waived)}`;
}
