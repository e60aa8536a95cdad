/** What a report means in which nothing counts. */
import type { Report } from '../model.js';
import { isNothingJudged, nothingJudged } from './nothing-judged.js';

/** null: its findings say it. */
export function verdictSentence({ verdict, counts, triage }: Pick<Report, 'verdict' | 'counts' | 'triage'>): string | null {
  if (isNothingJudged({ verdict, counts })) return nothingJudged;
  if (verdict !== 'healthy') return null;
  if (counts.waived + counts.known > 0) return 'Nothing else was found than what is waived or known.';
  return (triage?.candidates.length ?? 0) > 0
    ? 'Nothing was found that would explain what was described. Without --for everything else is looked at, too.'
    : 'Nothing was found that would keep people from logging in.';
}
