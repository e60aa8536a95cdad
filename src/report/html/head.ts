/** The head of a report: of what it is, when it was made, and its verdict in words and numbers. */
import { formatSeconds } from '../../logic/amounts.js';
import type { Counts, Report, Status } from '../../model.js';
import { agedWords, machineMeant, recordedFrom } from '../place-words.js';
import { icon } from './icons.js';
import { html, nothing, type Markup, type Piece } from './markup.js';
import { kindWords, milliseconds, moment, theirs, verdictWords, whole } from './words.js';
import { verdictStatus } from '../verdicts.js';

/** `title`: the heading that names the target. */
export function head(report: Report, title: Markup): Markup {
  const { target, verdict, startedAt, durationMs, tool, exitCode, counts } = report;
  const { recorded } = target;
  const aged = recorded === undefined ? null : agedWords(recorded);
  const meant = machineMeant(target);
  const checks = new Set(report.findings.map(({ check }) => check)).size;
  const status = verdictStatus[verdict];
  return html`<div class="head ${status}">
    <p class="verdict">${icon(status)}<strong>${verdictWords[verdict]}</strong></p>
    ${title}
    <ul class="counts" aria-label="Answers of the checks">
      ${tiles(counts)}
    </ul>
    <dl class="facts">
      ${fact('Looked at', `${kindWords[target.kind]}`)}
      ${target.whmcsVersion === null ? nothing : fact('WHMCS', theirs(target.whmcsVersion))}
      ${target.systemUrl === null ? nothing : fact('System URL', theirs(target.systemUrl))}
      ${fact(recorded === undefined ? 'When' : 'Facts of', moment(startedAt))}
      ${fact('Took', `${milliseconds(durationMs)}, ${whole(checks)} ${checks === 1 ? 'check' : 'checks'}`)}
      ${recorded === undefined ? nothing : fact('Recorded', html`${moment(recorded.at)}, ${recordedFrom[recorded.kind]} ${theirs(recorded.label)}, by whmcs-doctor ${theirs(recorded.by)}`)}
      ${recorded === undefined ? nothing : fact('Its age', formatSeconds(recorded.ageSeconds))}
      ${fact('Program', html`whmcs-doctor ${theirs(tool.version)}, exit status ${exitCode}`)}
    </dl>
    ${aged === null ? nothing : html`<p class="note">${icon('warn')}<span>${aged}</span></p>`}
    ${meant === null ? nothing : html`<p class="soft">${meant}</p>`}
  </div> `;
}

function fact(name: string, value: Piece): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div> `;
}

const order: readonly (readonly [Status, string])[] = [
  ['fail', 'failed'],
  ['warn', 'warnings'],
  ['unknown', 'unknown'],
  ['pass', 'passed'],
  ['skip', 'skipped'],
];

function tiles(counts: Counts): Markup {
  const accepted = [
    ['waived', counts.waived],
    ['known', counts.known],
  ] as const;
  return html`${order.map(([status, word]) => html`<li class="${counts[status] === 0 ? 'zero' : status}">${icon(status)}<b>${whole(counts[status])}</b> ${status === 'warn' && counts.warn === 1 ? 'warning' : word}</li>`)}${accepted.map(([word, count]) => (count === 0 ? nothing : html`<li class="skip">${icon('skip')}<b>${whole(count)}</b> ${word}</li>`))}`;
}
