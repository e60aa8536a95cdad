/**
 * Finds any of many literal texts in another one. A regular expression of all of them would do for a few; a hostile site can hand out
 * thousands of cookies, each a secret in a dozen encodings, and then its compilation fails or takes minutes.
 */

export interface Literal {
  readonly value: string;
  readonly replacement: string;
  /** Only where it stands alone: 10.0.0.1 is not in 110.0.0.17, and root not in chroot. */
  readonly whole: boolean;
  /** It is also a word of this program: in the program's own sentences it gives nothing away, and its absence would. */
  readonly ordinary?: boolean;
}

/** All literals are at least this long. */
const shortest = 2;
const slots = 1 << 16;

export interface Hit {
  readonly from: number;
  readonly to: number;
  readonly literal: Literal;
}

/** Finds the longest literal at each place, from left to right. Time grows with the text, hardly with the number of literals. */
export function finder(literals: readonly Literal[]): (text: string) => readonly Hit[] {
  const usable = literals.filter(({ value }) => value.length >= shortest);
  if (usable.length === 0) return () => [];
  const begins = new Uint8Array(slots);
  const byStart = new Map<string, Literal[]>();
  for (const literal of [...usable].sort((a, b) => b.value.length - a.value.length)) {
    begins[slotOf(literal.value, 0)] = 1;
    const key = literal.value.slice(0, 4);
    const known = byStart.get(key);
    if (known) known.push(literal);
    else byStart.set(key, [literal]);
  }
  // Literals of fewer than four characters are looked up by their own length.
  const keyLengths = [...new Set([...byStart.keys()].map((key) => key.length))].sort((a, b) => b - a);
  const at = (text: string, place: number): Literal | undefined => {
    for (const length of keyLengths) {
      const found = byStart
        .get(text.substr(place, length))
        ?.find(({ value, whole }) => text.startsWith(value, place) && (!whole || standsAlone(text, place, value)));
      if (found) return found;
    }
    return undefined;
  };
  return (text) => {
    const hits: Hit[] = [];
    for (let place = 0; place + shortest <= text.length;) {
      const literal = begins[slotOf(text, place)] === 1 ? at(text, place) : undefined;
      const to = place + (literal?.value.length ?? 1);
      if (literal) hits.push({ from: place, to, literal });
      place = to;
    }
    return hits;
  };
}

function slotOf(text: string, place: number): number {
  return (text.charCodeAt(place) * 31 + text.charCodeAt(place + 1)) & (slots - 1);
}

/** Neither a letter or digit beside it, nor a further part of an address. A port may follow an IPv4 address, and ::ffff: stand before it. */
function standsAlone(text: string, from: number, value: string): boolean {
  const to = from + value.length;
  const before = text.slice(Math.max(0, from - 2), from);
  const after = text.slice(to, to + 2);
  if (/(?:\w|\d\.)$/.test(before) || /^(?:\w|\.\d)/.test(after)) return false;
  return !value.includes(':') || !(before.endsWith(':') || /^:\w/.test(after));
}
