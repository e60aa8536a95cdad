/** One card for one cause: what it is, what it explains, what proves it, what to do and how to see that it helped. */
import type { Finding, NextStep } from '../../model.js';
import { explainCommand } from '../explain-command.js';
import { capital, careWords, relationWords } from '../words.js';
import { command, inlineCodes, link } from './command.js';
import { evidenceTable } from './evidence.js';
import { folded, heading, type Frame } from './frame.js';
import { badge, icon } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { shortened, many, statusWords, theirs } from './words.js';

/** More subjects of one cause than these are folded. */
const mostSubjects = 6;

export function causeCard(group: readonly Finding[], number: number, frame: Frame): Markup {
  const [first] = group;
  if (first === undefined) return nothing;
  const id = frame.id(`cause-${number}`);
  const status = group.some((finding) => finding.status === 'fail') ? 'fail' : 'warn';
  const checks = [...new Set(group.map(({ check }) => check))];
  return html`<article class="card ${status}" aria-labelledby="${id}">
    <header>
      <p class="tags">
        ${badge(status, statusWords[status])}${first.confidence === null ? nothing : html`<span class="tag">${first.confidence}</span>`}<span
          class="tag"
          >${first.area}</span
        >
      </p>
      ${heading(frame, 1, theirs(first.title), id)}
      <p class="ids">
        ${first.cause === null ? nothing : html`cause <code>${first.cause}</code>, `}${checks.length === 1 ? 'check' : 'checks'}
        ${inlineCodes(checks)}
      </p>
    </header>
    ${explains(group, frame, id)} ${heading(frame, 2, 'What was seen', `${id}-seen`)} ${subjects(group, frame, id)}
    ${steps(first.nextSteps, frame, id)} ${verify(group, frame, id)} ${more(first, frame, id)}
  </article> `;
}

function explains(group: readonly Finding[], frame: Frame, id: string): Markup {
  const problems = [...new Set(group.flatMap((finding) => finding.problems))];
  if (problems.length === 0) return nothing;
  const title = capital(relationWords(group[0]?.beyondTable));
  return html`${heading(frame, 2, title, `${id}-explains`)}
    <ul class="explains">
      ${problems.map((problem) => {
        const symptom = frame.view.symptomOf(problem);
        return html`<li>
          <strong>${theirs(frame.view.problemTitle(problem))}</strong>${symptom === null ? nothing : html`: <q>${theirs(symptom)}</q>`}
        </li>`;
      })}
    </ul>`;
}

function subjects(group: readonly Finding[], frame: Frame, id: string): Markup {
  const several = group.length > 1;
  const blocks = group.map((finding, index) => subject(finding, several ? `${id}-${index + 1}` : null, group[0]?.title ?? '', frame));
  const rest = blocks.slice(mostSubjects);
  return html`${blocks.slice(0, mostSubjects)}${rest.length === 0 ? nothing : folded(`${many(rest.length, 'more of the same cause', 'more of the same cause')}`, rest)}`;
}

function subject(finding: Finding, id: string | null, shared: string, frame: Frame): Markup {
  const name = shortened(finding.subject ?? '', 300);
  const about = name === '' ? finding.check : name;
  if (id !== null)
    return html`<div class="subject">
      ${lowest(frame, html`${icon(finding.status)}${theirs(about)}`, id)}
      ${finding.title === shared ? nothing : html`<p>${theirs(finding.title)}</p>`}
      ${evidenceTable(html`<span class="unseen">Evidence for ${theirs(about)}</span>`, finding)} ${fingerprint(finding)}
    </div>`;
  const caption = name === '' ? 'Evidence' : html`About ${theirs(name)}`;
  return html`<div class="subject">
    ${finding.evidence.length === 0 ? html`<p class="about">${caption}</p>` : evidenceTable(caption, finding)} ${fingerprint(finding)}
  </div>`;
}

function lowest({ level }: Frame, text: Markup, id: string): Markup {
  return level === 2 ? html`<h5 id="${id}">${text}</h5>` : html`<h6 id="${id}">${text}</h6>`;
}

function fingerprint(finding: Finding): Markup {
  return html`<p class="fingerprint">Fingerprint <code>${finding.fingerprint}</code></p>`;
}

const risks = {
  none: nothing,
  low: html` <span class="tag">low risk</span>`,
  high: html` <span class="badge warn">${icon('warn')}${careWords}</span>`,
} as const satisfies Record<NextStep['risk'], Markup>;

function steps(given: readonly NextStep[], frame: Frame, id: string): Markup {
  if (given.length === 0) return nothing;
  return html`${heading(frame, 2, 'Next steps', `${id}-steps`)}
    <ol class="steps">
      ${given.map(
        (step, index) =>
          html`<li>
            <p>${theirs(step.text)}${risks[step.risk]}</p>
            ${step.command === undefined ? nothing : command(step.command, `step ${index + 1}`)}
          </li> `,
      )}
    </ol>`;
}

/** A few are enough: the first proves the cause. */
const mostVerified = 3;

function verify(group: readonly Finding[], frame: Frame, id: string): Markup {
  const commands = [...new Set(group.flatMap((finding) => finding.verify ?? []))].slice(0, mostVerified);
  if (commands.length === 0) return nothing;
  return html`${heading(frame, 2, 'See that it helped', `${id}-verify`)} ${commands.map((each) => command(each, 'see that it helped'))}`;
}

function more(first: Finding, frame: Frame, id: string): Markup {
  return html`${heading(frame, 2, 'Read more', `${id}-more`)}
    <ul class="more">
      ${first.docs.map((address) => html`<li>${link(address)}</li>`)}
      <li><code>${explainCommand(first)}</code></li>
    </ul>`;
}
