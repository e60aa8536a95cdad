/** What a person's words tell of, before anything was looked at: `plan --for`, and `explain` with an error text. */
import { keptWords } from '../logic/kept-words.js';
import type { Message, Problem, ProblemId, TriageResult } from '../model.js';
import { percent } from './percent.js';

export interface Described {
  readonly best: ProblemId | 'none';
  readonly candidates: readonly {
    readonly problem: ProblemId;
    readonly title: string;
    readonly score: number;
    readonly matched: readonly string[];
  }[];
  readonly ask: string | null;
}

export function describedOf(
  { matches, ask }: TriageResult,
  { problems, messages }: { readonly problems: readonly Problem[]; readonly messages: readonly Message[] },
): Described {
  return {
    best: matches[0]?.problem ?? 'none',
    candidates: matches.map((match) => ({
      problem: match.problem,
      title: problems.find(({ id }) => id === match.problem)?.title ?? match.problem,
      score: match.score,
      matched: keptWords(match, messages),
    })),
    ask,
  };
}

/** "Login Redirect Loops (87 %), Frequent Logouts (41 %)" */
export function candidateNames({ candidates }: Described): string {
  return candidates.map(({ title, score }) => `${title} (${percent(score)})`).join(', ');
}
