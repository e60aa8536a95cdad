/** Several targets in one page: a table of all of them, then a section for each. */
import type { Report, Several } from '../../model.js';
import { isOpen } from '../../logic/counted.js';
import type { View } from '../view.js';
import { Address } from './address.js';
import { folded, type Frame } from './frame.js';
import { head } from './head.js';
import { badge } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { partsOf } from './report.js';
import { table } from './table.js';
import { shortened, many, theirs, verdictWords, whole } from './words.js';
import { verdictStatus } from '../verdicts.js';

export function frameOf(view: View, level: Frame['level'], place: number): Frame {
  return { view, level, id: (name) => (level === 2 ? name : `target-${place + 1}-${name}`) };
}

export function targetsTable({ reports, unusable }: Several): Markup {
  const columns = [
    { name: 'Target', kind: 'wide' },
    { name: 'Verdict', kind: 'short' },
    { name: 'Failed', kind: 'number' },
    { name: 'Warnings', kind: 'number' },
    { name: 'Unknown', kind: 'number' },
    { name: 'First of what was found', kind: 'wide' },
  ] as const;
  const rows = [
    ...unusable.map(({ target, message }) => ({
      cells: [theirs(target), badge('fail', 'Not looked at'), '', '', '', theirs(shortened(message))],
    })),
    ...reports.map((report, place) => ({
      cells: [
        html`<a href="${Address.within(idOf(place))}">${theirs(report.target.label)}</a>`,
        badge(verdictStatus[report.verdict], verdictWords[report.verdict]),
        whole(report.counts.fail),
        whole(report.counts.warn),
        whole(report.counts.unknown),
        theirs(report.findings.find(isOpen)?.title ?? ''),
      ],
    })),
  ];
  return html`<section class="part targets" aria-labelledby="targets">
    <h2 id="targets">All targets</h2>
    ${table(many(rows.length, 'target'), columns, rows)}
  </section> `;
}

function idOf(place: number): string {
  return `target-${place + 1}`;
}

/** What is healthy is folded: there is nothing to do. */
export function targetSection(report: Report, place: number, view: View): Markup {
  const id = idOf(place);
  const frame = frameOf(view, 3, place);
  const parts = partsOf(report, frame).map(({ content }) => content);
  return html`<section class="target" aria-label="Target ${place + 1}">
    ${head(report, html`<h2 id="${id}">${theirs(report.target.label)}</h2>`)}
    ${report.verdict === 'healthy' ? folded(`All about this target`, parts) : parts}
  </section> `;
}

export function targetLinks({ reports }: Several): Markup {
  return html`${reports.length === 0 ? nothing : html`<li><a href="${Address.within('targets')}">All targets</a></li>`}${reports.map(
    ({ target }, place) => html`<li><a href="${Address.within(idOf(place))}">${theirs(target.label)}</a></li>`,
  )}`;
}
