/** What a report or a bundle holds of this program itself: there is no secret in it. */
import type { OwnTexts } from '../redact/report.js';
import { factShapes, factWords } from '../run/fact-shapes.js';
import type { Expertise } from '../run/run.js';

/** By the catalogue that they are of: every target has a program of its own around it. */
const known = new WeakMap<Expertise['checks'], OwnTexts>();

export function ownTexts(expertise: Expertise): OwnTexts {
  // plug-ins are somebody else's: what they say is read, like everything else
  const builtin = expertise.builtin ?? expertise;
  const own = known.get(builtin.checks) ?? collected(builtin);
  known.set(builtin.checks, own);
  return own;
}

function collected({ checks, causes, problems, messages }: Expertise): OwnTexts {
  const ids = [...checks, ...causes, ...problems, ...messages].map(({ id }) => id);
  const sentences = [
    ...checks.flatMap(({ title }) => [title.pass, title.fail]),
    ...problems.map(({ title }) => title),
    ...causes.flatMap(({ title, explanation, remedies }) => [
      title,
      explanation,
      ...remedies.flatMap(({ steps }) => steps.flatMap(({ text, command }) => [text, command ?? ''])),
    ]),
  ];
  const facts = checks.flatMap(({ needs, wants }) => [...needs, ...(wants ?? [])]);
  const kinds = [...ownKinds.values()].flatMap((words) => [...words]);
  const texts = [...reportWords, ...checks.map(({ area }) => area), ...ids, ...facts, ...kinds, ...sentences];
  return { sentences: new Set(sentences), words: wordsOf(texts.join(' ')), facts: new Set(Object.keys(factShapes)) };
}

/** The type of a store is open: PHP has others, too. */
const sessionStores = ['files', 'database', 'redis', 'memcached'];

/** Field of a fact → the words that its type allows. */
export const ownKinds: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(factWords).map(([field, words]) => [field, new Set([...words.split('|'), ...(field === 'kind' ? sessionStores : [])])]),
);

/** The words of src/model/report.ts, and those by which facts are told apart. */
const reportWords = [
  'pass warn fail unknown skip proved likely possible healthy warnings failing incomplete install url ssh bundle explained ruled-out undetermined',
  'files shell web-php cli-php database http https api provider operator',
  'timeout denied absent malformed oversize disabled unsupported aborted io bug',
  'whmcs whmcs-doctor doctor check collect login triage explain plan list subject vantage source findings counts evidence report status',
];

/** "session-path-unwritable" whole and in parts. No digits: a word of a sentence has none. */
function wordsOf(text: string): ReadonlySet<string> {
  const whole = new Set(text.toLowerCase().match(/[a-z-]{2,}/g));
  const parts = [...whole].flatMap((word) => (word.includes('-') ? word.split('-').filter((part) => part.length > 1) : []));
  return new Set([...whole, ...parts]);
}
