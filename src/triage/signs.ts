/** Whether the concepts of a sign are said, and where. */
import type { ConceptId } from '../model.js';
import type { ConceptHit } from './concepts.js';
import type { SignRow } from './tables.js';

/** Words of the text that say something; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Places = ReadonlyMap<ConceptId, readonly Span[]>;

/** What belongs together stands within so many words. */
const window = 32;
/** Nobody repeats himself more often and means something else. */
const mostAnchors = 60;

export function placesOf(hits: readonly ConceptHit[]): Places {
  const places = new Map<ConceptId, Span[]>();
  for (const { concept, from, to } of hits) {
    const known = places.get(concept);
    if (known) known.push({ from, to });
    else places.set(concept, [{ from, to }]);
  }
  return places;
}

/** One place for each concept; null: the sign is not there. */
export function placesOfSign(
  { when, unless, anywhere }: Pick<SignRow, 'when' | 'unless' | 'anywhere'>,
  places: Places,
): readonly Span[] | null {
  if (unless?.some((concept) => places.has(concept)) === true) return null;
  const lists = when.flatMap((concept) => {
    const list = places.get(concept);
    return list ? [list] : [];
  });
  if (lists.length < when.length) return null;
  return anywhere === true ? lists.flatMap((list) => list[0] ?? []) : closest(lists);
}

/** One place of each list, so that all lie within the window; null: they are too far apart. */
function closest(lists: readonly (readonly Span[])[]): readonly Span[] | null {
  const [first = [], ...others] = lists;
  let best: readonly Span[] | null = null;
  let width = window + 1;
  for (const anchor of first.slice(0, mostAnchors)) {
    const chosen = [anchor, ...others.map((list) => nearestTo(anchor, list))];
    const size = Math.max(...chosen.map(({ to }) => to)) - Math.min(...chosen.map(({ from }) => from));
    if (size < width) {
      width = size;
      best = chosen;
    }
  }
  return best;
}

/** Lists are in the order of the text. */
function nearestTo({ from }: Span, list: readonly Span[]): Span {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const after = list[low] ?? { from: 0, to: 0 };
  const before = list[low - 1];
  return before !== undefined && from - before.from <= Math.abs(after.from - from) ? before : after;
}
