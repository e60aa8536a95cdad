/** Which of the lines that set a directive for a pool, or in Apache's files, PHP goes by. */
import type { PhpPool } from '../model.js';

type Line = PhpPool['values'][number];

/** Of each directive the line that stands: in a pool file the first, in Apache's files the last. PHP knows directives by their exact names. */
export function standing(lines: readonly Line[], kind: PhpPool['kind']): ReadonlyMap<string, Line> {
  const ordered = kind === 'fpm' ? lines.toReversed() : lines;
  return new Map(ordered.map((line) => [line.directive, line]));
}

/** What the lines set: null where PHP alone knows it, undefined where they do not set it. What the administrator fixed wins, wherever it stands. */
export function poolValue(lines: readonly Line[], directive: string, kind: PhpPool['kind']): string | null | undefined {
  const own = lines.filter((line) => line.directive === directive);
  const admin = own.filter((line) => line.admin);
  return standing(admin.length > 0 ? admin : own, kind).get(directive)?.value;
}
