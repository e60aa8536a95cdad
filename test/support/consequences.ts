/** What may be said beside a cause: what the knowledge has following from it. */
import { causes } from '../../src/knowledge/index.js';

const known = new Map<string, ReadonlySet<string>>();

/** Causes that are named as consequences of this one, at any remove. */
export function consequencesOf(cause: string): ReadonlySet<string> {
  const before = known.get(cause);
  if (before !== undefined) return before;
  const found = new Set<string>();
  const add = (of: string): void => {
    for (const { id, follows } of causes)
      if (follows?.includes(of) === true && !found.has(id)) {
        found.add(id);
        add(id);
      }
  };
  add(cause);
  known.set(cause, found);
  return found;
}

/** Of the causes that were told those that are neither expected nor follow from one that is. */
export function strangeCauses(told: readonly string[], expected: readonly string[]): readonly string[] {
  const known = new Set(expected.flatMap((cause) => [cause, ...consequencesOf(cause)]));
  return [...new Set(told)].filter((cause) => !known.has(cause));
}
