/** After the reports of several targets: one line for each, the worst in sight. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { Report, Several, Verdict } from '../model.js';
import { marksFor } from './marks.js';
import { plain } from './plain-text.js';
import type { View } from './view.js';
import { wrap } from './wrap.js';

const ranks: readonly Verdict[] = ['failing', 'incomplete', 'warnings', 'healthy'];

/** Nothing for a single report. */
export function renderSummary({ reports, unusable }: Several, view: View): readonly string[] {
  if (reports.length + unusable.length < 2) return [];
  const c = new Chalk({ level: view.colour ? 1 : 0 });
  const mark = marksFor(view);
  const sign = {
    failing: [mark.fail, c.red],
    incomplete: [mark.unknown, c.magenta],
    warnings: [mark.warn, c.yellow],
    healthy: [mark.pass, c.green],
  } as const satisfies Record<Verdict, readonly [string, ChalkInstance]>;
  const rows = [...reports].sort((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict));
  const lines = [
    ...unusable.flatMap(({ target, message }) =>
      wrap(`${plain(target)}: not looked at: ${plain(message)}`, view.width, `${mark.fail} `, '    ').map((line) => c.red(line)),
    ),
    ...rows.flatMap((report) => {
      const [letter, colour] = sign[report.verdict];
      return wrap(`${plain(report.target.label)}: ${outcome(report)}`, view.width, `${letter} `, '    ').map((line) => colour(line));
    }),
  ];
  const total = ranks
    .map((verdict) => [reports.filter((report) => report.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const missing = unusable.length === 0 ? [] : [`${unusable.length} not looked at`];
  const head = `${reports.length + unusable.length} targets: ${[...missing, ...total].join(', ')}`;
  return [`${[c.bold(head), ...lines].join('\n')}\n`];
}

/** The verdict and what a person reads first. */
function outcome({ verdict, findings, counts }: Report): string {
  const bad = findings.filter(({ status, waived }) => (status === 'fail' || status === 'warn') && !waived);
  const [first] = bad;
  if (first !== undefined) {
    const others = new Set(bad.map(({ cause, fingerprint }) => cause ?? fingerprint)).size - 1;
    return `${verdict}: ${plain(first.title)}${others > 0 ? `, and ${others} more` : ''}`;
  }
  if (verdict !== 'incomplete') return verdict;
  return counts.unknown === 0 ? 'incomplete: nothing could be judged' : `incomplete: ${counts.unknown} could not be looked at`;
}
