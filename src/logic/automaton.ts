/**
 * Finds any of many literal texts in bytes, however many there are, in one pass: Aho and Corasick's automaton, written out as one table, behind
 * a skip-ahead in the manner of Wu and Manber that passes over places where no literal can begin. Letters of ASCII match in either case.
 * https://doi.org/10.1145/360825.360855; Wu and Manber, A Fast Algorithm for Multi-Pattern Searching, TR-94-17, University of Arizona
 */

export interface Automaton {
  /**
   * Calls back once for every line that holds a literal, in order: where the line begins and ends (without its line break), and the indexes of
   * the literals in it, ascending.
   */
  lines(bytes: Uint8Array, found: FoundLine): void;
}

export type FoundLine = (start: number, end: number, literals: readonly number[]) => void;

/** The table costs more to write than a few pages cost to be searched without it. */
const worthATable = 100_000;

/** Literals must not be empty and hold no line break. */
export function automaton(literals: readonly string[]): Automaton {
  const plain = plainSearch(literals);
  let table: Automaton | null = null;
  let searched = 0;
  return {
    lines(bytes, found) {
      searched += bytes.length;
      if (table === null && searched > worthATable) table = tableSearch(literals);
      (table ?? plain).lines(bytes, found);
    },
  };
}

/** One native search for each literal: for short texts. */
export function plainSearch(literals: readonly string[]): Automaton {
  // one character for each byte, so that places stay the same; letters beyond ASCII are parts of others here, and have no case
  const folded = (bytes: Uint8Array): string => Buffer.from(bytes.map(lowered)).toString('latin1');
  const encoder = new TextEncoder();
  const wanted = literals.map((literal) => folded(encoder.encode(literal)));
  return {
    lines(bytes, found) {
      const text = folded(bytes);
      const lines = new Map<number, { readonly end: number; readonly hits: Set<number> }>();
      wanted.forEach((literal, index) => {
        for (let at = text.indexOf(literal); at !== -1;) {
          const start = text.lastIndexOf('\n', at) + 1;
          const next = text.indexOf('\n', at);
          const end = next === -1 ? text.length : next;
          const line = lines.get(start) ?? { end, hits: new Set() };
          line.hits.add(index);
          lines.set(start, line);
          at = text.indexOf(literal, end);
        }
      });
      for (const [start, { end, hits }] of [...lines].sort((a, b) => a[0] - b[0])) found(start, end, [...hits]);
    },
  };
}

const lineFeed = 10;

