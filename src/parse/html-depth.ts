/**
 * Cuts HTML where its elements are nested deeper than any real page's: the parser's time grows with the square of the depth, so a page of
 * 1 MB of `<div>` would keep it busy for minutes.
 */
const deepest = 2000;
const tag = /<(\/?)([a-z][^\s/>]{0,40})/gi;
const empty: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/**
 * An upper bound of the real depth: a closing tag takes one element away, and only where one of its name is open (the parser would close
 * those inside it as well).
 */
export function shallow(html: string): string {
  const open = new Map<string, number>();
  let depth = 0;
  for (const found of html.matchAll(tag)) {
    const name = (found[2] ?? '').toLowerCase();
    if (empty.has(name)) continue;
    const count = open.get(name) ?? 0;
    if (found[1] === '/') {
      if (count === 0) continue;
      open.set(name, count - 1);
      depth--;
    } else {
      if (++depth > deepest) return html.slice(0, found.index);
      open.set(name, count + 1);
    }
  }
  return html;
}
