/**
 * The bundle, format v1: the redacted facts of one install as one JSON document that a person can read before sending it.
 * Written by `collect`, judged anywhere by `check FILE`. A name that ends in .gz is compressed.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Fact, FactId, GapCode, ProbeReport, TargetKind, Vantage } from '../model.js';

export const bundleSchema = 'whmcs-doctor/bundle/1';

/** Larger ones are refused before and while they are unpacked. */
export const largestBundleBytes = 64 * 1024 * 1024;

export interface Bundle {
  readonly schema: typeof bundleSchema;
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly recordedAt: string;
  readonly target: { readonly kind: TargetKind; readonly label: string };
  readonly durationMs: number;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly probes: readonly ProbeReport[];
}

export class UnusableBundle extends Error {}

export function packBundle(bundle: Bundle, compressed: boolean): Uint8Array {
  const text = `${JSON.stringify(bundle, null, 1)}\n`;
  return compressed ? gzipSync(text) : Buffer.from(text, 'utf8');
}

/** Reads and validates a bundle. Throws UnusableBundle with one line that says what is wrong. */
export function unpackBundle(bytes: Uint8Array, parse: (text: string) => { readonly value: unknown } | null): Bundle {
  if (bytes.byteLength > largestBundleBytes) throw new UnusableBundle('it is larger than 64 MiB');
  let text: string;
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largestBundleBytes }) : Buffer.from(bytes);
    text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    throw new UnusableBundle('it cannot be unpacked as gzip or UTF-8 text of at most 64 MiB');
  }
  const parsed = parse(text);
  if (!parsed) throw new UnusableBundle('it is not JSON');
  const value = parsed.value;
  if (!isObject(value)) throw new UnusableBundle('it is not a JSON object');
  if (value['schema'] !== bundleSchema) {
    const schema = typeof value['schema'] === 'string' ? value['schema'].slice(0, 60) : 'none';
    throw new UnusableBundle(`its schema is ${schema}, and this version reads ${bundleSchema}`);
  }
  const { target, facts, recordedAt, durationMs, probes } = value;
  if (!isObject(target) || typeof target['label'] !== 'string' || !isObject(facts)) throw new UnusableBundle('target or facts are missing');
  const read: Record<string, Fact<unknown>> = Object.create(null) as Record<string, Fact<unknown>>;
  for (const [id, fact] of Object.entries(facts)) {
    const known = asFact(fact);
    if (known === null) throw new UnusableBundle(`the fact ${id.slice(0, 60)} has no value, gap or origin`);
    read[id] = known;
  }
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: versionOf(value['tool']) },
    recordedAt: moment(recordedAt),
    target: { kind: 'bundle', label: target['label'].slice(0, 500) },
    durationMs: typeof durationMs === 'number' && Number.isFinite(durationMs) ? durationMs : 0,
    facts: read,
    probes: Array.isArray(probes) ? probes.flatMap((probe) => asProbeReport(probe) ?? []) : [],
  };
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
  return isObject(tool) && typeof tool['version'] === 'string' ? tool['version'].slice(0, 30) : 'unknown';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const gaps: readonly GapCode[] = [
  'timeout',
  'denied',
  'absent',
  'malformed',
  'oversize',
  'disabled',
  'unsupported',
  'aborted',
  'io',
  'bug',
];
const vantages: readonly Vantage[] = ['files', 'shell', 'web-php', 'cli-php', 'database', 'http', 'api', 'provider', 'operator'];

/** The fact with what belongs to a fact and nothing else; null: it is none. Its value is any JSON: the runner judges it as hostile. */
function asFact(value: unknown): Fact<unknown> | null {
  if (!isObject(value) || !isObject(value['origin'])) return null;
  const { vantage, source, at, durationMs } = value['origin'];
  if (!vantages.includes(vantage as Vantage) || typeof source !== 'string' || typeof at !== 'string' || !isFinite(durationMs)) return null;
  const origin = { vantage: vantage as Vantage, source, at, durationMs };
  const { gap, why, settle, beyond, because, partial } = value;
  if (value['ok'] === true && 'value' in value)
    return { ok: true, value: value['value'], origin, ...(typeof partial === 'string' ? { partial } : {}) };
  if (value['ok'] !== false || !isGap(gap) || typeof why !== 'string') return null;
  return {
    ok: false,
    gap,
    why,
    origin,
    ...(typeof settle === 'string' ? { settle } : {}),
    ...(beyond === true ? { beyond } : {}),
    ...(typeof because === 'string' ? { because: because as FactId } : {}),
  };
}

function asProbeReport(value: unknown): ProbeReport | null {
  if (!isObject(value)) return null;
  const { fact, ok, gap, why, partial, startedMs, durationMs, needs } = value;
  if (typeof fact !== 'string' || typeof ok !== 'boolean' || !isFinite(startedMs) || !isFinite(durationMs) || !Array.isArray(needs))
    return null;
  if (gap !== null && !isGap(gap)) return null;
  return {
    fact: fact as FactId,
    ok,
    gap,
    ...(typeof why === 'string' ? { why } : {}),
    ...(typeof partial === 'string' ? { partial } : {}),
    startedMs,
    durationMs,
    needs: needs.filter((need): need is FactId => typeof need === 'string'),
  };
}

function isGap(value: unknown): value is GapCode {
  return gaps.includes(value as GapCode);
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
