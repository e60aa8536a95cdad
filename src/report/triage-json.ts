/** triage -f json: whmcs-doctor/triage/1. */
import type { TriageAnswer } from '../model.js';

export function triageDocument({ id, best, matches, messages, ask, languages }: TriageAnswer) {
  return {
    schema: 'whmcs-doctor/triage/1',
    id,
    best,
    matches: matches.map(({ problem, title, score, matched, lines: places, causes, checks, nextSteps, docs }) => ({
      problem,
      title,
      score,
      matched,
      lines: places,
      causes: causes.map((cause) => cause.id),
      checks,
      nextSteps,
      docs,
    })),
    messages: messages.map(({ id: message, title, count, firstLine, lastLine, sample }) => ({
      id: message,
      title,
      count,
      firstLine,
      lastLine,
      sample,
    })),
    ask,
    languages,
  };
}
