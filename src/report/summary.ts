/** After the reports of several targets: one line for each, the worst in sight. */
import { Chalk, type ChalkInstance } from 'chalk';
import { isOpen } from '../logic/counted.js';
import type { Report, Several, Verdict } from '../model.js';
import { inAscii } from './in-ascii.js';
import { marksFor } from './marks.js';
import { plain } from './plain-text.js';
import { verdictStatus, worstFirst } from './verdicts.js';
import type { View } from './view.js';
import { wrap } from './wrap.js';

/** Nothing for a single report. */
export function renderSummary(several: Several, view: View): readonly string[] {
  const { reports, unusable } = view.unicode ? several : inAscii(several);
  if (reports.length + unusable.length < 2) return [];
  const c = new Chalk({ level: view.colour ? 1 : 0 });
  const mark = marksFor(view);
  const colours = { failing: c.red, incomplete: c.magenta, warnings: c.yellow, healthy: c.green } as const satisfies Record<
    Verdict,
    ChalkInstance
  >;
  const rows = [...reports].sort((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict));
  const lines = [
    ...unusable.flatMap(({ target, message }) =>
      wrap(`${plain(target)}: not looked at: ${plain(message)}`, view.width, `${mark.fail} `, '    ').map((line) => c.red(line)),
    ),
    ...rows.flatMap((report) => {
      const text = `${plain(report.target.label)}: ${headline(report)}`;
      return wrap(text, view.width, `${mark[verdictStatus[report.verdict]]} `, '    ').map((line) => colours[report.verdict](line));
    }),
  ];
  const total = worstFirst
    .map((verdict) => [reports.filter((report) => report.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const missing = unusable.length === 0 ? [] : [`${unusable.length} not looked at`];
  const head = `${reports.length + unusable.length} targets: ${[...missing, ...total].join(', ')}`;
  return [`${[c.bold(head), ...lines].join('\n')}\n`];
}

/** The verdict and what a person reads first. */
export function headline({ verdict, findings, counts }: Report): string {
  const bad = findings.filter(isOpen);
  const [first] = bad;
  if (first !== undefined) {
    const others = new Set(bad.map(({ cause, fingerprint }) => cause ?? fingerprint)).size - 1;
    return `${verdict}: ${plain(first.title)}${others > 0 ? `, and ${others} more` : ''}`;
  }
  if (verdict === 'healthy') return `healthy${besides(counts)}`;
  if (verdict !== 'incomplete') return verdict;
  return counts.unknown === 0 ? 'incomplete: nothing could be judged' : `incomplete: ${counts.unknown} could not be looked at`;
}

/** Healthy is not the same as without a fault. */
function besides({ waived, known }: Report['counts']): string {
  const parts = [waived > 0 ? `${waived} waived` : null, known > 0 ? `${known} known` : null].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
