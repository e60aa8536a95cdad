/** What a person's words tell of, before anything was looked at: `plan --for`, and `explain` with an error text. */
import type { ProblemId, TriageResult } from '../model.js';
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

export function describedOf({ matches, ask }: TriageResult, titleOf: (id: ProblemId) => string): Described {
  return {
    best: matches[0]?.problem ?? 'none',
    candidates: matches.map(({ problem, score, matched }) => ({ problem, title: titleOf(problem), score, matched })),
    ask,
  };
}

/** "Login Redirect Loops (87 %), Frequent Logouts (41 %)" */
export function candidateNames({ candidates }: Described): string {
  return candidates.map(({ title, score }) => `${title} (${percent(score)})`).join(', ');
}
