/** Known messages of PHP, web servers, providers and WHMCS in the lines of a text. */
import { masked } from '../logic/masked.js';
import { printable } from '../logic/http-answer.js';
import type { MessageRow } from './tables.js';

export interface LineMessage {
  readonly message: MessageRow;
  /** Where it stands first, from 1. */
  readonly line: number;
  readonly count: number;
  /** The line, masked and cut around the message. */
  readonly sample: string;
}

const longestSample = 200;

/** For texts of a few pages; a long log goes through the automaton: src/triage/stream.ts. */
export function lineMessages(text: string, messages: readonly MessageRow[]): readonly LineMessage[] {
  const folded = text.toLowerCase();
  return messages.flatMap((message) => {
    const only = message.only === undefined ? null : new RegExp(message.only, 'i');
    const found = message.literals
      .flatMap((literal) => linesWith(folded, literal, text))
      .filter(({ said }) => only === null || only.test(said));
    const first = found.sort((a, b) => a.at - b.at)[0];
    return first === undefined
      ? []
      : [{ message, line: lineAt(text, first.at), count: found.length, sample: sampleAround(first.said, message.literals) }];
  });
}

function linesWith(folded: string, literal: string, text: string): readonly { readonly at: number; readonly said: string }[] {
  const found: { at: number; said: string }[] = [];
  for (let at = folded.indexOf(literal); at >= 0 && found.length < 1000;) {
    const start = folded.lastIndexOf('\n', at) + 1;
    const next = folded.indexOf('\n', at);
    const end = next < 0 ? folded.length : next;
    found.push({ at, said: text.slice(Math.max(start, at - 2000), Math.min(end, at + 2000)) });
    at = folded.indexOf(literal, end);
  }
  return found;
}

function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < place; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Hidden before it is cut: half a secret is one, too. */
export function sampleAround(whole: string, literals: readonly string[]): string {
  const line = masked(whole);
  const folded = line.toLowerCase();
  const at = Math.min(...literals.map((literal) => folded.indexOf(literal)).filter((place) => place >= 0), line.length);
  const from = at === line.length || at < longestSample / 2 ? 0 : at - longestSample / 3;
  return printable(line.slice(from, from + longestSample), longestSample);
}
