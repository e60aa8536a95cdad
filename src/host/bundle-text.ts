/** What a person finds in a bundle beside the facts: what it is, and the lines of logs that were read. */
import { unprintable } from '../logic/unprintable.js';
import type { Fact } from '../model.js';
import { isObject, type Bundle } from './bundle-document.js';

/** Facts of logs → their files. */
export const logFiles: ReadonlyMap<string, string> = new Map([
  ['logs.php', 'logs/php.txt'],
  ['logs.web', 'logs/web.txt'],
  ['logs.whmcs', 'logs/whmcs.txt'],
]);

/** As much of them as anybody reads. */
const longest = 512 * 1024;

export interface LogText {
  readonly text: string;
  /** How many known messages it has a line of. */
  readonly messages: number;
}

/** File → the lines of that log. A log without lines has no file. */
export function logTexts(facts: Readonly<Record<string, Fact<unknown>>>): ReadonlyMap<string, LogText> {
  const texts = new Map<string, LogText>();
  for (const [id, file] of logFiles) {
    const fact = facts[id];
    const parts = fact?.ok === true ? partsOf(fact.value) : [];
    let text = '';
    let messages = 0;
    for (const part of parts) {
      if (text.length >= longest) break;
      text += `${messages === 0 ? '' : '\n'}${part}`;
      messages += 1;
    }
    if (messages > 0) texts.set(file, { text: `${text.slice(0, longest)}\n`, messages });
  }
  return texts;
}

/** The last line of each message that is known, under where it stands and how often. A bundle may hold anything in the place of a fact. */
function partsOf(value: unknown): readonly string[] {
  const hits = isObject(value) && Array.isArray(value['hits']) ? (value['hits'] as readonly unknown[]) : [];
  return hits.filter(isObject).flatMap(({ source, count, last, sample }) => {
    if (typeof source !== 'string' || typeof sample !== 'string' || sample === '') return [];
    const times = typeof count === 'number' && count > 1 ? `, ${count} times` : '';
    const when = typeof last === 'string' ? `, last ${last}` : '';
    return [`# ${shown(`${source}${times}${when}`)}\n${shown(sample)}`];
  });
}

/** People read these files in a terminal. */
function shown(text: string): string {
  return text.replace(unprintable, ' ');
}

export function readme({ tool, recordedAt, target }: Bundle): string {
  return `A record of a WHMCS install, made by whmcs-doctor ${tool.version}
===========================================================

What was looked at:  ${shown(target.label)}
When:                ${recordedAt}

whmcs-doctor finds out why people cannot log in to WHMCS. This archive holds what
it saw, so that somebody else can judge it without access to the server:

    whmcs-doctor check FILE

Nothing is contacted and nothing unpacked by that. The files are plain text: read
them before you send them.

  manifest.json  what is in the archive, what was replaced where, what could not
                 be looked at
  facts.json     the facts; it can be judged by itself, too
  logs/          lines of logs that tell of known problems (whmcs-doctor triage FILE)

Passwords, keys, cookies and the like are in no file. Where one stood there is a
mark such as «database password:3f2a»; equal marks stand for equal values. So it is
with people's addresses, names and e-mail addresses. The marks are made with a
random key that was written nowhere: the values cannot be found by trying.
Addresses of proxies, of private networks and of machines in the configuration stay.
`;
}
