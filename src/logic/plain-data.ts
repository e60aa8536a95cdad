/** What somebody else's code hands over, as plain data: a copy that holds nothing but texts, numbers, booleans, null, lists and objects. */

/** Of one value, all its texts and keys together. */
const mostCharacters = 8 * 1024 * 1024;
const mostParts = 200_000;
const deepest = 40;

/** Says what is no plain data, and where. */
export class NotPlain extends TypeError {}

interface Seen {
  characters: number;
  parts: number;
}

/** A copy that shares nothing with what was given. Fields that are undefined are left out. Throws NotPlain. */
export function plainData(value: unknown, name = 'it'): unknown {
  return copy(value, name, 0, { characters: 0, parts: 0 });
}

function copy(value: unknown, at: string, depth: number, seen: Seen): unknown {
  if (depth > deepest) throw new NotPlain(`${at.slice(0, 60)}… is nested deeper than ${deepest} levels, or holds itself`);
  seen.parts += 1;
  if (seen.parts > mostParts) throw new NotPlain(`it has more than ${mostParts} parts`);
  switch (typeof value) {
    case 'string':
      return text(value, seen);
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new NotPlain(`${at} is ${value}, which JSON cannot hold`);
      return value;
    case 'object':
      return value === null ? null : Array.isArray(value) ? list(value, at, depth, seen) : record(value, at, depth, seen);
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      throw new NotPlain(`${at} is ${value === undefined ? 'undefined' : `a ${typeof value}`}, and no plain data`);
  }
}

function text(value: string, seen: Seen): string {
  seen.characters += value.length;
  if (seen.characters > mostCharacters) throw new NotPlain(`its texts have more than ${mostCharacters} characters`);
  return value;
}

function list(value: readonly unknown[], at: string, depth: number, seen: Seen): unknown {
  if (value.length > mostParts) throw new NotPlain(`it has more than ${mostParts} parts`);
  return Array.from(value, (item, index) => copy(item, `${at}[${index}]`, depth + 1, seen));
}

function record(value: object, at: string, depth: number, seen: Seen): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  // an object of another realm or of JSON has another Object.prototype: that has no prototype itself
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new NotPlain(`${at} is a ${nameOf(prototype)}, and no plain data`);
  const copied: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || inner === undefined) continue;
    copied[text(key, seen)] = copy(inner, `${at}.${key.slice(0, 60)}`, depth + 1, seen);
  }
  return copied;
}

function nameOf(prototype: unknown): string {
  const made: unknown = (prototype as { readonly constructor?: { readonly name?: unknown } }).constructor?.name;
  return typeof made === 'string' && made !== '' ? made.slice(0, 60) : 'object of a class';
}
