/** Names that a report shows anyway: of the database and its user, of accounts, and of the folders that the install lies in. */

/** Value of a fact → where its names stand in it. */
const places: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'install.root': [['path'], ['realPath'], ['owner', 'name']],
  'install.configuration': [
    ['database', 'username', 'value'],
    ['database', 'name', 'value'],
    ['sessionHandling', 'value', 'database', 'username', 'value'],
    ['sessionHandling', 'value', 'database', 'name', 'value'],
  ],
  'php.pool': [['user'], ['group'], ['pool']],
  'php.web': [['user', 'name']],
};

/** In small letters; of a folder each step. `facts`: by their ids, as gathered or as a bundle holds them. */
export function namesIn(facts: Iterable<readonly [string, unknown]>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [id, fact] of facts) {
    for (const steps of places[id] ?? []) {
      const found = at(fact, ['value', ...steps]);
      if (typeof found !== 'string') continue;
      for (const name of found.startsWith('/') ? found.split('/') : [found]) if (name !== '') names.add(name.toLowerCase());
    }
  }
  return names;
}

function at(value: unknown, steps: readonly string[]): unknown {
  let here = value;
  for (const step of steps) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[step];
  }
  return here;
}
