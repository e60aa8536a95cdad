/** What `collect` is about to write, for the person who will send it. */
import type { Manifest } from '../host/manifest.js';
import { formatBytes, timesOf } from '../logic/amounts.js';
import type { Report } from '../model.js';
import { wrap } from '../report/wrap.js';

export interface Offered {
  /** Where it goes. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly size: number;
  /** Name → bytes of each file in it; null: it is the document of the facts alone. */
  readonly sizes: ReadonlyMap<string, number> | null;
  readonly report: Report;
}

const holds: Readonly<Record<string, string>> = {
  'README.txt': 'what this is, in plain words',
  'manifest.json': 'the list of files, replacements and looks that failed',
  'facts.json': 'what was seen',
};

const width = 80;

/** More lines than that nobody reads; the manifest has them all. */
const mostTokens = 12;
const mostFacts = 12;
const mostReasons = 8;

export function preview({ name, manifest, size, sizes, report }: Offered): readonly string[] {
  const { facts, target } = manifest;
  return [
    ...wrap(`About to write ${name} (${formatBytes(size)}): ${facts.seen} of ${facts.looks} facts of ${target.label}`, width, '', '  '),
    '',
    ...(sizes === null
      ? ['  one document in JSON: read it before you send it']
      : [...sizes].map(([file, bytes]) => `  ${file.padEnd(16)}${formatBytes(bytes).padStart(9)}  ${holds[file] ?? 'lines of logs'}`)),
    '',
    ...met(manifest),
    ...replaced(manifest),
    ...notSeen(manifest),
    ...wrap(verdict(manifest, report), width, '', '  '),
  ];
}

/** Few of them stand in a fact: a secret never is one. */
function met({ secretsMet }: Manifest): readonly string[] {
  if (secretsMet.length === 0) return [];
  const kinds = secretsMet.map(({ kind, count }) => (count === 1 ? kind : `${kind} (${count})`));
  return [...wrap(`Met while looking, and written nowhere: ${kinds.join(', ')}`, width, '', '  '), ''];
}

/** By kind, and each token with how often it stands there. */
function replaced({ redactions }: Manifest): readonly string[] {
  const tokens = new Map<string, { kind: string; count: number }>();
  for (const { token, kind, count } of redactions) tokens.set(token, { kind, count: (tokens.get(token)?.count ?? 0) + count });
  if (tokens.size === 0) return ['Replaced: nothing. Neither a secret nor somebody’s address or name stood there.', ''];
  const kinds = new Map<string, string[]>();
  for (const [token, { kind, count }] of tokens) kinds.set(kind, [...(kinds.get(kind) ?? []), `${token} ${timesOf(count)}`]);
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

/** What nobody could have seen from here, and what was not given, in a line each; of looks that failed the reasons. */
function notSeen({ notGathered }: Manifest): readonly string[] {
  if (notGathered.length === 0) return [];
  const beyond = notGathered.filter(({ gap }) => gap === 'unsupported').map(({ fact }) => fact);
  const notAsked = notGathered.filter(({ gap }) => gap === 'disabled').map(({ fact }) => fact);
  const reasons = new Map<string, string[]>();
  for (const { why, fact, gap } of notGathered)
    if (gap !== 'unsupported' && gap !== 'disabled') reasons.set(why, [...(reasons.get(why) ?? []), fact]);
  const failed = [...reasons].sort(([, a], [, b]) => b.length - a.length);
  const item = (text: string): readonly string[] => wrap(text, width, '  ', '    ');
  return [
    `Not gathered (${notGathered.length}):`,
    ...(beyond.length === 0 ? [] : item(`cannot be seen from here (${beyond.length}): ${some(beyond)}`)),
    ...(notAsked.length === 0 ? [] : item(`was not asked for, or nothing was given to ask with (${notAsked.length}): ${some(notAsked)}`)),
    ...failed.slice(0, mostReasons).flatMap(([why, facts]) => item(`${some(facts)}: ${why}`)),
    ...(failed.length > mostReasons ? [`  and ${failed.length - mostReasons} more, in manifest.json`] : []),
    '',
  ];
}

function some(facts: readonly string[]): string {
  return facts.length <= mostFacts ? facts.join(', ') : `${facts.slice(0, mostFacts).join(', ')} and ${facts.length - mostFacts} more`;
}

function verdict({ judgedOtherwise }: Manifest, { verdict: is }: Report): string {
  return judgedOtherwise.length === 0
    ? `Judged from what is written, the verdict is the same as here: ${is}.`
    : `Judged from what is written, these checks say something else than here (${is}): ${judgedOtherwise.join(', ')}. Please report it.`;
}
