/** Names of which no two are the same, for consumers that take two of one name for one thing. */

/** Answers for each name one that it has not given out before: the name itself, or with a number. */
export function uniqueNames(taken: Iterable<string> = []): (name: string) => string {
  const given = new Set(taken);
  const last = new Map<string, number>();
  return (name) => {
    let free = name;
    let number = last.get(name) ?? 1;
    while (given.has(free)) free = `${name} (${++number})`;
    last.set(name, number);
    given.add(free);
    return free;
  };
}
