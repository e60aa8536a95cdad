/** -f html: one file that needs nothing else, for tickets, mail and paper. */
import type { Several } from '../model.js';
import { Address } from './html/address.js';
import { head } from './html/head.js';
import { html } from './html/markup.js';
import { page } from './html/page.js';
import { partsOf } from './html/report.js';
import { frameOf, targetLinks, targetSection, targetsTable } from './html/targets.js';
import { many, theirs, verdictWords } from './html/words.js';
import { worstVerdict } from './verdicts.js';
import type { View } from './view.js';

/** Pure. What is folded on the screen is unfolded on paper. */
export function renderHtml(several: Several, view: View): string {
  const { reports, unusable } = several;
  const [only] = reports;
  if (only === undefined || reports.length + unusable.length > 1) return ofSeveral(several, view);
  const parts = partsOf(only, frameOf(view, 2, 0));
  return page({
    title: `${verdictWords[only.verdict]}: ${only.target.label} (whmcs-doctor)`,
    verdict: only.verdict,
    contents: html`${parts.map(({ name, title }) => html`<li><a href="${Address.within(name)}">${title}</a></li>`)}`,
    main: html`${head(only, html`<h1>${theirs(only.target.label)}</h1>`)} ${parts.map(({ content }) => content)}`,
  });
}

function ofSeveral(several: Several, view: View): string {
  const { reports, unusable } = several;
  const count = many(reports.length + unusable.length, 'target');
  const verdict = unusable.length > 0 ? 'failing' : worstVerdict(reports);
  return page({
    title: `${unusable.length > 0 ? `${unusable.length} not looked at` : verdictWords[verdict]}: ${count} (whmcs-doctor)`,
    verdict,
    contents: targetLinks(several),
    main: html`<h1>${count}</h1>
      ${targetsTable(several)} ${reports.map((report, place) => targetSection(report, place, view))}`,
  });
}
