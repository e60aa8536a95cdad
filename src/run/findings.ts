/** From judgements to findings: the cause's problems, the remedy for this WHMCS version, an identity that is stable across runs. */
import { createHash } from 'node:crypto';
import { unprintable } from '../logic/unprintable.js';
import type { Cause, CauseId, Check, Confidence, Finding, Judgement, NextStep, Status, Step } from '../model.js';

export interface Knowledge {
  causeById(id: string): Cause | undefined;
  remedyFor(cause: Cause, version: string | null): readonly Step[];
}

export interface FindingContext {
  readonly knowledge: Knowledge;
  readonly whmcsVersion: string | null;
  /** As typed after `whmcs-doctor check` to get here again. */
  readonly target: string;
  /** Severity that the operator set for the check. */
  readonly severity: 'fail' | 'warn' | null;
  /** A skip of this check counts as unknown. */
  readonly required: boolean;
  readonly durationMs: number;
}

export function findingOf(check: Check, judgement: Judgement, context: FindingContext): Finding {
  const base = {
    check: check.id,
    area: check.area,
    cause: null,
    problems: [],
    confidence: null,
    subject: judgement.subject ?? null,
    evidence: [],
    nextSteps: [],
    verify: null,
    docs: [],
    fingerprint: fingerprint(check.id, judgement.subject ?? null, null),
    durationMs: context.durationMs,
  };
  switch (judgement.is) {
    case 'pass':
      return {
        ...base,
        status: 'pass',
        title: check.title.pass,
        evidence: judgement.evidence,
        ...(judgement.note === undefined ? {} : { reason: judgement.note }),
      };
    case 'skip':
      return { ...base, status: context.required ? 'unknown' : 'skip', title: check.title.pass, reason: judgement.reason };
    case 'unknown':
      return {
        ...base,
        status: 'unknown',
        title: check.title.pass,
        reason: judgement.reason,
        ...(judgement.settle === undefined ? {} : { settle: judgement.settle }),
      };
    case 'warn':
    case 'fail': {
      const cause = context.knowledge.causeById(judgement.cause);
      return {
        ...base,
        status: context.severity ?? judgement.is,
        title: judgement.title ?? check.title.fail,
        cause: judgement.cause,
        problems: cause?.problems ?? [],
        ...(cause?.beyondTable === true ? { beyondTable: true } : {}),
        confidence: judgement.confidence,
        evidence: judgement.evidence,
        nextSteps: cause ? stepsFor(context.knowledge.remedyFor(cause, context.whmcsVersion), judgement.subject) : [],
        verify: verifyCommand(check, cause, context.target),
        docs: cause?.docs ?? [],
        fingerprint: fingerprint(check.id, judgement.subject, judgement.cause),
      };
    }
    default:
      return judgement satisfies never;
  }
}

function stepsFor(steps: readonly Step[], subject: string): readonly NextStep[] {
  return steps.map((step) => ({
    // By a function: a subject with "$'" or "$&" in it would otherwise be a pattern.
    text: step.text.replaceAll('{subject}', () => subject),
    risk: step.risk,
    ...(step.command === undefined ? {} : { command: step.command.replaceAll('{subject}', () => shellQuote(subject)) }),
  }));
}

function verifyCommand(check: Check, cause: Cause | undefined, target: string): string {
  const place = target === '.' ? '' : ` ${shellQuote(target)}`;
  return (cause?.verify ?? `whmcs-doctor check{target} --only ${check.id}`).replaceAll('{target}', () => place);
}

/**
 * A subject comes from the examined machine: in a command to copy it must stay one word on one line. What a terminal would not show is
 * written as bash, zsh and ksh read it back: https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html
 */
export function shellQuote(text: string): string {
  if (text.search(unprintable) >= 0) return `$'${text.replace(/[\\']/g, '\\$&').replace(unprintable, ansiC)}'`;
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Byte by byte, so that it does not depend on the terminal's locale. */
function ansiC(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

export function fingerprint(check: string, subject: string | null, cause: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([check, subject, cause]))
    .digest('hex')
    .slice(0, 16);
}

const statusOrder: readonly Status[] = ['fail', 'warn', 'unknown', 'skip', 'pass'];
const confidenceOrder: readonly (Confidence | null)[] = ['proved', 'likely', 'possible', null];

/**
 * Causes before their consequences, failures before warnings, what somebody's words named, what is proved before what is likely; then unknown,
 * skip, pass.
 */
export function inOrder(
  findings: readonly Finding[],
  knowledge: Pick<Knowledge, 'causeById'>,
  named: ReadonlySet<CauseId> = new Set(),
): readonly Finding[] {
  const found = new Set(findings.filter((finding) => finding.cause !== null && !finding.waived).map((finding) => finding.cause ?? ''));
  const depth = (finding: Finding): number => consequenceDepth(finding.cause, found, knowledge, new Set());
  const unnamed = ({ cause }: Finding): number => (cause !== null && named.has(cause) ? 0 : 1);
  return findings
    .map((finding, index) => ({ finding, index, depth: depth(finding) }))
    .sort(
      (a, b) =>
        statusOrder.indexOf(a.finding.status) - statusOrder.indexOf(b.finding.status) ||
        a.depth - b.depth ||
        unnamed(a.finding) - unnamed(b.finding) ||
        confidenceOrder.indexOf(a.finding.confidence) - confidenceOrder.indexOf(b.finding.confidence) ||
        a.index - b.index,
    )
    .map(({ finding }) => finding);
}

function consequenceDepth(
  id: string | null,
  found: ReadonlySet<string>,
  knowledge: Pick<Knowledge, 'causeById'>,
  seen: Set<string>,
): number {
  if (id === null || seen.has(id)) return 0;
  seen.add(id);
  const before = (knowledge.causeById(id)?.follows ?? []).filter((other) => found.has(other));
  return before.length === 0 ? 0 : 1 + Math.max(...before.map((other) => consequenceDepth(other, found, knowledge, new Set(seen))));
}
