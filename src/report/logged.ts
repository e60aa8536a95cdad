/** What the logs tell of problems that no finding explains: they happened, and their cause is not there now, or cannot be seen. */
import type { Report } from '../model.js';
import { plain } from './plain-text.js';

/** A week: what is older happened to another state of the machine. */
const recentSeconds = 7 * 86_400;

export const loggedTitle = 'in the logs of the last week, and not explained by what was found';

export function loggedLines({ problems }: Pick<Report, 'problems'>): readonly string[] {
  return problems
    .filter(({ status }) => status !== 'explained')
    .flatMap(({ title, seen }) =>
      seen
        .filter(({ lastAgeSeconds }) => lastAgeSeconds !== null && lastAgeSeconds < recentSeconds)
        .slice(0, 3)
        .map(({ what, count, last, source }) => {
          const times = count === 1 ? 'once' : `${count} times, last`;
          return `${plain(title)}: ${plain(what)} ${times} ${plain(last ?? '')} (${plain(source)})`;
        }),
    );
}
