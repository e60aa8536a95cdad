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
const worthATable = 96 * 1024;

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
  // one character for each byte, so that places stay the same
  const folded = (bytes: Uint8Array): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase();
  const encoder = new TextEncoder();
  const wanted = literals.map((literal) => folded(encoder.encode(literal)));
  return {
    lines(bytes, found) {
      const text = folded(bytes);
      const lines = new Map<number, { readonly end: number; readonly hits: Set<number> }>();
      wanted.forEach((literal, index) => {
        for (let at = text.indexOf(literal); at >= 0;) {
          const start = text.lastIndexOf('\n', at) + 1;
          const next = text.indexOf('\n', at);
          const end = next < 0 ? text.length : next;
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

interface Node {
  readonly next: Map<number, number>;
  fail: number;
  /** Literals that end here, those of shorter suffixes included. */
  ends: readonly number[];
}

/** The automaton: for texts of any length. */
export function tableSearch(literals: readonly string[]): Automaton {
  const nodes = trie(literals);
  const order = breadthFirst(nodes);
  const classOf = classes(nodes);
  const width = Math.max(...classOf) + 1;
  // Accepting states come last, so that one comparison tells them.
  const ranked = [...order].sort((a, b) => Number(isEnd(nodes, a)) - Number(isEnd(nodes, b)));
  const rowOf = new Map(ranked.map((node, index) => [node, index * width]));
  const root = rowOf.get(0) ?? 0;
  const accepting = ranked.findIndex((node) => isEnd(nodes, node));
  const firstEnd = accepting < 0 ? Infinity : accepting * width;
  const table = new Int32Array(nodes.length * width);
  for (const node of order) {
    const row = rowOf.get(node) ?? 0;
    const fallback = node === 0 ? null : (rowOf.get(nodes[node]?.fail ?? 0) ?? 0);
    for (let letter = 0; letter < width; letter++) table[row + letter] = fallback === null ? root : (table[fallback + letter] ?? root);
    for (const [byte, to] of nodes[node]?.next ?? []) table[row + (classOf[byte] ?? 0)] = rowOf.get(to) ?? root;
  }
  const endsAt = (state: number): readonly number[] => nodes[ranked[state / width] ?? 0]?.ends ?? [];

  const skip = skipAhead(literals);

  return {
    lines(bytes, found) {
      let state = root;
      for (let at = skip(bytes, 0); at < bytes.length; at++) {
        state = table[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? root;
        if (state === root) at = skip(bytes, at + 1) - 1;
        if (state < firstEnd) continue;
        const start = bytes.lastIndexOf(lineFeed, at) + 1;
        const next = bytes.indexOf(lineFeed, at);
        const end = next < 0 ? bytes.length : next;
        const hits = new Set(endsAt(state));
        for (at += 1; at < end; at++) {
          state = table[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? root;
          if (state >= firstEnd) for (const one of endsAt(state)) hits.add(one);
        }
        found(
          start,
          end,
          [...hits].sort((a, b) => a - b),
        );
        state = root;
        at = skip(bytes, end + 1) - 1;
      }
    },
  };
}

/** Where, from a place on, the next literal may begin; the length of the bytes: nowhere. */
type Skip = (bytes: Uint8Array, from: number) => number;

/** Three bytes as one number that is the same in either case. Others share it, too: it only says where to look. */
function hashOf(a: number, b: number, c: number): number {
  return ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);
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
    for (let at = 2; at < span; at++) {
      const hash = hashOf(literal[at - 2] ?? 0, literal[at - 1] ?? 0, literal[at] ?? 0);
      shifts[hash] = Math.min(shifts[hash] ?? 0, span - 1 - at);
    }
  return (bytes, from) => {
    const { length } = bytes;
    let at = from + span - 1;
    while (at < length) {
      const shift = shifts[hashOf(bytes[at - 2] ?? 0, bytes[at - 1] ?? 0, bytes[at] ?? 0)] ?? 0;
      if (shift === 0) return at - span + 1;
      at += shift;
    }
    return length;
  };
}

function isEnd(nodes: readonly Node[], node: number): boolean {
  return (nodes[node]?.ends.length ?? 0) > 0;
}

function trie(literals: readonly string[]): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, ends: [] }];
  const encoder = new TextEncoder();
  literals.forEach((literal, index) => {
    let at = 0;
    for (const byte of encoder.encode(literal)) {
      const node = nodes[at];
      const letter = lowered(byte);
      const known = node?.next.get(letter);
      if (known !== undefined) {
        at = known;
        continue;
      }
      nodes.push({ next: new Map(), fail: 0, ends: [] });
      node?.next.set(letter, nodes.length - 1);
      at = nodes.length - 1;
    }
    const last = nodes[at];
    if (last && at !== 0) last.ends = [...last.ends, index];
  });
  return nodes;
}

/** Also sets every node's longest proper suffix, and hands on what ends there. */
function breadthFirst(nodes: Node[]): readonly number[] {
  const order = [0];
  for (let read = 0; read < order.length; read++) {
    const from = order[read] ?? 0;
    for (const [byte, to] of nodes[from]?.next ?? []) {
      const node = nodes[to];
      if (!node) continue;
      let suffix = nodes[from]?.fail ?? 0;
      while (suffix !== 0 && nodes[suffix]?.next.has(byte) !== true) suffix = nodes[suffix]?.fail ?? 0;
      const other = nodes[suffix]?.next.get(byte);
      node.fail = other === undefined || other === to ? 0 : other;
      node.ends = [...node.ends, ...(nodes[node.fail]?.ends ?? [])];
      order.push(to);
    }
  }
  return order;
}

/** Bytes that no literal holds are one class: the table stays small enough for a processor's cache. Both cases of a letter are one, too. */
function classes(nodes: readonly Node[]): Uint16Array {
  const used = [...new Set(nodes.flatMap((node) => [...node.next.keys()]))].sort((a, b) => a - b);
  const number = new Map(used.map((byte, index) => [byte, index + 1]));
  const classOf = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) classOf[byte] = number.get(lowered(byte)) ?? 0;
  return classOf;
}
