/**
 * Words and what is known of each, as one sorted text that is searched by halving. A text of a few hundred words asks for few of them: reading the
 * tables as objects would take longer than the whole answer.
 */

/** `word=value;` and so on, sorted. Neither may hold an equals sign or a semicolon, which JSON writes as they are. */
export function dictionaryOf(entries: Iterable<readonly [word: string, value: string]>): string {
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([word, value]) => `${word}=${value};`)
    .join('');
}

/** The value of a word; null: it is not there. */
export function lookUp(dictionary: string, word: string): string | null {
  let low = 0;
  let high = dictionary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // the entry that holds the middle
    const start = middle === 0 ? 0 : dictionary.lastIndexOf(';', middle - 1) + 1;
    const sign = dictionary.indexOf('=', start);
    const end = dictionary.indexOf(';', sign) + 1;
    const found = dictionary.slice(start, sign);
    if (found === word) return dictionary.slice(sign + 1, end - 1);
    if (found < word) low = end;
    else high = start;
  }
  return null;
}
