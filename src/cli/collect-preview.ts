/** What `collect` is about to write, for the person who will send it. */
import type { Manifest } from '../host/manifest.js';
import { formatBytes } from '../logic/amounts.js';
import type { Report } from '../model.js';
import { wrap } from '../report/wrap.js';

export interface Offered {
  /** Where it goes. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly size: number;
  readonly report: Report;
  /** The document of the facts without an archive around it. */
  readonly alone: boolean;
}

const holds: Readonly<Record<string, string>> = {
  'README.txt': 'what this is, in plain words',
  'manifest.json': 'the list of files, replacements and looks that failed',
  'facts.json': 'what was seen',
};

const width = 80;

/** More lines than that nobody reads; the manifest has them all. */
const mostTokens = 12;
const mostReasons = 8;

export function preview({ name, manifest, size, report, alone }: Offered): readonly string[] {
  const { facts, files, target } = manifest;
  return [
    ...wrap(`About to write ${name} (${formatBytes(size)}): ${facts.seen} of ${facts.looks} facts of ${target.label}`, width, '', '  '),
    '',
    ...(alone
      ? ['  one document in JSON: read it before you send it']
      : files.map(({ name: file, bytes }) => `  ${file.padEnd(16)}${formatBytes(bytes).padStart(9)}  ${holds[file] ?? 'lines of logs'}`)),
    '',
    ...replaced(manifest),
    ...notSeen(manifest),
    ...wrap(verdict(manifest, report), width, '', '  '),
  ];
}

/** By kind, and each token with how often it stands there. */
function replaced({ redactions }: Manifest): readonly string[] {
  const tokens = new Map<string, { kind: string; count: number }>();
  for (const { token, kind, count } of redactions) tokens.set(token, { kind, count: (tokens.get(token)?.count ?? 0) + count });
  if (tokens.size === 0) return ['Replaced: nothing. No secret, and no address or name of a person, stood in the facts.', ''];
  const kinds = new Map<string, string[]>();
  for (const [token, { kind, count }] of tokens) kinds.set(kind, [...(kinds.get(kind) ?? []), `${token} ${times(count)}`]);
  return [
    'Replaced, equal values by equal marks:',
    ...[...kinds].flatMap(([kind, marks]) => {
      const shown = marks.slice(0, mostTokens).join(', ');
      const more = marks.length > mostTokens ? `, and ${marks.length - mostTokens} more` : '';
      return wrap(`${kind} (${marks.length}): ${shown}${more}`, width, '  ', '    ');
    }),
    '',
  ];
}

/** Looks that failed for one reason in one line. */
function notSeen({ notGathered }: Manifest): readonly string[] {
  if (notGathered.length === 0) return [];
  const reasons = new Map<string, string[]>();
  for (const { why, fact } of notGathered) reasons.set(why, [...(reasons.get(why) ?? []), fact]);
  const lines = [...reasons].sort(([, a], [, b]) => b.length - a.length);
  return [
    `Not gathered (${notGathered.length}):`,
    ...lines.slice(0, mostReasons).flatMap(([why, ids]) => wrap(`${ids.join(', ')}: ${why}`, width, '  ', '    ')),
    ...(lines.length > mostReasons ? [`  and ${lines.length - mostReasons} more reasons, in manifest.json`] : []),
    '',
  ];
}

function verdict({ judgedOtherwise }: Manifest, { verdict: is }: Report): string {
  return judgedOtherwise.length === 0
    ? `Judged from what is written, the verdict is the same as here: ${is}.`
    : `Judged from what is written, these checks say something else than here (${is}): ${judgedOtherwise.join(', ')}. Please report it.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
