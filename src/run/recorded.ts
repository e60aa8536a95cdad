/**
 * Facts of a bundle, for checks that rely on their types. What a version that knew less did not look at is a gap; so is a value of another
 * kind. A field that is missing, or of another kind, costs the checks that read it and no other.
 */
import type { Fact, FactId } from '../model.js';
import { factShapes } from './fact-shapes.js';
import type { FactTable } from './judge.js';

/** `by`: the version that recorded them. */
export function recordedFacts(facts: ReadonlyMap<FactId, Fact<unknown>>, by: string): FactTable {
  const known = new Map<FactId, Fact<unknown>>();
  return {
    get: (id) => {
      const fact = known.get(id) ?? asTyped(id, facts.get(id), by);
      known.set(id, fact);
      return fact;
    },
  };
}

const settle = 'Record the bundle again with this version: whmcs-doctor collect.';
const unplugged = 'the bundle was recorded without: whmcs-doctor collect takes --plugin, too';

function asTyped(id: FactId, fact: Fact<unknown> | undefined, by: string): Fact<unknown> {
  if (fact === undefined) {
    const origin = { vantage: 'operator', source: id, at: new Date(0).toISOString(), durationMs: 0 } as const;
    if (!Object.hasOwn(factShapes, id)) return { ok: false, gap: 'unsupported', why: `${id} is of a plug-in that ${unplugged}`, origin };
    return { ok: false, gap: 'absent', why: `version ${by}, which recorded the bundle, did not look at ${id}`, settle, origin };
  }
  const shape = factShapes[id];
  if (!fact.ok || shape === undefined) return fact;
  const { value, origin } = fact;
  if (!isOf(value, shape.kinds))
    return { ok: false, gap: 'malformed', why: `the recorded ${id} does not have the expected shape`, settle, origin };
  if (kindOf(value) !== 'object') return fact;
  const wrong = wrongFields(value as object, shape.fields);
  return wrong.length === 0 ? fact : { ...fact, value: guarded(value as object, { id, wrong, by }) };
}

/** Names of fields of another kind; "remote.address" is one of an object in the value, and counts where that object is there. */
function wrongFields(value: object, fields: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(fields).flatMap(([path, kinds]) => {
    const [name = '', within] = path.split('.');
    const field: unknown = Reflect.get(value, name);
    if (within === undefined) return isOf(field, kinds) ? [] : [path];
    return kindOf(field) !== 'object' || isOf(Reflect.get(field as object, within), kinds) ? [] : [path];
  });
}

interface Guarding {
  readonly id: FactId;
  readonly wrong: readonly string[];
  readonly by: string;
}

/** Whoever reads one of these fields cannot go on. */
function guarded(value: object, guarding: Guarding, within = ''): object {
  const { id, wrong, by } = guarding;
  return new Proxy(value, {
    get: (target, name, receiver): unknown => {
      const path = `${within}${String(name)}`;
      if (wrong.includes(path)) throw new TypeError(`version ${by} recorded no usable ${path} of ${id}`);
      const field: unknown = Reflect.get(target, name, receiver);
      return wrong.some((one) => one.startsWith(`${path}.`)) ? guarded(field as object, guarding, `${path}.`) : field;
    },
  });
}

function isOf(value: unknown, kinds: string): boolean {
  return kinds === 'any' || kinds.split(' ').includes(kindOf(value));
}

/** The words of the shapes; `missing` for what is not there. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
