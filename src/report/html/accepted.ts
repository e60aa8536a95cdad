/** What the operator accepted beforehand, and what became of that: waivers and the baseline. Shown, never counted. */
import type { BaselineReport, Finding, Report, Status, WaiverReport } from '../../model.js';
import { evidenceTable } from './evidence.js';
import { folded, heading, part, type Frame } from './frame.js';
import { badge } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { table } from './table.js';
import { shortened, many, moment, statusWords, theirs } from './words.js';

export function accepted({ findings, policy }: Report, frame: Frame): Markup {
  const waived = findings.filter((finding) => finding.waived !== undefined);
  const known = findings.filter((finding) => finding.known === true && finding.waived === undefined);
  const idle = (policy?.waivers ?? []).filter(({ state }) => state !== 'applied' && state !== 'undecided');
  const { baseline } = policy ?? {};
  if (waived.length + known.length + idle.length === 0 && baseline === undefined) return nothing;
  return part(frame, 'accepted', 'Accepted beforehand', [
    html`<p>None of this counts for the verdict.</p>`,
    waivedTable(waived, frame),
    waiversTable(idle, frame),
    baseline === undefined ? nothing : baselineWords(baseline, frame),
    knownTable(known, frame),
  ]);
}

function waivedTable(findings: readonly Finding[], frame: Frame): Markup {
  if (findings.length === 0) return nothing;
  const rows = findings.map((finding) => ({
    cells: [
      name(finding),
      badge(finding.status, statusWords[finding.status]),
      theirs(finding.waived?.reason ?? ''),
      theirs(finding.waived?.owner ?? ''),
      theirs(finding.waived?.until ?? ''),
    ],
  }));
  const columns = [
    { name: 'Finding', kind: 'wide' },
    { name: 'Status', kind: 'short' },
    { name: 'Reason', kind: 'wide' },
    { name: 'Owner', kind: 'short' },
    { name: 'Until', kind: 'short' },
  ] as const;
  return html`${heading(frame, 1, 'Waived', frame.id('waived'))} ${table('Findings that a waiver covers', columns, rows)}
  ${evidenceOf(findings, 'What was seen of the waived ones')}`;
}

function knownTable(findings: readonly Finding[], frame: Frame): Markup {
  if (findings.length === 0) return nothing;
  const rows = findings.map((finding) => ({
    cells: [name(finding), badge(finding.status, statusWords[finding.status]), html`<code>${finding.fingerprint}</code>`],
  }));
  return html`${heading(frame, 1, 'Known before', frame.id('known'))}
  ${table(
    'Findings that stand in the baseline',
    [
      { name: 'Finding', kind: 'wide' },
      { name: 'Status', kind: 'short' },
      { name: 'Fingerprint', kind: 'short' },
    ],
    rows,
  )}
  ${evidenceOf(findings, 'What was seen of the known ones')}`;
}

function name({ title, subject, check }: Pick<Finding, 'title' | 'subject' | 'check'>): Markup {
  return html`<span class="name">${theirs(title)}</span
    >${subject === null || subject === '' ? nothing : html` <span class="soft">${theirs(shortened(subject, 300))}</span>`}
    <code>${check}</code>`;
}

function evidenceOf(findings: readonly Finding[], summary: string): Markup {
  const tables = findings
    .filter(({ evidence }) => evidence.length > 0)
    .map((finding) => evidenceTable(html`${theirs(finding.title)}, <code>${finding.fingerprint}</code>`, finding));
  return tables.length === 0 ? nothing : folded(summary, tables);
}

const states = { applied: 'pass', unused: 'skip', undecided: 'skip', expired: 'warn', unknown: 'unknown' } as const satisfies Record<
  WaiverReport['state'],
  Status
>;
const stateWords = {
  applied: 'applied',
  unused: 'unused: nothing of the kind was found',
  undecided: 'in force: not all that it names could be looked at',
  expired: 'expired',
  unknown: 'names what does not exist',
} as const;

function waiversTable(waivers: readonly WaiverReport[], frame: Frame): Markup {
  if (waivers.length === 0) return nothing;
  const columns = [
    { name: 'Waiver', kind: 'wide' },
    { name: 'What became of it' },
    { name: 'Reason' },
    { name: 'Owner', kind: 'short' },
    { name: 'Until', kind: 'short' },
  ] as const;
  const rows = waivers.map(({ names, state, reason, owner, until, nearest }) => ({
    cells: [
      theirs(names),
      html`${badge(states[state], stateWords[state])}${nearest === undefined ? nothing : html` did you mean <code>${nearest}</code>?`}`,
      theirs(reason),
      theirs(owner),
      theirs(until),
    ],
  }));
  return html`${heading(frame, 1, 'Waivers that waive nothing', frame.id('waivers'))}
  ${table('Waivers that do not apply: remove or correct them', columns, rows)}`;
}

function baselineWords({ file, writtenAt, new: fresh, fixed }: BaselineReport, frame: Frame): Markup {
  const rows = fixed.map((finding) => ({
    cells: [name(finding), badge(finding.status, `was: ${statusWords[finding.status]}`), html`<code>${finding.fingerprint}</code>`],
  }));
  return html`${heading(frame, 1, 'Baseline', frame.id('baseline'))}
    <p>
      Compared with ${theirs(file)}, written ${moment(writtenAt)}: ${many(fresh.length, 'new finding')}, ${many(fixed.length, 'fixed one')}.
    </p>
    ${
      rows.length === 0
        ? nothing
        : table(
            'Fixed since the baseline was written',
            [
              { name: 'Finding', kind: 'wide' },
              { name: 'Status', kind: 'short' },
              { name: 'Fingerprint', kind: 'short' },
            ],
            rows,
          )
    }`;
}
