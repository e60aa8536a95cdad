/**
 * Words and what is known of each, as one sorted text that is searched by halving. A text of a few hundred words asks for few of them: reading the
 * tables as objects would take longer than the whole answer.
 */

/** Lines of `word<TAB>value`. Neither may hold a tab or a line break. */
export function dictionaryOf(entries: Iterable<readonly [word: string, value: string]>): string {
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([word, value]) => `${word}\t${value}\n`)
    .join('');
}

/** The value of a word; null: it is not there. */
export function lookUp(dictionary: string, word: string): string | null {
  let low = 0;
  let high = dictionary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // the line that holds the middle
    const start = middle === 0 ? 0 : dictionary.lastIndexOf('\n', middle - 1) + 1;
    const tab = dictionary.indexOf('\t', start);
    const end = dictionary.indexOf('\n', tab) + 1;
    const found = dictionary.slice(start, tab);
    if (found === word) return dictionary.slice(tab + 1, end - 1);
    if (found < word) low = end;
    else high = start;
  }
  return null;
}
