/** The facts of one install as one JSON document, which a person can read: how it is written, and how it is read when anybody may have written it. */
import { longestMs } from '../logic/amounts.js';
import { isGapCode } from '../logic/gap-codes.js';
import { version } from '../logic/version.js';
import type { Fact, FactId, ProbeReport, TargetKind, Vantage } from '../model.js';

export const bundleSchema = 'whmcs-doctor/bundle/1';

/** Of the list that stands in an archive beside the facts. */
export const manifestSchema = 'whmcs-doctor/bundle/2';

/** The highest number of both. */
const newestKnown = 2;

export interface Bundle {
  readonly schema: typeof bundleSchema;
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly recordedAt: string;
  /** What it was recorded from. */
  readonly target: { readonly kind: TargetKind; readonly label: string };
  readonly durationMs: number;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly probes: readonly ProbeReport[];
}

export class UnusableBundle extends Error {}

/** Of another version, of another kind, or of none. */
export function foreign(document: Readonly<Record<string, unknown>>, known: typeof bundleSchema | typeof manifestSchema): UnusableBundle {
  const { schema } = document;
  if (schema === manifestSchema)
    return new UnusableBundle('it is the manifest of a bundle, the list of its files: judge the facts.json beside it, or the archive');
  if (schema === bundleSchema) return new UnusableBundle('its manifest.json holds facts and not the list of its files');
  const number = typeof schema === 'string' ? /^whmcs-doctor\/bundle\/(\d{1,9})$/.exec(schema)?.[1] : undefined;
  if (number === undefined || Number(number) <= newestKnown)
    return new UnusableBundle(
      `its schema is ${typeof schema === 'string' ? JSON.stringify(schema.slice(0, 60)) : 'missing'}, and not ${known}`,
    );
  const by = versionOf(document['tool']);
  return new UnusableBundle(
    `it is of the newer format whmcs-doctor/bundle/${number}, which this version (${version}) cannot read: install whmcs-doctor ${by === 'unknown' ? 'of the latest version' : `${by} or later`}`,
  );
}

/** The document of parsed JSON. Throws UnusableBundle. */
export function asBundle(value: Readonly<Record<string, unknown>>): Bundle {
  if (value['schema'] !== bundleSchema) throw foreign(value, bundleSchema);
  const { target, facts, recordedAt, durationMs, probes } = value;
  if (!isObject(target) || typeof target['label'] !== 'string' || !isObject(facts)) throw new UnusableBundle('target or facts are missing');
  const read: Record<string, Fact<unknown>> = Object.create(null) as Record<string, Fact<unknown>>;
  for (const [id, fact] of Object.entries(facts)) {
    const known = asFact(fact);
    if (known === null) throw new UnusableBundle(`the fact ${JSON.stringify(id.slice(0, 60))} in it has no value, gap or origin`);
    read[id] = known;
  }
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: versionOf(value['tool']) },
    recordedAt: moment(recordedAt),
    target: { kind: kindOf(target['kind']), label: target['label'].slice(0, 500) },
    durationMs: isDuration(durationMs) ? durationMs : 0,
    facts: read,
    probes: Array.isArray(probes) ? probes.flatMap((probe) => asProbeReport(probe) ?? []) : [],
  };
}

function kindOf(kind: unknown): TargetKind {
  return kind === 'url' || kind === 'ssh' || kind === 'bundle' ? kind : 'install';
}

export function factsOf(bundle: Bundle): ReadonlyMap<FactId, Fact<unknown>> {
  return new Map(Object.entries(bundle.facts) as [FactId, Fact<unknown>][]);
}

/** ISO 8601; Date.parse() also takes texts with remarks in them. */
function moment(text: unknown): string {
  const ms = typeof text === 'string' ? Date.parse(text.slice(0, 40)) : Number.NaN;
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}

function versionOf(tool: unknown): string {
  const found = isObject(tool) ? tool['version'] : null;
  return typeof found === 'string' && /^[\w.+-]{1,30}$/.test(found) ? found : 'unknown';
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const vantages: readonly Vantage[] = ['files', 'shell', 'web-php', 'cli-php', 'database', 'http', 'api', 'provider', 'operator'];

/** Sentences and names are shorter; whoever wrote the bundle decides how long these are, and every format prints them. */
const longest = 1000;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The fact with what belongs to a fact and nothing else; null: it is none. Its value is any JSON: the runner judges it as hostile. */
function asFact(value: unknown): Fact<unknown> | null {
  if (!isObject(value) || !isObject(value['origin'])) return null;
  const { vantage, source, at, durationMs } = value['origin'];
  if (!vantages.includes(vantage as Vantage) || typeof source !== 'string' || typeof at !== 'string' || !isFinite(durationMs)) return null;
  const origin = { vantage: vantage as Vantage, source: cut(source), at: cut(at), durationMs };
  const { gap, why, settle, beyond, because, partial } = value;
  if (value['ok'] === true && 'value' in value)
    return { ok: true, value: value['value'], origin, ...(typeof partial === 'string' ? { partial: cut(partial) } : {}) };
  if (value['ok'] !== false || !isGapCode(gap) || typeof why !== 'string') return null;
  return {
    ok: false,
    gap,
    why: cut(why),
    origin,
    ...(typeof settle === 'string' ? { settle: cut(settle) } : {}),
    ...(beyond === true ? { beyond } : {}),
    ...(typeof because === 'string' ? { because: cut(because) as FactId } : {}),
  };
}

function asProbeReport(value: unknown): ProbeReport | null {
  if (!isObject(value)) return null;
  const { fact, ok, gap, why, partial, startedMs, durationMs, needs } = value;
  if (typeof fact !== 'string' || typeof ok !== 'boolean' || !isDuration(startedMs) || !isDuration(durationMs) || !Array.isArray(needs))
    return null;
  if (gap !== null && !isGapCode(gap)) return null;
  return {
    fact: cut(fact) as FactId,
    ok,
    gap,
    ...(typeof why === 'string' ? { why: cut(why) } : {}),
    ...(typeof partial === 'string' ? { partial: cut(partial) } : {}),
    startedMs,
    durationMs,
    needs: needs.flatMap((need) => (typeof need === 'string' ? [cut(need) as FactId] : [])),
  };
}

/** What a report may have: others it would not read back. */
function isDuration(value: unknown): value is number {
  return isFinite(value) && value >= 0 && value <= longestMs;
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
