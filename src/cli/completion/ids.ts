/** The ids that can be typed: what --only and explain take. */
import type { Cause, Check, Problem } from '../../model.js';

export interface Id {
  readonly id: string;
  /** One line of a menu. */
  readonly title: string;
}

export interface Ids {
  /** Of checks, problems and causes: what can be explained. */
  readonly explained: readonly Id[];
  /** Areas, too: what can be selected. */
  readonly selected: readonly Id[];
}

export function idsOf(checks: readonly Check[], problems: readonly Problem[], causes: readonly Cause[]): Ids {
  // a check and its cause may bear one name
  const explained = new Map(
    [
      ...causes.map(({ id, title }) => ({ id, title: `cause: ${title}` })),
      ...checks.map(({ id, title }) => ({ id, title: `check: ${title.fail}` })),
      ...problems.map(({ id, title }) => ({ id, title: `problem: ${title}` })),
    ].map((each) => [each.id, { ...each, title: oneLine(each.title) }]),
  );
  const areas = [...new Set(checks.map(({ area }) => area))].map((id) => ({ id, title: 'area: all its checks' }));
  const sorted = (list: Iterable<Id>): readonly Id[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    explained: sorted(explained.values()),
    selected: sorted([...explained.values(), ...areas.filter(({ id }) => !explained.has(id))]),
  };
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
