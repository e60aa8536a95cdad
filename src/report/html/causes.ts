/** What is wrong: the names of all causes, then a card for each. */
import type { Finding, Report } from '../../model.js';
import { openCauses } from '../grouped.js';
import { verdictSentence } from '../verdict-words.js';
import { Address } from './address.js';
import { causeCard } from './cause.js';
import { folded, part, type Frame } from './frame.js';
import { icon } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { many, theirs } from './words.js';

/** More cards than these are folded. */
const mostCards = 25;

/** Those that fail something, then those that only warn, each in the order of the report. */
export function causesInOrder(report: Report): readonly (readonly Finding[])[] {
  const { failing, warning } = openCauses(report);
  return [...failing, ...warning];
}

export function causes(report: Report, frame: Frame): Markup {
  const groups = causesInOrder(report);
  if (groups.length === 0) {
    const said = verdictSentence(report) ?? 'Nothing that was looked at failed.';
    return part(frame, 'causes', 'Causes', [html`<p class="calm">${icon(report.verdict === 'healthy' ? 'pass' : 'unknown')}${said}</p>`]);
  }
  const cards = groups.map((group, index) => causeCard(group, index + 1, frame));
  const rest = cards.slice(mostCards);
  return part(frame, 'causes', groups.length === 1 ? 'The cause' : `${many(groups.length, 'cause')}`, [
    groups.length > 1 ? index(groups.slice(0, mostCards), frame) : nothing,
    ...cards.slice(0, mostCards),
    rest.length === 0 ? nothing : folded(many(rest.length, 'more cause'), rest),
  ]);
}

function index(groups: readonly (readonly Finding[])[], frame: Frame): Markup {
  return html`<ol class="index">
    ${groups.map((group, place) => {
      const status = group.some((finding) => finding.status === 'fail') ? 'fail' : 'warn';
      return html`<li>${icon(status)}<a href="${Address.within(frame.id(`cause-${place + 1}`))}">${theirs(group[0]?.title ?? '')}</a></li>`;
    })}
  </ol>`;
}
