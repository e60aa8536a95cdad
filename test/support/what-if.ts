/**
 * What a check would say if one field were otherwise: every field of the facts that it sees, one at a time, as another recording has it,
 * turned round, empty or not seen. Only values that are recorded at the same place somewhere are tried, so that nothing is tried that no
 * probe would say.
 */
import type { Delta, Json } from './fact-delta.js';
import { isObject, type Facts } from './fact-delta.js';

/** Kinds of values at each place of any recording. Numbers of a list are one place. */
export type Seen = ReadonlyMap<string, ReadonlySet<Json>>;

const wordLike = /^[a-z][a-z0-9-]{0,24}$/;
const few = 12;

export function seenIn(recordings: readonly Facts[]): Seen {
  const seen = new Map<string, Set<Json>>();
  const walk = (value: Json, place: string): void => {
    const values = seen.get(place) ?? new Set<Json>();
    seen.set(place, values);
    if (Array.isArray(value)) for (const inner of value as readonly Json[]) walk(inner, `${place}/*`);
    else if (isObject(value)) for (const [key, inner] of Object.entries(value)) walk(inner, `${place}/${key}`);
    if (typeof value !== 'object' || value === null) values.add(value);
  };
  for (const facts of recordings)
    for (const [id, fact] of Object.entries(facts)) if (isObject(fact) && fact['ok'] === true) walk(fact['value'] ?? null, id);
  return seen;
}

export interface WhatIf {
  readonly name: string;
  readonly delta: Delta;
}

/** All that may be otherwise in these facts, one field at a time. */
export function whatIfs(facts: Facts, ids: readonly string[], wants: readonly string[], seen: Seen): readonly WhatIf[] {
  const found: WhatIf[] = [];
  const visit = (value: Json, id: string, at: readonly (string | number)[], place: string): void => {
    const put = (other: Json): void => {
      if (other !== value)
        found.push({ name: `${place} is ${JSON.stringify(other)}`, delta: [{ at: [id, 'value', ...at], value: other }] });
    };
    const known = seen.get(place) ?? new Set<Json>();
    if (known.has(null) && value !== null) put(null);
    if (typeof value === 'boolean') put(!value);
    if (typeof value === 'number') put(0);
    const words = [...known].filter((one) => typeof one === 'string' && wordLike.test(one));
    if (words.length <= few && typeof value === 'string' && wordLike.test(value)) for (const word of words) put(word);
    if (Array.isArray(value)) {
      if (value.length > 0) put([]);
      if (value.length > 1) put([value[0] as Json]);
      for (const [index, inner] of (value as readonly Json[]).slice(0, 2).entries()) visit(inner, id, [...at, index], `${place}/*`);
    } else if (isObject(value)) {
      // the fields of one member of a union mean nothing in another
      for (const [key, inner] of Object.entries(value)) if (key !== 'is') visit(inner, id, [...at, key], `${place}/${key}`);
    }
  };
  for (const id of ids) {
    const fact = facts[id];
    if (!isObject(fact) || fact['ok'] !== true) continue;
    if (wants.includes(id)) {
      const gap = { ok: false, gap: 'denied', why: `${id} was not seen`, origin: fact['origin'] ?? null };
      found.push({ name: `${id} is not seen`, delta: [{ at: [id], value: gap }] });
    }
    visit(fact['value'] ?? null, id, [], id);
  }
  return found;
}
