/** What could not be looked at, once per reason, and what would settle it. */
import type { Report } from '../../model.js';
import { isCounted } from '../../logic/counted.js';
import { byReason, type Group } from '../grouped.js';
import { inlineCodes } from './command.js';
import { folded, part, type Frame } from './frame.js';
import { icon } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { many, shortened, theirs } from './words.js';

/** More cards than these are folded. */
const mostCards = 25;

export function unknowns(report: Report, frame: Frame): Markup {
  const groups = byReason(report.findings.filter((finding) => finding.status === 'unknown' && isCounted(finding)));
  if (groups.length === 0) return nothing;
  const cards = groups.map(card);
  const rest = cards.slice(mostCards);
  return part(frame, 'unknowns', 'What could not be looked at', [
    html`<ul class="cards">
      ${cards.slice(0, mostCards)}
    </ul>`,
    rest.length === 0
      ? nothing
      : folded(
          many(rest.length, 'more reason'),
          html`<ul class="cards">
            ${rest}
          </ul>`,
        ),
  ]);
}

function card(group: Group): Markup {
  const [first] = group;
  return html`<li class="card unknown">
    <p class="reason">${icon('unknown')}<strong>${theirs(shortened(first.reason ?? 'no reason given'))}</strong></p>
    ${first.settle === undefined ? nothing : html`<p>To settle it: ${theirs(shortened(first.settle))}</p>`}
    <p class="ids">${group.length === 1 ? 'check' : 'checks'} ${inlineCodes([...new Set(group.map(({ check }) => check))])}</p>
  </li> `;
}
