/** Follows an SPF record as a receiver would, and counts what it costs: https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4 */
import { isSpf, parseSpf, type SpfTerm } from '../parse/spf.js';
import type { RecordsResult, RecordType, SpfErrorKind, SpfSeen } from '../model.js';

export type AskRecords = (name: string, type: RecordType) => Promise<RecordsResult>;

const mostLookups = 10;
const mostVoids = 2;
/** Questions for counting are not asked beyond this, whatever the record wants. */
const mostQuestions = 16;
/** Terms that make a receiver ask DNS. */
const costly: ReadonlySet<SpfTerm['name']> = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);

interface Count {
  lookups: number;
  voids: number;
  questions: number;
  /** A question had no answer: what follows cannot be counted. */
  blind: boolean;
  error: { readonly kind: SpfErrorKind; readonly text: string } | null;
  open: boolean;
}

/** null: the domain has no SPF record, which forbids nothing. */
export async function followSpf(domain: string, texts: readonly string[], ask: AskRecords): Promise<SpfSeen | null> {
  const records = texts.filter(isSpf);
  const [first] = records;
  if (first === undefined) return null;
  const count: Count = { lookups: 0, voids: 0, questions: 0, blind: false, error: null, open: false };
  if (records.length > 1) count.error = { kind: 'records', text: `${records.length} records begin with v=spf1, and only one may` };
  else await follow(domain, first, ask, count, 0);
  if (count.error === null && count.lookups > mostLookups)
    count.error = { kind: 'limit', text: `${count.lookups} terms need a DNS question, and ${mostLookups} are allowed` };
  if (count.error === null && count.voids > mostVoids)
    count.error = { kind: 'limit', text: `${count.voids} questions find nothing, and ${mostVoids} are allowed` };
  return {
    records: records.length,
    text: first.slice(0, 500),
    lookups: count.blind ? null : count.lookups,
    voids: count.voids,
    open: count.open,
    permanentError: count.error?.text ?? null,
    ...(count.error === null ? {} : { errorKind: count.error.kind }),
  };
}

async function follow(domain: string, text: string, ask: AskRecords, count: Count, depth: number): Promise<void> {
  const { terms, wrong } = parseSpf(text);
  if (wrong !== null) {
    count.error ??= { kind: 'syntax', text: `${depth === 0 ? '' : `${domain}: `}"${wrong}" is not understood` };
    return;
  }
  // redirect counts only where no "all" stands
  const hasAll = terms.some((term) => term.name === 'all');
  for (const term of terms) {
    if (count.error !== null || count.lookups > mostLookups + 20) return;
    // What follows "all" is never looked at.
    if (term.name === 'all') {
      if (depth === 0) count.open = term.qualifier === '+';
      return;
    }
    if (!costly.has(term.name) || (term.name === 'redirect' && hasAll)) continue;
    count.lookups += 1;
    await visit(term, domain, ask, count, depth);
  }
}

async function visit(term: SpfTerm, domain: string, ask: AskRecords, count: Count, depth: number): Promise<void> {
  const target = term.value === '' ? domain : term.value;
  // Macros are filled in by the receiver alone.
  if (target.includes('%') || term.name === 'ptr' || term.name === 'exists' || count.questions >= mostQuestions) return;
  count.questions += 1;
  if (term.name === 'include' || term.name === 'redirect') {
    const answer = await ask(target, 'TXT');
    if (!answer.ok) {
      count.blind = true;
      return;
    }
    const inner = answer.data.filter(isSpf);
    const [only] = inner;
    if (only === undefined) count.error ??= { kind: 'include', text: `${term.name} names ${target}, which has no SPF record` };
    else if (inner.length > 1)
      count.error ??= { kind: 'include', text: `${term.name} names ${target}, which has ${inner.length} SPF records` };
    else if (depth < mostLookups) await follow(target, only, ask, count, depth + 1);
    return;
  }
  const answer = await ask(target, term.name === 'mx' ? 'MX' : 'A');
  if (!answer.ok) count.blind = true;
  else if (answer.data.length === 0 && !(term.name === 'a' && (await hasIpv6(target, ask)))) count.voids += 1;
}

async function hasIpv6(name: string, ask: AskRecords): Promise<boolean> {
  const answer = await ask(name, 'AAAA');
  return !answer.ok || answer.data.length > 0;
}
