/** What a report keeps of the facts so that it can be drawn: how old the sessions are, and what each time source said. */
import type { FactId, Fact, Pictures } from '../model.js';
import { isRecord } from '../parse/json.js';

interface Facts {
  readonly get: (id: FactId) => Fact<unknown> | undefined;
}

/** undefined: there is nothing to draw. Pure. The facts may come from a bundle, which can hold anything in their place. */
export function picturesOf(facts: Facts): Pictures | undefined {
  const sessionAges = ofFiles(facts) ?? ofTable(facts);
  const clock = ofClock(facts);
  if (sessionAges === null && clock === null) return undefined;
  return { ...(sessionAges === null ? {} : { sessionAges }), ...(clock === null ? {} : { clock }) };
}

type SessionAges = NonNullable<Pictures['sessionAges']>;

function ofFiles(facts: Facts): SessionAges | null {
  const files = valueOf(facts, 'sessions.files');
  if (!Array.isArray(files['ages'])) return null;
  const classes = files['ages']
    .filter(isRecord)
    .map((each) => ({ upToSeconds: amount(each['upToSeconds']), count: amount(each['count']) }));
  const ages = classes.flatMap(({ upToSeconds, count }) => (count === null ? [] : [{ upToSeconds, count }]));
  const [counted, sampled] = [amount(files['counted']), amount(files['sampled'])];
  if (ages.length === 0 || ages.length > mostClasses || counted === null || sampled === null) return null;
  return {
    where: text(files['path']),
    counted,
    sampled,
    complete: files['complete'] === true,
    ages,
    oldestSeconds: amount(files['oldestSeconds']),
    lifetimeSeconds: amount(valueOf(facts, 'sessions.store')['lifetimeSeconds']),
    staleAfterSeconds: amount(files['staleAfterSeconds']),
  };
}

/** The database says only how many rows are older than the lifetime. */
function ofTable(facts: Facts): SessionAges | null {
  const table = valueOf(facts, 'sessions.store')['database'];
  if (!isRecord(table)) return null;
  const [rows, stale, minutes] = [amount(table['rows']), amount(table['staleRows']), amount(table['lifetimeMinutes'])];
  if (rows === null || stale === null || minutes === null || stale > rows) return null;
  const lifetimeSeconds = minutes * 60;
  return {
    where: 'tblsessions',
    counted: rows,
    sampled: rows,
    complete: true,
    ages: [
      { upToSeconds: lifetimeSeconds, count: rows - stale },
      { upToSeconds: null, count: stale },
    ],
    oldestSeconds: amount(table['oldestSeconds']),
    lifetimeSeconds,
    staleAfterSeconds: null,
  };
}

function ofClock(facts: Facts): NonNullable<Pictures['clock']> | null {
  const { sources, interval, whose } = valueOf(facts, 'clock.offset');
  if (!Array.isArray(sources)) return null;
  const seen = sources.filter(isRecord).slice(0, mostSources).map(sourceOf);
  if (!seen.some((source) => 'lowMs' in source)) return null;
  const limits = valueOf(facts, 'operator.thresholds');
  const [behindWarnMs, behindFailMs, aheadWarnMs] = [
    amount(limits['clockBehindWarnMs']),
    amount(limits['clockBehindFailMs']),
    amount(limits['clockAheadWarnMs']),
  ];
  return {
    ...(whose === 'server' ? { whose } : {}),
    sources: seen,
    agreed: isRecord(interval) ? intervalOf(interval) : null,
    limits: behindWarnMs === null || behindFailMs === null || aheadWarnMs === null ? null : { behindWarnMs, behindFailMs, aheadWarnMs },
  };
}

function sourceOf(source: Readonly<Record<string, unknown>>): NonNullable<Pictures['clock']>['sources'][number] {
  const known = { name: text(source['name']), kind: source['kind'] === 'ntp' ? 'ntp' : 'https' } as const;
  const interval = intervalOf(source);
  return interval === null ? { ...known, failed: text(source['failed']) } : { ...known, ...interval, agreed: source['agreed'] === true };
}

function intervalOf({ lowMs, highMs }: Readonly<Record<string, unknown>>): { readonly lowMs: number; readonly highMs: number } | null {
  return isOffset(lowMs) && isOffset(highMs) && lowMs <= highMs ? { lowMs, highMs } : null;
}

const mostClasses = 50;
const mostSources = 50;
/** A thousand years: more is no offset of a clock. */
const farthestMs = 1000 * 366 * 86_400_000;

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= farthestMs;
}

/** No folder has more sessions, and none of them is older. */
const most = 1e13;

function amount(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= most ? value : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function valueOf(facts: Facts, id: FactId): Readonly<Record<string, unknown>> {
  const fact = facts.get(id);
  return fact?.ok === true && isRecord(fact.value) ? fact.value : {};
}
