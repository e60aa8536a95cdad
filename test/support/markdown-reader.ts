/** What of a Markdown text still means something: everything outside of code. */

/** Without fenced blocks and code spans. Throws where a block or a span has no end. */
export function outsideOfCode(markdown: string): readonly string[] {
  const left: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const [, ticks] = /^ {0,6}(`{3,})[a-z]*$/.exec(line) ?? [];
    if (fence !== null) {
      if (ticks !== undefined && ticks.length >= fence.length && line.trim() === ticks) fence = null;
    } else if (ticks !== undefined) fence = ticks;
    else left.push(withoutSpans(line));
  }
  if (fence !== null) throw new Error('a fenced block has no end');
  return left;
}

/** A run of backticks begins a span that ends at the next run of the same length. */
function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  let text = '';
  let from = 0;
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at];
    if (run === undefined) break;
    const end = runs.findIndex((other, index) => index > at && other[0].length === run[0].length);
    const close = runs[end];
    if (close === undefined) throw new Error(`backticks that begin nothing: ${JSON.stringify(line)}`);
    text += `${line.slice(from, run.index)}CODE`;
    from = close.index + close[0].length;
    at = end;
  }
  return text + line.slice(from);
}

/** What a line outside of code may not have, with what it would become. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/[\\*_[\]{}|~$^@`]/, 'markup, a link or a mention'],
  [/#(?!#* )|(?<!^#*)#/, 'a heading or a reference'],
  [/<(?!https:\/\/[\w./%#?=&+~-]+>)/, 'HTML'],
  [/&(?! )/, 'an entity or a reference'],
  [/!(?=[\p{L}\p{N}\[])/u, 'a reference or an image'],
  [/%(?=[\p{L}\p{N}"])/u, 'a milestone'],
  [/(?<!<https):\/\/|www\./i, 'a link'],
  [/[\p{L}]\.\p{L}/u, 'a domain'],
  [/^\s*>|^\s*[+=]|^\s*-{2,}|^\s*\//, 'a quotation, a list, a line, a quick action'],
  [/^\s*-? *\d+\) /, 'a list'],
  [/(?<!\d):\w+:|:(?:100|1234):/, 'an emoji'],
];

/** For every line that means more than it may: the line and what it would become. */
export function meant(markdown: string): readonly string[] {
  return outsideOfCode(markdown).flatMap((line) => {
    const own = line.replace(/<https:\/\/[\w./%#?=&+~-]+>/g, 'LINK');
    return meanings.flatMap(([pattern, what]) => (pattern.test(own) ? [`${what}: ${line}`] : []));
  });
}
