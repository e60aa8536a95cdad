/** Makes the recorded faults of the unit tests out of the bundles of record-faults.ts: what differs from the healthy set-up, and no more. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from '../../src/host/bundle-document.js';
import { builtinChecks as checks } from '../../src/run/builtin.js';
import { type Delta, deltaOf, type Facts, isObject, type Json, type Same } from '../support/fact-delta.js';
import { faults } from './faults/index.js';
import { named, setupName, setupOf } from './faults/setups.js';
import { plain } from './lab.js';

export const bundleFile = (name: string): string => `${name.replaceAll(/[^\w-]+/g, '-')}.json`;

type Place = readonly (string | number)[];

const year = 366 * 86_400_000;
const localTime = /^(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)(\.\d+)?(Z)?$/;
const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** How far a moment lies from when its bundle was recorded; null: it is no moment near it. */
function momentOf(value: Json, recordedAt: number): number | null {
  const ms =
    typeof value === 'number'
      ? Math.abs(value - recordedAt) < year
        ? value
        : value * 1000
      : typeof value === 'string' && (localTime.test(value) || httpDate.test(value))
        ? Date.parse(localTime.test(value) ? `${value.slice(0, 19).replace(' ', 'T')}Z` : value)
        : Number.NaN;
  const away = ms - recordedAt;
  return Math.abs(away) < year ? away : null;
}

/** The same moment as if it had been recorded then. */
function moved(value: Json, recordedAt: number, then: number): Json {
  if (Array.isArray(value)) return value.map((inner: Json) => moved(inner, recordedAt, then));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, recordedAt, then)]));
  const away = momentOf(value, recordedAt);
  if (away === null) return value;
  if (typeof value === 'number') return Math.abs(value - recordedAt) < year ? then + away : Math.round((then + away) / 1000);
  if (typeof value !== 'string') return value;
  const date = new Date(then + away);
  if (httpDate.test(value)) return date.toUTCString();
  const [, , between = 'T', , , zone = ''] = localTime.exec(value) ?? [];
  return `${date.toISOString().slice(0, 19).replace('T', between)}${zone === 'Z' ? '.000Z' : ''}`;
}

interface Recording {
  readonly facts: Facts;
  readonly recordedAt: number;
  readonly bundle: Bundle;
}

/** Random names and letters that mean only "the same as there" are made the same in all bundles. */
function readRecording(file: string): Recording {
  const text = readFileSync(file, 'utf8').replaceAll(/\/tmp\/whmcs-lab-\w+/g, '/tmp/whmcs-lab');
  const bundle = JSON.parse(text) as Bundle;
  const facts = bundle.facts as unknown as Record<string, Json>;
  for (const fact of Object.values(facts)) {
    if (!isObject(fact) || !isObject(fact['origin'])) continue;
    Object.assign(fact['origin'], { at: bundle.recordedAt, durationMs: 1 });
  }
  const sessions = facts['http.sessions'];
  if (sessions !== undefined) facts['http.sessions'] = lettered(sessions, new Map());
  return { facts, recordedAt: Date.parse(bundle.recordedAt), bundle };
}

/** Letters by the order in which they are met, those of ids and those of tokens apart. */
function lettered(value: Json, letters: Map<string, Map<string, string>>): Json {
  if (Array.isArray(value)) return value.map((inner: Json) => lettered(inner, letters));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (typeof inner !== 'string' || !/^[a-z]$/.test(inner)) return [key, lettered(inner, letters)];
      const met = letters.get(key) ?? new Map<string, string>();
      letters.set(key, met.set(inner, met.get(inner) ?? String.fromCharCode(97 + met.size)));
      return [key, met.get(inner) ?? inner];
    }),
  );
}

/** What differs between two healthy recordings of one set-up: never a fault's doing. */
class Noise {
  readonly #spread = new Map<string, number>();

