/** What a person's words tell of, before anything was looked at: `plan --for`, and `explain` with an error text. */
import { keptWords } from '../logic/kept-words.js';
import type { Message, Problem, ProblemId, TriageResult } from '../model.js';
import { percent } from './percent.js';
import { plain } from './plain-text.js';
import { wrap } from './wrap.js';

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

/** What was recognised and how sure, by which words, and what else it could be; then an empty line. */
export function recognisedLines({ candidates, ask }: Described, width: number): readonly string[] {
  const [best, ...others] = candidates;
  if (best === undefined) return [];
  const words = best.matched.slice(0, 3).map((each) => `"${plain(each)}"`);
  return [
    ...wrap(`Recognised: ${best.title}, ${percent(best.score)} sure, by ${words.join(', ')}`, width, '', '  '),
    ...others.flatMap((other) => {
      const [text, command] = [`It could also be ${other.title} (${percent(other.score)}):`, `whmcs-doctor explain ${other.problem}`];
      // a command is never wrapped: it is there to be copied
      return text.length + 1 + command.length <= width ? [`${text} ${command}`] : [text, `  ${command}`];
    }),
    ...(ask === null ? [] : wrap(`To tell more, ask: ${plain(ask)}`, width, '', '  ')),
    '',
  ];
}
