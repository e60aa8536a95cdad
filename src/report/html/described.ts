/** What the person's words told of, and what became of it. */
import type { Candidate, Finding, Report, Status } from '../../model.js';
import { percent } from '../percent.js';
import { noMatchWords, problemWords } from '../words.js';
import { inlineCodes } from './command.js';
import { part, type Frame } from './frame.js';
import { icon } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { shortened, theirs } from './words.js';

export function described(report: Report, frame: Frame): Markup {
  const { triage, target, findings } = report;
  if (triage === undefined) return nothing;
  const { candidates, ask } = triage;
  if (candidates.length === 0) return part(frame, 'described', 'What was described', [html`<p>It ${noMatchWords}</p>`]);
  const failing = new Set(findings.filter(({ status }) => status === 'fail').map(({ fingerprint }) => fingerprint));
  const give = [...new Set(candidates.flatMap((candidate) => candidate.give))];
  const open = candidates.every(({ status }) => status !== 'explained');
  return part(frame, 'described', 'What was described', [
    html`<ul class="plainly">
      ${candidates.map((candidate) => item(candidate, failing))}
    </ul>`,
    give.length === 0
      ? nothing
      : html`<p>
          ${target.kind === 'bundle' ? 'To look closer, record the bundle again with' : 'To look closer, give'} ${inlineCodes(give)}.
        </p>`,
    open && ask !== null ? html`<p>To know more, ask: ${theirs(ask)}</p>` : nothing,
  ]);
}

function item({ status, title, score, why, matched, findings }: Candidate, failing: ReadonlySet<Finding['fingerprint']>): Markup {
  const as: Status = {
    explained: findings.some((one) => failing.has(one)) ? 'fail' : 'warn',
    'ruled-out': 'pass',
    undetermined: 'unknown',
  }[status] as Status;
  return html`<li>
    ${icon(as)}
    <div>
      <strong>${theirs(title)}</strong> (${percent(score)}), ${problemWords[status]}: ${theirs(shortened(why))}
      ${
        matched.length === 0
          ? nothing
          : html`<span class="soft"
              >by the words ${matched.map((each, index) => html`${index === 0 ? '' : ', '}<q>${theirs(each)}</q>`)}</span
            >`
      }
    </div>
  </li> `;
}
