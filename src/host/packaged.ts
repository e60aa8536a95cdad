/**
 * The files that the program brings along: beside it in the package, inside of it where it is one executable. Nothing else looks for a file
 * of the program's own.
 */
import { readFileSync } from 'node:fs';
import { getAsset, isSea } from 'node:sea';

const here = import.meta.url;

/** Whether this is the one executable: nothing lies beside it, and it is its own child. */
export const isExecutable = isSea();

/** The folder src/ where the program runs from its sources, as in tests; null in what was built. */
export const sources: URL | null = here.endsWith('.ts') ? new URL('../', here) : null;

/** Where a file of dist/ lies. The executable has none. */
export function packagedUrl(name: string): URL {
  return new URL(sources === null ? `./${name}` : `../dist/${name}`, sources ?? here);
}

/** Text of a file of dist/. */
export function packagedText(name: string): string {
  return isExecutable ? getAsset(name, 'utf8') : readFileSync(packagedUrl(name), 'utf8');
}
