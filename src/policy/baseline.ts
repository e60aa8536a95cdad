/** The baseline file: what was found once, so that only what is new counts. */
import { z } from 'zod';
import { formerFinding } from '../logic/former-finding.js';
import { parseJson } from '../parse/json.js';
import type { CauseId, Finding, FormerFinding, Several } from '../model.js';
import { isBad, judgedChecks } from './judged.js';
import { UnusablePolicy } from './unusable.js';

export const baselineSchema = z.object({
  schema: z.literal('whmcs-doctor/baseline/1'),
  tool: z.object({ name: z.literal('whmcs-doctor'), version: z.string() }),
  writtenAt: z.iso.datetime().describe('ISO 8601, UTC'),
  targets: z.array(z.object({ target: z.string().describe('as it was typed'), findings: z.array(formerFinding) })),
});

export interface BaselineTarget {
  readonly target: string;
  readonly findings: readonly FormerFinding[];
}

export interface Baseline {
  readonly schema: 'whmcs-doctor/baseline/1';
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly writtenAt: string;
  readonly targets: readonly BaselineTarget[];
}

/** `path` names the text. Throws UnusablePolicy. */
export function readBaseline(text: string, path: string): Baseline {
  const hint = 'Write one with: whmcs-doctor check … --write-baseline FILE';
  const value = parseJson(text)?.value;
  const parsed = baselineSchema.safeParse(value);
  // the ids are any: a check may be a plug-in's
  if (parsed.success)
    return {
      ...parsed.data,
      targets: parsed.data.targets.map(({ target, findings }) => ({
        target,
        findings: findings.map((each) => ({ ...each, cause: each.cause as CauseId | null })),
      })),
    };
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  if (value === undefined) throw new UnusablePolicy(`${path} is not JSON: it is no baseline. ${hint}`);
  if (place === '' || place === 'schema') throw new UnusablePolicy(`${path} is not a baseline of whmcs-doctor. ${hint}`);
  throw new UnusablePolicy(`${path} is a damaged baseline: ${place}: ${issue?.message ?? 'not understood'}. ${hint}`);
}

/** What it has of a target. Where both have a single one, it is the same, whatever it is called. null: nothing of the kind. */
export function entriesFor(baseline: Baseline, label: string, alone: boolean): readonly FormerFinding[] | null {
  const [first] = baseline.targets;
  if (alone && baseline.targets.length === 1 && first !== undefined) return first.findings;
  const own = baseline.targets.filter(({ target }) => target === label);
  return own.length === 0 ? null : own.flatMap(({ findings }) => findings);
}

export function formerOf({
  fingerprint,
  check,
  cause,
  status,
  subject,
  title,
}: Finding & { readonly status: 'warn' | 'fail' }): FormerFinding {
  return { fingerprint, check, cause, status, subject, title };
}

/** Whether it stands in the list, no milder than now. */
export function isKnown(entries: readonly FormerFinding[], { fingerprint, status }: Finding): boolean {
  return entries.some((entry) => entry.fingerprint === fingerprint && (entry.status === 'fail' || status === 'warn'));
}

/** What was looked for again and is not there any more: its check gave a verdict, and named nothing of it. */
export function fixedOf(entries: readonly FormerFinding[], findings: readonly Finding[]): readonly FormerFinding[] {
  const judged = judgedChecks(findings);
  return entries.filter((entry) => judged.has(entry.check) && !isThere(entry, findings));
}

function isThere({ fingerprint }: FormerFinding, findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.fingerprint === fingerprint && isBad(finding));
}

/**
 * The baseline of what was found. Waived findings are not in it: they count again once the waiver has ended. What the one before has and could
 * not be looked at now stays.
 */
export function baselineOf(
  { reports }: Several,
  about: { readonly version: string; readonly at: string; readonly before: Baseline | null; readonly alone: boolean },
): Baseline {
  const targets = reports.map(({ target: { label }, findings }): BaselineTarget => {
    const now = findings.filter(isBad).filter(({ waived }) => waived === undefined);
    const judged = judgedChecks(findings);
    const kept = (about.before ? (entriesFor(about.before, label, about.alone) ?? []) : []).filter(
      (entry) => !judged.has(entry.check) && !isThere(entry, findings),
    );
    return { target: label, findings: inOrder([...now.map(formerOf), ...kept]) };
  });
  const listed = new Set(targets.map(({ target }) => target));
  const replaced = about.alone && about.before?.targets.length === 1;
  const others = replaced ? [] : (about.before?.targets ?? []).filter(({ target }) => !listed.has(target));
  return {
    schema: 'whmcs-doctor/baseline/1',
    tool: { name: 'whmcs-doctor', version: about.version },
    writtenAt: about.at,
    targets: [...targets, ...others],
  };
}

/** By check and identity, so that a file kept under version control shows what changed and nothing else; each once, at its worst. */
function inOrder(findings: readonly FormerFinding[]): readonly FormerFinding[] {
  const sorted = [...findings].sort(
    (a, b) => compare(a.check, b.check) || compare(a.fingerprint, b.fingerprint) || compare(a.status, b.status),
  );
  return sorted.filter(({ check, fingerprint }, index) => {
    const before = sorted[index - 1];
    return before?.check !== check || before.fingerprint !== fingerprint;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
