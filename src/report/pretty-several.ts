/** -f pretty: the reports of all targets one after the other, and a summary where there are several. */
import type { Several } from '../model.js';
import { inAscii } from './in-ascii.js';
import { plain } from './plain-text.js';
import { renderPretty } from './pretty.js';
import { renderSummary } from './summary.js';
import type { View } from './view.js';

export function renderPrettySeveral(several: Several, view: View): string {
  const summary = renderSummary(several, view);
  // with --quiet the summary names the healthy ones, and a report has no head that names its target
  const brief = view.quiet && summary.length > 0;
  const shown = several.reports.filter((report) => !brief || report.verdict !== 'healthy');
  const texts = shown.map(
    (report) =>
      `${brief ? `${plain(view.unicode ? report.target.label : inAscii(report.target.label))}\n` : ''}${renderPretty(report, view)}`,
  );
  return [...texts, ...summary].join('\n');
}
