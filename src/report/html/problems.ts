/** The documented problems, each with what became of it. */
import type { ProblemReport, Report, SeenInLog, Status } from '../../model.js';
import { problemWords } from '../words.js';
import { Address } from './address.js';
import { causesInOrder } from './causes.js';
import { part, type Frame } from './frame.js';
import { badge } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { table } from './table.js';
import { shortened, many, moment, theirs } from './words.js';

const statusOf = { explained: 'fail', 'ruled-out': 'pass', undetermined: 'unknown' } as const satisfies Record<
  ProblemReport['status'],
  Status
>;

export function problems(report: Report, frame: Frame): Markup {
  if (report.problems.length === 0) return nothing;
  const anchors = new Map(
    causesInOrder(report).map((group, index) => [group[0]?.cause ?? '', Address.within(frame.id(`cause-${index + 1}`))]),
  );
  const failing = new Set(report.findings.filter(({ status }) => status === 'fail').map(({ fingerprint }) => fingerprint));
  const rows = report.problems.map((problem) => {
    const { title, status, causes, seen, findings } = problem;
    const as = status === 'explained' && !findings.some((one) => failing.has(one)) ? 'warn' : statusOf[status];
    return {
      cells: [
        theirs(title),
        badge(as, problemWords[status]),
        causes.map((cause, index) => {
          const anchor = anchors.get(cause);
          return html`${index === 0 ? '' : ', '}${anchor === undefined ? html`<code>${cause}</code>` : html`<a href="${anchor}"><code>${cause}</code></a>`}`;
        }),
        html`${seen.slice(0, mostSeen).map(inLog)}`,
      ],
    };
  });
  const columns = [
    { name: 'Problem', kind: 'wide' },
    { name: 'Status', kind: 'short' },
    { name: 'Causes found' },
    { name: 'In the logs' },
  ] as const;
  return part(frame, 'problems', 'The documented problems', [
    html`<p>
      Explained: a cause of it was found. Ruled out: everything that could cause it was looked at and is well. Open: something could not be
      seen.
    </p>`,
    table(`${many(rows.length, 'documented problem')} and what became of each`, columns, rows),
  ]);
}

const mostSeen = 3;

function inLog({ what, count, last, source }: SeenInLog): Markup {
  return html`<p>
    ${theirs(shortened(what, 300))}, ${count === 1 ? 'once' : many(count, 'time')}${last === null ? nothing : html`, last ${moment(last)}`}
    (${theirs(shortened(source, 300))})
  </p>`;
}
