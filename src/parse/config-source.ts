/** How readers of configuration that is spread over files get at the other files. The probe reads; the readers only ask. */

export interface ConfigText {
  readonly path: string;
  readonly text: string;
}

/** All files that a path or glob pattern leads to, in the order of their names; empty: none, or not to be read. */
export type LoadConfig = (pattern: string) => Promise<readonly ConfigText[]>;

/** A shell pattern of one path component: `*`, `?`, `[a-z]`, `[!a]`. Matches in time proportional to both lengths. */
export function globMatches(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    const step = p < pattern.length ? matchOne(pattern, p, name.charAt(n)) : 0;
    if (pattern[p] === '*') {
      star = p++;
      mark = n;
    } else if (step > 0) {
      p += step;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Length of the pattern's piece at `at` when it matches the character; 0: it does not. */
function matchOne(pattern: string, at: number, char: string): number {
  const piece = pattern.charAt(at);
  if (piece === '?') return 1;
  if (piece === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? 2 : 0;
  const close = piece === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (close < 0) return piece === char && piece !== '*' ? 1 : 0;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const set = pattern.slice(at + (negated ? 2 : 1), close);
  let found = false;
  for (let i = 0; i < set.length; i++) {
    const to = set[i + 1] === '-' && i + 2 < set.length ? set.charAt(i + 2) : null;
    if (to === null ? set[i] === char : set.charAt(i) <= char && char <= to) found = true;
    if (to !== null) i += 2;
  }
  return found !== negated ? close - at + 1 : 0;
}

export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** `path` lies in `folder` or is it. */
export function isBelow(path: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return path === folder || `${path}/` === base || path.startsWith(base);
}

/** Absolute, without `.`, `..`, doubled or closing slashes. */
export function normalPath(path: string, base = '/'): string {
  const out: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : `${base}/`}${path}`.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}
