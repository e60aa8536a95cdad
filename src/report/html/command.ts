/** A command to copy, and a link to read. */
import { Address } from './address.js';
import { html, Markup } from './markup.js';

const lineBreak = new Markup('\n');

/** Several lines stay several lines; the button is there only where the script runs. */
export function command(text: string, what: string): Markup {
  const lines = text.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`${lineBreak}${line}`));
  return html`<div class="command">
    <pre><code>${lines}</code></pre>
    <button type="button" class="copy" aria-label="Copy the command: ${what}">Copy</button>
  </div>`;
}

/** What is no address of the web is text. */
export function link(text: string): Markup {
  const address = Address.web(text);
  return address === null
    ? html`<bdi>${text}</bdi>`
    : html`<a class="out" href="${address}" rel="noreferrer noopener">${address.text.replace(/^https?:\/\//, '')}</a>`;
}

export function inlineCodes(ids: readonly string[]): Markup {
  return html`${ids.map((id, index) => (index === 0 ? html`<code>${id}</code>` : html`, <code>${id}</code>`))}`;
}