function lowered(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** A byte of the text or of a literal; 0 where there is none. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

interface Node {
  readonly next: Map<number, Node>;
  /** The node of the longest proper suffix; null: of the root, which has none. */
  fail: Node | null;
  /** Literals that end here, those of shorter suffixes included. */
  ends: readonly number[];
  /** Where its row of the table begins. */
  row: number;
}

/** The automaton: for texts of any length. */
export function tableSearch(literals: readonly string[]): Automaton {
  const root = trie(literals);
  const nodes = breadthFirst(root);
  const classOf = classes(nodes);
  const width = Math.max(...classOf) + 1;
  // Accepting states come last, so that one comparison tells them.
  const ranked = [...nodes.filter(({ ends }) => ends.length === 0), ...nodes.filter(({ ends }) => ends.length > 0)];
  for (const [index, node] of ranked.entries()) node.row = index * width;
  const firstEnd = nodes.filter(({ ends }) => ends.length === 0).length * width;
  const table = new Int32Array(nodes.length * width).fill(root.row);
  for (const { row, fail, next } of nodes) {
    // What the suffix knows, too, unless the node knows more.
    if (fail !== null) table.copyWithin(row, fail.row, fail.row + width);
    for (const [byte, to] of next) table[row + byteAt(classOf, byte)] = to.row;
  }
  const stepFrom = (state: number, byte: number): number => table[state + byteAt(classOf, byte)] ?? root.row;
  const endsAt = (state: number): readonly number[] => ranked[state / width]?.ends ?? [];
  const skip = skipAhead(literals);

  return {
    lines(bytes, found) {
      let state = root.row;
      for (let at = skip(bytes, 0); at < bytes.length; at++) {
        state = stepFrom(state, byteAt(bytes, at));
        if (state === root.row) at = skip(bytes, at + 1) - 1;
        if (state < firstEnd) continue;
        const start = bytes.lastIndexOf(lineFeed, at) + 1;
        const next = bytes.indexOf(lineFeed, at);
        const end = next === -1 ? bytes.length : next;
        const hits = new Set(endsAt(state));
        for (at += 1; at < end; at++) {
          state = stepFrom(state, byteAt(bytes, at));
          for (const one of endsAt(state)) hits.add(one);
        }
        found(
          start,
          end,
          [...hits].sort((a, b) => a - b),
        );
        state = root.row;
        at = skip(bytes, end + 1) - 1;
      }
    },
  };
}

/** Where, from a place on, the next literal may begin; the length of the bytes: nowhere. */
type Skip = (bytes: Uint8Array, from: number) => number;

/** Three bytes as one number that is the same in either case. Others share it, too: it only says where to look. */
function hashOf(bytes: Uint8Array, last: number): number {
  return ((byteAt(bytes, last - 2) & 31) << 10) | ((byteAt(bytes, last - 1) & 31) << 5) | (byteAt(bytes, last) & 31);
}

/**
 * Of the first bytes of every literal, as many as the shortest has, each three in a row say how far they stand from the end. Where a text has
 * three others at that place, no literal begins before them.
 */
function skipAhead(literals: readonly string[]): Skip {
  const encoder = new TextEncoder();
  const all = literals.map((literal) => encoder.encode(literal));
  const span = Math.min(...all.map((literal) => literal.length), 255);
  if (span < 3) return (_, from) => from;
  const shifts = new Uint8Array(32 * 1024).fill(span - 2);
  for (const literal of all)
    for (let last = 2; last < span; last++) {
      const hash = hashOf(literal, last);
      shifts[hash] = Math.min(byteAt(shifts, hash), span - 1 - last);
    }
  return (bytes, from) => {
    const { length } = bytes;
    let at = from + span - 1;
    while (at < length) {
      const shift = byteAt(shifts, hashOf(bytes, at));
      if (shift === 0) return at - span + 1;
      at += shift;
    }
    return length;
  };
}

function trie(literals: readonly string[]): Node {
  const fresh = (): Node => ({ next: new Map(), fail: null, ends: [], row: 0 });
  const root = fresh();
  const encoder = new TextEncoder();
  for (const [index, literal] of literals.entries()) {
    let node = root;
    for (const byte of encoder.encode(literal)) {
      const letter = lowered(byte);
      const next = node.next.get(letter) ?? fresh();
      node.next.set(letter, next);
      node = next;
    }
    node.ends = [...node.ends, index];
  }
  return root;
}

/** All nodes, each after the shorter ones. Also sets every node's longest proper suffix, and hands on what ends there. */
function breadthFirst(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes)
    for (const [byte, to] of node.next) {
      let suffix = node.fail;
      while (suffix !== null && !suffix.next.has(byte)) suffix = suffix.fail;
      to.fail = suffix?.next.get(byte) ?? root;
      to.ends = [...to.ends, ...to.fail.ends];
      nodes.push(to);
    }
  return nodes;
}

/** Bytes that no literal holds are one class: the table stays small enough for a processor's cache. Both cases of a letter are one, too. */
function classes(nodes: readonly Node[]): Uint8Array {
  const used = [...new Set(nodes.flatMap(({ next }) => [...next.keys()]))];
  const number = new Map(used.map((byte, index) => [byte, index + 1]));
  return Uint8Array.from({ length: 256 }, (_, byte) => number.get(lowered(byte)) ?? 0);
}
