/** What was seen, what was wanted, where and from which vantage. */
import type { Evidence, Finding, Scalar } from '../../model.js';
import { vantageNames } from '../place-words.js';
import { missingWords } from '../values.js';
import { html, nothing, type Markup } from './markup.js';
import { table, type Column } from './table.js';
import { shortened } from './words.js';

export function evidenceTable(caption: Markup | string, { evidence }: Finding): Markup {
  if (evidence.length === 0) return nothing;
  const wants = evidence.some(({ want }) => want !== undefined);
  const columns: readonly Column[] = [
    { name: 'What' },
    { name: 'Saw', kind: 'wide' },
    ...(wants ? [{ name: 'Want' } as const] : []),
    { name: 'Where' },
  ];
  return table(
    caption,
    columns,
    evidence.map((piece) => ({
      cells: [html`<bdi>${piece.label}</bdi>`, cell(piece.saw), ...(wants ? [wanted(piece)] : []), place(piece)],
    })),
  );
}

function wanted({ want }: Evidence): Markup {
  return want === undefined ? nothing : cell(want);
}

function cell(value: Scalar): Markup {
  const missing = missingWords(value);
  return missing === null ? html`<bdi>${shortened(String(value))}</bdi>` : html`<span class="none">${missing}</span>`;
}

function place({ source, vantage }: Evidence): Markup {
  return html`<bdi class="source">${shortened(source)}</bdi> <span class="vantage">(${vantageNames[vantage]})</span>`;
}