  learn(one: Json, other: Json, recordedAt: readonly [number, number], at: Place = []): void {
    if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
      for (const [key, inner] of Object.entries(one)) {
        const there = (other as Readonly<Record<string, Json>>)[key];
        if (there !== undefined) this.learn(inner as Json, there, recordedAt, [...at, key]);
      }
    } else if (one !== other) {
      const away = typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) : Number.POSITIVE_INFINITY;
      const key = placeOf(at);
      this.#spread.set(key, Math.max(this.#spread.get(key) ?? 0, away));
    }
  }

  /** Durations vary by themselves; moments are told by how long ago they were. */
  same(before: number, after: number): Same {
    return (one, other, at) => {
      if (one === other || never.has(String(at.at(-1)))) return true;
      const [then, now] = [momentOf(one, before), momentOf(other, after)];
      if (then !== null && now !== null) return Math.abs(then - now) < 120_000;
      const spread = this.#spread.get(placeOf(at));
      if (typeof one === 'number' && typeof other === 'number')
        return Math.abs(one - other) <= Math.max(looseness(at, one), spread === undefined ? 0 : 4 * spread + 5);
      return spread !== undefined && typeof one === typeof other;
    };
  }
}

/** Fields that no check compares. */
const never = new Set(['durationMs', 'masterPid', 'pid', 'size', 'read']);

/** Room on a disk that others use, too. */
const room = new Set(['bytesFree', 'inodesFree']);

/** How far a number may be away without meaning anything: a few sessions more are those of the visitors who made the fault. */
function looseness(at: Place, value: number): number {
  if (room.has(String(at.at(-1)))) return value * 0.02;
  if (at[0] !== 'sessions.files') return 0;
  return at.at(-1) === 'bytes' ? 65_536 : 25;
}

const placeOf = (at: Place): string => at.map((key) => (/^\d+$/.test(String(key)) ? '*' : key)).join(' ');

export async function writeDeltas(from: string, to: string): Promise<void> {
  const healthy = (setup: string): readonly Recording[] =>
    readdirSync(from)
      .filter((name) => name.startsWith(bundleFile(`healthy ${setup} `).replace(/\.json$/, '')))
      .sort()
      .map((name) => readRecording(join(from, name)));
  const setups = new Map([...new Set(faults.map((fault) => setupName(setupOf(fault))))].map((setup) => [setup, healthy(setup)]));
  const noise = new Noise();
  for (const [first, ...others] of setups.values())
    for (const other of others) if (first) noise.learn(first.facts, other.facts, [first.recordedAt, other.recordedAt]);
  const base = setups.get(setupName(plain))?.[0];
  if (base === undefined) throw new Error(`${from} holds no healthy recording`);
  const between = (one: Recording, other: Recording): Delta =>
    deltaOf(one.facts, other.facts, noise.same(one.recordedAt, other.recordedAt)).map(({ at, value }) =>
      value === undefined ? { at } : { at, value: moved(value, other.recordedAt, one.recordedAt) },
    );
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const { bundle, facts } = base;
  const others = [...setups].flatMap(([setup, [first]]) =>
    first === undefined || first === base ? [] : [{ setup, delta: between(base, first) }],
  );
  await writeLines(join(to, 'healthy.json'), {
    recordedAt: bundle.recordedAt,
    by: bundle.tool.version,
    setup: setupName(plain),
    facts,
    setups: others,
  });
  const areas = new Map<string, unknown[]>();
  for (const fault of faults) {
    const setup = setupName(setupOf(fault));
    const [first] = setups.get(setup) ?? [];
    if (first === undefined) throw new Error(`${setup} was not recorded`);
    const sick = readRecording(join(from, bundleFile(`fault ${setup} ${named(fault)}`)));
    // over the base as the test puts it together: what a set-up differs from the plain one is itself written as a delta
    const delta = between(first, sick).map(({ at, value }) =>
      value === undefined ? { at } : { at, value: moved(value, first.recordedAt, base.recordedAt) },
    );
    const area = checks.find(({ causes }) => causes.includes(fault.cause))?.area ?? 'other';
    const only = (fault.args ?? []).flatMap((arg, index, all) => (all[index - 1] === '--only' ? arg.split(',') : []));
    const declared = { only, also: Object.keys(fault.also ?? {}), unseen: Object.keys(fault.unseen ?? {}) };
    const record = { name: named(fault), cause: fault.cause, ...declared, setup, delta };
    areas.set(area, [...(areas.get(area) ?? []), record]);
  }
  for (const [area, records] of areas) await writeLines(join(to, `${area}.json`), records);
}

/** One line per fault, so that a new recording shows which of them changed. */
async function writeLines(file: string, value: unknown): Promise<void> {
  const lines = Array.isArray(value)
    ? `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`
    : `{\n${Object.entries(value as object)
        .map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`)
        .join(',\n')}\n}`;
  await writeFile(file, `${lines}\n`);
}
