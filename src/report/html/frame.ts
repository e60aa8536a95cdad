/** Where in the page a part stands: with several targets every part is one heading lower, and ids must differ. */
import type { View } from '../view.js';
import { html, type Markup } from './markup.js';

export interface Frame {
  readonly view: View;
  /** Heading level of the parts of a report. */
  readonly level: 2 | 3;
  /** An id of the page: a fixed word, and a number where there are several. */
  readonly id: (name: string) => string;
}

/** A heading `below` levels under that of the parts. */
export function heading({ level }: Frame, below: 0 | 1 | 2, text: Markup | string, id: string): Markup {
  switch (level + below) {
    case 2:
      return html`<h2 id="${id}">${text}</h2>`;
    case 3:
      return html`<h3 id="${id}">${text}</h3>`;
    case 4:
      return html`<h4 id="${id}">${text}</h4>`;
    default:
      return html`<h5 id="${id}">${text}</h5>`;
  }
}

/** A part of a report, named by its heading. Of several targets only the targets are landmarks: else there were dozens, many of one name. */
export function part(frame: Frame, name: string, title: string, content: readonly Markup[]): Markup {
  const id = frame.id(name);
  const whole = html`${heading(frame, 0, title, id)} ${content}`;
  return frame.level === 2
    ? html`<section class="part ${name}" aria-labelledby="${id}">${whole}</section> `
    : html`<section class="part ${name}">${whole}</section> `;
}

/** What only those need who look for it. */
export function folded(summary: Markup | string, content: Markup | readonly Markup[]): Markup {
  return html`<details>
    <summary>${summary}</summary>
    <div class="folded">${content}</div>
  </details> `;
}
