/**
 * Tables that become stacked blocks where the screen is narrow. The roles are said again because some browsers forget them once a table is
 * laid out as blocks.
 */
import { html, type Markup, type Piece } from './markup.js';

export interface Column {
  readonly name: string;
  readonly kind?: 'number' | 'short' | 'wide' | 'picture';
}

export interface Row {
  readonly cells: readonly Piece[];
  /** By which the script filters. */
  readonly status?: string;
}

/** The first cell of each row is its heading. */
export function table(caption: Markup | string, columns: readonly Column[], rows: readonly Row[]): Markup {
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(({ name, kind }) => html`<th role="columnheader" scope="col" class="${kind ?? 'text'}">${name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => line(columns, row))}
    </tbody>
  </table> `;
}

function line(columns: readonly Column[], { cells, status }: Row): Markup {
  const content = cells.map((cell, index) => {
    const { name, kind = 'text' } = columns[index] ?? { name: '' };
    if (index === 0) return html`<th role="rowheader" scope="row">${cell}</th>`;
    return html`<td role="cell" class="${kind}" data-label="${name}">${cell}</td>`;
  });
  return status === undefined
    ? html`<tr role="row">
        ${content}
      </tr> `
    : html`<tr role="row" data-status="${status}">
        ${content}
      </tr> `;
}
