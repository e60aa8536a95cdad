/** The patterns of `plan`: what a run will touch, with what is known beforehand put in place of the names in angle brackets. */
import type { Announced, Endpoints } from '../model.js';

/** Values by name without brackets: install → its folder, site → its hosts. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** One pattern for each value; a name without a value stays. */
export function expanded(patterns: readonly string[], known: Known): readonly string[] {
  return patterns.flatMap((pattern) => {
    // every second part is a name; what stands in for one is taken as it is
    const parts = pattern.split(/<([^<>]+)>/);
    return parts.reduce<readonly string[]>(
      (begun, part, index) => {
        const values = index % 2 === 0 ? [part] : (known[part] ?? [`<${part}>`]);
        return begun.flatMap((text) => values.map((value) => text + value));
      },
      [''],
    );
  });
}

/** <endpoints.time> and its kin. */
export function knownEndpoints(endpoints: Endpoints): Known {
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, value]: [string, unknown]) => {
      const all = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
      return [`endpoints.${name}`, all.map((address) => address.replace(/[?#].*$/, ''))];
    }),
  );
}

/** What stands in several probes is said once. */
export function merged(
  touches: readonly (Announced & { readonly fact: string })[],
): readonly (Announced & { readonly for: readonly string[] })[] {
  const all = new Map<string, Announced & { for: string[]; covers: string[]; sessions?: number }>();
  for (const { fact, ...touch } of touches) {
    const key = `${touch.kind} ${touch.what}`;
    const known = all.get(key);
    if (known === undefined) all.set(key, { ...touch, covers: [...touch.covers], for: [fact] });
    else {
      known.for.push(fact);
      if (touch.sessions !== undefined) known.sessions = (known.sessions ?? 0) + touch.sessions;
      known.covers.push(...touch.covers.filter((pattern) => !known.covers.includes(pattern)));
    }
  }
  return [...all.values()];
}
