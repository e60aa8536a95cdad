/**
 * Finds any of many literal texts in bytes, however many there are, in one pass: Aho and Corasick's automaton, written out as one table.
 * Letters of ASCII match in either case. https://doi.org/10.1145/360825.360855
 */

export interface Automaton {
  /**
   * Calls back once for every line that holds a literal, in order: where the line begins and ends (without its line break), and the indexes of
   * the literals in it, ascending.
   */
  lines(bytes: Uint8Array, found: (start: number, end: number, literals: readonly number[]) => void): void;
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

/** Literals must not be empty and hold no line break. */
export function automaton(literals: readonly string[]): Automaton {
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

  return {
    lines(bytes, found) {
      let state = root;
      for (let at = 0; at < bytes.length; at++) {
        state = table[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? root;
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
      }
    },
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
