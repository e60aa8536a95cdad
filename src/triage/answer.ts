/** From what a text tells of to an answer: titles, checks, causes and next steps are added. */
import type { AnsweredMatch, QuotedMatch, TriageAnswer } from '../model.js';
import type { Reading } from './stream.js';
import type { Tables } from './tables.js';

export function answered(reading: Reading, tables: Tables, id: TriageAnswer['id']): TriageAnswer {
  const matches = reading.matches.map((match) => completed(match, reading, tables));
  return { ...reading, id, best: matches[0]?.problem ?? 'none', matches };
}

function completed(match: QuotedMatch, { messages }: Reading, tables: Tables): AnsweredMatch {
  const { title, docs, checks, steps } = tables.problems[match.problem];
  const causes = new Set(messages.filter((message) => match.messages.includes(message.id)).flatMap((message) => message.causes));
  return {
    ...match,
    title,
    docs,
    checks,
    causes: [...causes].map((cause) => ({ id: cause, title: tables.causes[cause] ?? cause })),
    nextSteps: steps,
  };
}
