/** Rows that hold every pair of values of any two dimensions at least once, where the two go together. The same seed gives the same rows. */

/** Names of values, by dimension. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;
export type Row = Readonly<Record<string, string>>;
/** Two values that cannot be had at once. */
export type Never = readonly [dimension: string, value: string, otherDimension: string, otherValue: string];

export interface Covering {
  readonly rows: readonly Row[];
  /** Pairs that go together and stand in no row, as "dimension: value, dimension: value". */
  readonly uncovered: readonly string[];
  /** How many pairs go together. */
  readonly pairs: number;
}

const candidates = 24;

/** The first row has every dimension's first value, where these go together. */
export function covering(dimensions: Dimensions, never: readonly Never[], seed: number): Covering {
  const names = Object.keys(dimensions);
  const barred = new Set(never.flatMap(([a, x, b, y]) => [pairKey(a, x, b, y), pairKey(b, y, a, x)]));
  const goes = (a: string, x: string, b: string, y: string): boolean => !barred.has(pairKey(a, x, b, y));
  const open = new Map<string, readonly [string, string, string, string]>();
  for (const [i, a] of names.entries())
    for (const b of names.slice(i + 1))
      for (const x of dimensions[a] ?? [])
        for (const y of dimensions[b] ?? []) if (goes(a, x, b, y)) open.set(pairKey(a, x, b, y), [a, x, b, y]);
  const pairs = open.size;
  const random = randomFrom(seed);

  /** What is given, filled up; null: no value of some dimension goes with the others. */
  const filled = (given: Row): Row | null => {
    const row: Record<string, string> = { ...given };
    for (const name of shuffled(
      names.filter((each) => !(each in row)),
      random,
    )) {
      const fitting = (dimensions[name] ?? []).filter((value) => Object.entries(row).every(([other, y]) => goes(name, value, other, y)));
      const [best] = shuffled(fitting, random)
        .map((value) => ({ value, gain: Object.entries(row).filter(([other, y]) => isOpen(open, name, value, other, y)).length }))
        .sort((one, two) => two.gain - one.gain);
      if (best === undefined) return null;
      row[name] = best.value;
    }
    return Object.fromEntries(names.map((name) => [name, row[name] ?? '']));
  };

  const rows: Row[] = [];
  const take = (row: Row): void => {
    for (const [a, x] of Object.entries(row)) for (const [b, y] of Object.entries(row)) if (a !== b) open.delete(pairKey(a, x, b, y));
    rows.push(row);
  };
  const first = Object.fromEntries(names.map((name) => [name, dimensions[name]?.[0] ?? '']));
  if (names.every((a) => names.every((b) => goes(a, first[a] ?? '', b, first[b] ?? '')))) take(first);
  const hopeless: string[] = [];
  for (;;) {
    const [next] = open.values();
    if (next === undefined) break;
    const [a, x, b, y] = next;
    const tried = Array.from({ length: candidates }, () => filled({ [a]: x, [b]: y })).filter((row) => row !== null);
    const [best] = tried.map((row) => ({ row, gain: gainOf(open, row) })).sort((one, two) => two.gain - one.gain);
    if (best === undefined) {
      hopeless.push(`${a}: ${x}, ${b}: ${y}`);
      open.delete(pairKey(a, x, b, y));
    } else take(best.row);
  }
  return { rows, uncovered: hopeless, pairs };
}

const pairKey = (a: string, x: string, b: string, y: string): string => JSON.stringify([a, x, b, y]);

function isOpen(open: ReadonlyMap<string, unknown>, a: string, x: string, b: string, y: string): boolean {
  return open.has(pairKey(a, x, b, y)) || open.has(pairKey(b, y, a, x));
}

function gainOf(open: ReadonlyMap<string, unknown>, row: Row): number {
  const values = Object.entries(row);
  return values.reduce((sum, [a, x], i) => sum + values.slice(i + 1).filter(([b, y]) => isOpen(open, a, x, b, y)).length, 0);
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const left = [...values];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(Math.floor(random() * left.length), 1));
  return out;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
