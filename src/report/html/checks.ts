/** All checks, also those that passed and those that were skipped, with the reasons. */
import type { Finding, Report } from '../../model.js';
import { isCounted } from '../../logic/counted.js';
import { skipWords } from '../skip-words.js';
import { folded, part, type Frame } from './frame.js';
import { badge } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { table, type Column, type Row } from './table.js';
import { shortened, many, milliseconds, statusWords, theirs } from './words.js';

/** More rows than these come in portions. */
const mostRows = 1000;
const portion = 250;

const order = ['fail', 'warn', 'unknown', 'pass', 'skip'] as const;

export function checks(report: Report, frame: Frame): Markup {
  const { findings, target } = report;
  const skipped = findings.filter((finding) => finding.status === 'skip' && isCounted(finding)).map(({ reason }) => reason ?? '');
  const rows = findings.map((finding) => ({
    status: finding.status,
    cells: [
      html`<code>${finding.check}</code>`,
      html`${badge(finding.status, statusWords[finding.status])}${accepted(finding)}`,
      html`${theirs(shortened(finding.title))}${finding.reason === undefined ? nothing : html`<span class="soft">: ${theirs(shortened(finding.reason))}</span>`}`,
      finding.subject === null ? nothing : theirs(shortened(finding.subject, 300)),
      milliseconds(finding.durationMs),
    ],
  }));
  const columns = [
    { name: 'Check' },
    { name: 'Status', kind: 'short' },
    { name: 'What it says', kind: 'wide' },
    { name: 'About' },
    { name: 'Took', kind: 'number' },
  ] as const;
  const checked = new Set(findings.map(({ check }) => check)).size;
  return part(frame, 'checks', 'All checks', [
    skipped.length === 0
      ? nothing
      : html`<ul class="skips">
          ${skipWords(skipped, target).map((line) => html`<li>${theirs(line)}</li>`)}
        </ul>`,
    folded(
      `${many(checked, 'check')}, ${many(findings.length, 'answer')}`,
      html`${filter(findings, frame)}
      ${rows.length <= mostRows ? table('Every check and its answer', columns, rows) : inPortions(columns, rows)}`,
    ),
  ]);
}

/** A browser takes seconds to lay out a table of thousands of rows; what is folded costs it nothing. The filter opens what it finds. */
function inPortions(columns: readonly Column[], rows: readonly Row[]): Markup {
  const starts = rows.flatMap((_, at) => (at % portion === 0 ? [at] : []));
  return html`${starts.map((start) => {
    const own = rows.slice(start, start + portion);
    const name = `Answers ${start + 1} to ${start + own.length}`;
    return html`<details class="portion">
      <summary>${name}</summary>
      <div class="folded">${table(name, columns, own)}</div>
    </details>`;
  })}`;
}

function accepted({ waived, known }: Finding): Markup {
  return waived !== undefined ? html` <span class="tag">waived</span>` : known === true ? html` <span class="tag">known</span>` : nothing;
}

/** Works where the script runs, and is not there else. */
function filter(findings: readonly Finding[], frame: Frame): Markup {
  const there = order.filter((status) => findings.some((finding) => finding.status === status));
  const [text, said] = [frame.id('filter'), frame.id('filtered')];
  return html`<div class="filter" role="group" aria-label="Filter of the checks">
    <label for="${text}">Show those with</label>
    <input id="${text}" type="search" autocomplete="off" spellcheck="false" aria-describedby="${said}" />
    <fieldset>
      <legend>Status</legend>
      ${there.map((status) => html`<label><input type="checkbox" value="${status}" checked />${statusWords[status]}</label>`)}
    </fieldset>
    <p id="${said}" class="soft" role="status"></p>
  </div>`;
}
