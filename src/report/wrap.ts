/** Words into lines of a width, with a hanging indent. Text must be plain; colour is put on after wrapping, or as whole words. */

/** Lines that begin with `first` and go on with `rest`, none wider than `width` unless one word alone is. */
export function wrap(text: string, width: number, first: string, rest: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  lines.push(line);
  return lines;
}
