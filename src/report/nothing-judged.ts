/** A report in which every check was skipped. It is not healthy, and no finding says so: each format must. */
import type { Report } from '../model.js';

export const nothingJudged = 'Nothing could be judged: every check was skipped, and that says nothing about whether people can log in.';

export function isNothingJudged({ verdict, counts }: Pick<Report, 'verdict' | 'counts'>): boolean {
  return verdict === 'incomplete' && counts.unknown === 0;
}
