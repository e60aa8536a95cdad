/**
 * Pictures that keep their letters readable at every width: places along are shares of the width, heights are pixels, and nothing is scaled.
 */
import type { Frame } from './frame.js';
import { html, type Markup } from './markup.js';

export interface Picture {
  /** A fixed word for its ids. */
  readonly name: string;
  readonly title: string;
  /** The same in words. */
  readonly words: string;
  readonly height: number;
  readonly content: readonly Markup[];
  /** What stands below: what the marks mean. */
  readonly legend: readonly Markup[];
}

export function picture({ name, title, words, height, content, legend }: Picture, frame: Frame): Markup {
  const [titleId, wordsId] = [frame.id(`${name}-title`), frame.id(`${name}-words`)];
  return html`<figure>
    <svg class="drawing" width="100%" height="${height}" role="img" aria-labelledby="${titleId} ${wordsId}">
      <title id="${titleId}">${title}</title>
      <desc id="${wordsId}">${words}</desc>
      ${content}
    </svg>
    <figcaption>
      <ul class="legend">
        ${legend.map((each) => html`<li>${each}</li>`)}
      </ul>
    </figcaption>
  </figure> `;
}

const samples = {
  bar: (kind: string): Markup => html`<rect class="${kind}" x="1" y="3" width="20" height="8" rx="2" />`,
  line: (kind: string): Markup => html`<line class="${kind}" x1="11" y1="0" x2="11" y2="14" />`,
  across: (kind: string): Markup => html`<line class="${kind}" x1="0" y1="7" x2="22" y2="7" />`,
} as const;

/** A sample of a mark, and what it means. */
export function sample(mark: keyof typeof samples, kind: string, text: string): Markup {
  return html`<svg class="sample" width="22" height="14" aria-hidden="true" focusable="false">${samples[mark](kind)}</svg>
    <span>${text}</span>`;
}

/** Stripes, for what must not be told by colour alone. */
export const stripes = html`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false">
  <defs>
    <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="stripe-ground" width="6" height="6" />
      <rect class="stripe" width="3" height="6" />
    </pattern>
  </defs>
</svg>`;

/** A share of the width: always a number between 0 % and 100 %. */
export function share(part: number, whole: number): string {
  const ratio = whole > 0 && Number.isFinite(part / whole) ? part / whole : 0;
  return `${Math.round(Math.min(1, Math.max(0, ratio)) * 10_000) / 100}%`;
}
