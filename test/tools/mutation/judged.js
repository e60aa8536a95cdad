// Survivors that were judged, each with its reason. An entry names the line itself and not its number, since other lines come and go; one
// that matches no survivor any more is stale, and says so, lest the list excuses what it was never meant for.

/** Every entry names all of these; `why` is for people. */
const parts = ['file', 'line', 'from', 'to', 'why'];

/** What is written in the file, checked: a list of entries with a reason each. */
export function judgedEntries(text) {
  const entries = JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error('it is no list');
  for (const entry of entries)
    for (const part of parts)
      if (typeof entry?.[part] !== 'string' || (entry[part] === '' && part !== 'to'))
        throw new Error(`${JSON.stringify(entry)} has no ${part}`);
  return entries;
}

/** The survivors without an entry, and the entries of these files that match no survivor. `lineOf` gives the text of a line. */
export function withoutJudged(survivors, entries, files, lineOf) {
  const matched = new Set();
  const open = survivors.filter((mutant) => {
    const own = entries.filter((entry) => judges(entry, mutant, lineOf));
    for (const entry of own) matched.add(entry);
    return own.length === 0;
  });
  return { open, stale: entries.filter((entry) => files.includes(entry.file) && !matched.has(entry)) };
}

function judges(entry, { file, line, from, to }, lineOf) {
  return entry.file === file && lineOf(file, line).trim() === entry.line && short(from) === entry.from && short(to) === entry.to;
}

/** As a list shows it: on one line, and not for ever. */
export function short(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
