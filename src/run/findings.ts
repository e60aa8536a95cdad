/** From judgements to findings: the cause's problems, the remedy for this WHMCS version, an identity that is stable across runs. */
import { createHash } from 'node:crypto';
import { isCounted } from '../logic/counted.js';
import { shellQuote } from '../logic/shell-quote.js';
import type { Cause, CauseId, Check, Confidence, Finding, Judgement, NextStep, Status, Step } from '../model.js';

export { shellQuote } from '../logic/shell-quote.js';

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
  /** The subject is left out of the fingerprint. */
  readonly anonymous: boolean;
  readonly durationMs: number;
}

export function findingOf(check: Check, judgement: Judgement, context: FindingContext): Finding {
  const identity = context.anonymous ? null : (judgement.subject ?? null);
  const found = isFound(judgement) ? judgement : null;
  const cause = found ? context.knowledge.causeById(found.cause) : undefined;
  const common = {
    check: check.id,
    area: check.area,
    cause: found?.cause ?? null,
    problems: cause?.problems ?? [],
    confidence: found?.confidence ?? null,
    subject: judgement.subject ?? null,
    evidence: judgement.is === 'pass' ? judgement.evidence : (found?.evidence ?? []),
    nextSteps: found && cause ? stepsFor(context.knowledge.remedyFor(cause, context.whmcsVersion), found.subject) : [],
    verify: found ? verifyCommand(check, cause, context.target) : null,
    docs: cause?.docs ?? [],
    fingerprint: fingerprint(check.id, identity, found?.cause ?? null),
    durationMs: context.durationMs,
  };
  const base = check.plugin === undefined ? common : { ...common, plugin: check.plugin };
  switch (judgement.is) {
    case 'pass':
      return withReason({ ...base, status: 'pass', title: check.title.pass }, judgement.note);
    case 'skip':
      return withReason({ ...base, status: context.required ? 'unknown' : 'skip', title: check.title.pass }, judgement.reason);
    case 'unknown': {
      const finding = withReason({ ...base, status: 'unknown', title: check.title.pass }, judgement.reason);
      return judgement.settle === undefined ? finding : { ...finding, settle: judgement.settle };
    }
    case 'warn':
    case 'fail': {
      const finding: Finding = { ...base, status: context.severity ?? judgement.is, title: judgement.title ?? check.title.fail };
      return cause?.beyondTable === true ? { ...finding, beyondTable: true } : finding;
    }
    default:
      return judgement satisfies never;
  }
}

function withReason(finding: Finding, reason: string | undefined): Finding {
  return reason === undefined ? finding : { ...finding, reason };
}

function isFound(judgement: Judgement): judgement is Judgement & { readonly is: 'warn' | 'fail' } {
  return judgement.is === 'warn' || judgement.is === 'fail';
}

function stepsFor(steps: readonly Step[], subject: string): readonly NextStep[] {
  return steps.map(({ text, risk, command }) => ({
    // By a function: a subject with "$'" or "$&" in it would otherwise be a pattern.
    text: text.replaceAll('{subject}', () => subject),
    risk,
    ...(command === undefined || (command.includes('{subject}') && isOption(subject))
      ? {}
      : { command: command.replaceAll('{subject}', () => shellQuote(subject)) }),
  }));
}

/** No file, host or address begins so: a program would take it for an option, and dig for a server or a wish. */
function isOption(subject: string): boolean {
  return /^[-+@]/.test(subject);
}

function verifyCommand(check: Check, cause: Cause | undefined, target: string): string {
  const place = target === '.' ? '' : ` ${shellQuote(target.startsWith('-') ? `./${target}` : target)}`;
  const plugin = check.plugin === undefined ? '' : ` --plugin ${shellQuote(check.plugin)}`;
  return (cause?.verify ?? `whmcs-doctor check{target} --only ${check.id}${plugin}`).replaceAll('{target}', () => place);
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
  const found = new Set(findings.filter((finding) => finding.cause !== null && isCounted(finding)).map((finding) => finding.cause ?? ''));
  const depthOf = consequenceDepths(found, knowledge);
  const unnamed = ({ cause }: Finding): number => (cause !== null && named.has(cause) ? 0 : 1);
  return findings
    .map((finding, index) => ({ finding, index, depth: finding.cause === null ? 0 : depthOf(finding.cause) }))
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

/** How many causes, each found and each before the next, a cause comes after. What follows from itself ends there. */
function consequenceDepths(found: ReadonlySet<string>, { causeById }: Pick<Knowledge, 'causeById'>): (id: string) => number {
  const known = new Map<string, number>();
  let circles = 0;
  const depthOf = (id: string, path: ReadonlySet<string>): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    if (path.has(id)) {
      circles += 1;
      return 0;
    }
    const [met, longer] = [circles, new Set(path).add(id)];
    const depths = (causeById(id)?.follows ?? []).filter((other) => found.has(other)).map((other) => 1 + depthOf(other, longer));
    const depth = Math.max(0, ...depths);
    // in a circle it depends on where one came from
    if (circles === met) known.set(id, depth);
    return depth;
  };
  return (id) => depthOf(id, new Set());
}
