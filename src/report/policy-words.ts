/** What became of waivers and the baseline, in sentences: only what somebody should know. */
import type { BaselineReport, Finding, FormerFinding, Report, WaiverReport } from '../model.js';
import { plain } from './plain-text.js';
import { acceptedBy } from './words.js';

export interface PolicyNote {
  /** warn: it needs somebody; note: it can be removed, or waits; head: the sum of the baseline; fixed: what is not there any more. */
  readonly is: 'warn' | 'note' | 'head' | 'fixed';
  readonly text: string;
}

/** `all`: also waivers of which nobody knows yet whether they are needed. */
export function policyNotes({ policy, findings }: Report, all = false): readonly PolicyNote[] {
  if (policy === undefined) return [];
  return [
    ...(policy.waivers ?? []).flatMap((waiver) => waiverNote(waiver, findings, all) ?? []),
    ...(policy.baseline === undefined ? [] : baselineNotes(policy.baseline, findings)),
  ];
}

/** As lines of text. */
export function policyLines(report: Report): readonly string[] {
  return policyNotes(report).map(({ text }) => text);
}

/** null: nobody needs to know. */
export function waiverNote(waiver: WaiverReport, findings: readonly Finding[], all = false): PolicyNote | null {
  const name = `waiver for ${plain(waiver.names)} (${acceptedBy(waiver)})`;
  switch (waiver.state) {
    case 'expired': {
      const covered = findings.filter(({ fingerprint }) => waiver.findings.includes(fingerprint)).map(whatIs);
      const rest = covered.length === 0 ? 'nothing of the kind was found' : `it no longer waives ${covered.join('; ')}`;
      return { is: 'warn', text: `${name} ended on ${plain(waiver.until)}: ${rest}` };
    }
    case 'unknown': {
      const near = waiver.nearest === undefined ? '' : `: did you mean ${plain(waiver.nearest)}?`;
      return { is: 'warn', text: `${name} names no check, cause, problem or area that exists, and waives nothing${near}` };
    }
    case 'unused':
      return { is: 'note', text: `${name} is not needed: nothing of the kind was found` };
    case 'undecided':
      return all ? { is: 'note', text: `${name} waived nothing, and not all that it names could be looked at` } : null;
    case 'applied':
      return null;
    default:
      return waiver.state satisfies never;
  }
}

function baselineNotes(baseline: BaselineReport, findings: readonly Finding[]): readonly PolicyNote[] {
  const known = findings.filter((finding) => finding.known === true).length;
  const since = plain(baseline.writtenAt.slice(0, 10));
  return [
    ...(baseline.unlisted === true
      ? [{ is: 'warn', text: `the baseline ${plain(baseline.file)} has nothing of this target: all is new` } as const]
      : []),
    { is: 'head', text: `baseline: ${known} known, ${baseline.fixed.length} fixed since ${since}, ${baseline.new.length} new` },
    ...baseline.fixed.map((former) => ({ is: 'fixed', text: `fixed: ${plain(former.title)}${aboutSubject(former)}` }) as const),
  ];
}

export function aboutSubject({ subject }: Pick<Finding | FormerFinding, 'subject'>): string {
  return subject === null || subject === '' ? '' : ` (${plain(subject)})`;
}

function whatIs(finding: Finding): string {
  return `"${plain(finding.title)}"${aboutSubject(finding)}`;
}
