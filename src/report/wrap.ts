/** Words into lines of a width, with a hanging indent. Text must be plain; colour is put on after wrapping, or as whole words. */

/** Lines that begin with `first` and go on with `rest`, none wider than `width` unless one word alone is. */
export function wrap(text: string, width: number, first: string, rest: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ').flatMap((each) => portions(each, width - columns(rest)))) {
    const space = empty || word.joined ? '' : ' ';
    if (!empty && columns(line) + space.length + columns(word.text) > width) {
      lines.push(line);
      line = rest + word.text;
    } else {
      line += space + word.text;
    }
    empty = false;
  }
  lines.push(line);
  return lines;
}

interface Portion {
  readonly text: string;
  /** No space stands before it. */
  readonly joined: boolean;
}

/** Chinese and Japanese have no spaces: a line may break between any two characters, but before a colon, where `::error::` would begin one. */
function portions(word: string, room: number): readonly Portion[] {
  if (columns(word) <= room || !wide.test(word)) return [{ text: word, joined: false }];
  return (word.match(/[^:]:*|:+/gsu) ?? []).map((text, index) => ({ text, joined: index > 0 }));
}

/** Characters of East Asia and pictures take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a plain text takes. */
export function columns(text: string): number {
  if (/^[\u0020-\u024f]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return count;
}
