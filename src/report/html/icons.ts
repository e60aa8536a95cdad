/** A shape for each status, so that none is told by its colour alone. Always beside the word. */
import type { Status } from '../../model.js';
import { html, type Markup } from './markup.js';

/** Once per page. */
export const shapes = html`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false">
  <symbol id="is-fail" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.5" />
    <path d="M5.2 5.2l5.6 5.6m0-5.6l-5.6 5.6" />
  </symbol>
  <symbol id="is-warn" viewBox="0 0 16 16">
    <path class="body" d="M8 1.2L15.4 14.4H.6z" />
    <path d="M8 6v4m0 1.9v.6" />
  </symbol>
  <symbol id="is-unknown" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.5" />
    <path d="M5.9 6.4a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.6-.9 1.3m0 1.9v.5" />
  </symbol>
  <symbol id="is-pass" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.5" />
    <path d="M4.6 8.3l2.3 2.3 4.5-4.9" />
  </symbol>
  <symbol id="is-skip" viewBox="0 0 16 16">
    <circle class="ring" cx="8" cy="8" r="6.75" />
    <path d="M5 8h6" />
  </symbol>
</svg>`;

const uses = {
  fail: html`<svg class="icon fail" aria-hidden="true" focusable="false"><use href="#is-fail" /></svg>`,
  warn: html`<svg class="icon warn" aria-hidden="true" focusable="false"><use href="#is-warn" /></svg>`,
  unknown: html`<svg class="icon unknown" aria-hidden="true" focusable="false"><use href="#is-unknown" /></svg>`,
  pass: html`<svg class="icon pass" aria-hidden="true" focusable="false"><use href="#is-pass" /></svg>`,
  skip: html`<svg class="icon skip" aria-hidden="true" focusable="false"><use href="#is-skip" /></svg>`,
} as const satisfies Record<Status, Markup>;

export function icon(status: Status): Markup {
  return uses[status];
}

/** The shape and the word. */
export function badge(status: Status, word: string): Markup {
  return html`<span class="badge ${status}">${icon(status)}${word}</span>`;
}
