/**
 * What a fault changes in the facts of a healthy install: values at places, each place a path of keys. Small enough to keep for every fault, and
 * the way to think two faults at once: where their places are apart, both changes stand.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Facts = Readonly<Record<string, Json>>;

/** One change. Without a value: what stood there is gone. */
export interface Change {
  readonly at: readonly (string | number)[];
  readonly value?: Json;
}

export type Delta = readonly Change[];

/** Whether two values at a place are the same but for what differs from one run to the next. */
export type Same = (before: Json, after: Json, at: readonly (string | number)[]) => boolean;

const identical: Same = (before, after) => before === after;

/** Changed fields one by one; whole where the kind of a thing, its presence or the length of a list is another. */
export function deltaOf(before: Json, after: Json, same: Same = identical, at: readonly (string | number)[] = []): Delta {
  if (isList(before) && isList(after)) {
    if (before.length === after.length && after.every(isStructure))
      return after.flatMap((value, index) => deltaOf(before[index] ?? null, value, same, [...at, index]));
    return equal(before, after, same, at) ? [] : [{ at, value: after }];
  }
  if (isObject(before) && isObject(after)) {
    if (isOfOtherKind(before, after)) return [{ at, value: after }];
    const gone = Object.keys(before).filter((key) => !(key in after));
    return [
      ...gone.map((key) => ({ at: [...at, key] })),
      ...Object.entries(after).flatMap(([key, value]) => {
        const old = before[key];
        return old === undefined ? [{ at: [...at, key], value }] : deltaOf(old, value, same, [...at, key]);
      }),
    ];
  }
  return isStructure(before) || isStructure(after) || !same(before, after, at) ? [{ at, value: after }] : [];
}

function equal(before: Json, after: Json, same: Same, at: readonly (string | number)[]): boolean {
  if (isList(before) && isList(after))
    return before.length === after.length && after.every((value, index) => equal(before[index] ?? null, value, same, [...at, index]));
  if (isObject(before) && isObject(after)) return deltaOf(before, after, same, at).length === 0;
  return !isStructure(before) && !isStructure(after) && same(before, after, at);
}

/** A value and a gap, or two members of a union: fields of one mean nothing in the other. */
function isOfOtherKind(before: { readonly [key: string]: Json }, after: { readonly [key: string]: Json }): boolean {
  return ['ok', 'kind', 'is', 'gap'].some((key) => before[key] !== after[key]);
}

/** The facts with these changes; what is untouched stays the same object. */
export function changed(facts: Facts, delta: Delta): Facts {
  return delta.reduce<Json>((whole, { at, value }) => put(whole, at, value), facts) as Facts;
}

function put(whole: Json, [key, ...rest]: readonly (string | number)[], value: Json | undefined): Json {
  if (key === undefined) return value ?? null;
  if (isList(whole)) return whole.map((inner, index) => (index === key ? put(inner, rest, value) : inner));
  const object = isObject(whole) ? whole : {};
  if (rest.length === 0 && value === undefined) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return { ...object, [key]: put(object[key] ?? null, rest, value) };
}

/** Places of a delta, as keys: what it changes, and what lies above that. */
interface Places {
  readonly own: ReadonlyMap<string, string | undefined>;
  readonly above: ReadonlySet<string>;
}

const known = new WeakMap<Delta, Places>();

function placesOf(delta: Delta): Places {
  const before = known.get(delta);
  if (before !== undefined) return before;
  const own = new Map(delta.map(({ at, value }) => [JSON.stringify(at), JSON.stringify(value)] as const));
  const above = new Set(delta.flatMap(({ at }) => at.slice(1).map((_, index) => JSON.stringify(at.slice(0, index + 1)))));
  const places = { own, above };
  known.set(delta, places);
  return places;
}

/** The first place that both change, and not to the same. null: they are independent. */
export function conflict(one: Delta, other: Delta): string | null {
  const [mine, theirs] = [placesOf(one), placesOf(other)];
  for (const [place, value] of theirs.own) {
    if (mine.own.has(place) ? mine.own.get(place) !== value : mine.above.has(place)) return place;
  }
  for (const place of theirs.above) if (mine.own.has(place)) return place;
  return null;
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isStructure(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}
