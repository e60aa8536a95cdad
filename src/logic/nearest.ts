/** "Did you mean …?" for ids and keys. */

/** Longer than any name, and not worth comparing. */
const longest = 100;

/** As ids are written: capitals, underscores and spaces are no difference. */
export function alike(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-');
}

/** The known name with the smallest edit distance, when it is near enough to be a typing error or a part of the name. */
export function nearest(id: string, known: readonly string[]): string | null {
  if (id.length > longest) return null;
  const given = alike(id);
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of known) {
    const wanted = alike(name);
    const distance = distanceOf(given, wanted);
    if (!best || distance < best.distance) best = { name, distance };
  }
  return best && best.distance <= Math.max(2, Math.floor(given.length / 3)) ? best.name : null;
}

/** A part of the name, or the name with more behind it, is near whatever its length. */
function distanceOf(given: string, wanted: string): number {
  if (given === wanted) return 0;
  if (given.length >= 4 && wanted.includes(given)) return 1;
  if (wanted.length >= 4 && given.startsWith(wanted)) return Math.min(2, editDistance(given, wanted));
  return editDistance(given, wanted);
}

/** The question, or nothing where no name is near. */
export function didYouMean(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return near === null ? '' : `Did you mean ${near}?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
