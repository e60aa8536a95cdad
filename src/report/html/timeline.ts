/** When each look began and how long it took: what the run waited for. */
import type { ProbeReport, Report } from '../../model.js';
import { endOf, waitedFor } from './chain.js';
import { folded, part, type Frame } from './frame.js';
import { inlineCodes } from './command.js';
import { badge } from './icons.js';
import { html, nothing, type Markup } from './markup.js';
import { picture, sample, share } from './picture.js';
import { table } from './table.js';
import { bounded, shortened, many, milliseconds, theirs } from './words.js';

/** More lines than these nobody can tell apart: the shortest looks are left out of the picture, never out of the table. */
const mostLines = 120;
const lineHeight = 4;
const axisHeight = 20;

export function timeline({ probes, durationMs }: Report, frame: Frame): Markup {
  if (probes.length === 0) return nothing;
  const inOrder = [...probes].sort((a, b) => a.startedMs - b.startedMs);
  const end = inOrder.reduce((latest, probe) => Math.max(latest, endOf(probe)), Math.max(bounded(durationMs), 1));
  const chain = waitedFor(inOrder);
  const decisive = new Set(chain);
  const drawn = longest(inOrder, decisive);
  const gaps = probes.filter(({ ok }) => !ok).length;
  const words = `${many(probes.length, 'look')} in ${milliseconds(end)}, ${gaps === 0 ? 'all of them saw something' : `${gaps} of them saw nothing`}. The last to end waited for: ${chain.map((probe) => `${probe.fact} ${milliseconds(probe.durationMs)}`).join(', then ')}.`;
  return part(frame, 'timeline', 'Timeline of the looks', [
    html`<p>
        ${many(probes.length, 'look')} in ${milliseconds(end)}. The run ended when the last of this chain did, each of which waited for the
        one before:
      </p>
      <ol class="chain">
        ${chain.map((probe) => html`<li><code>${probe.fact}</code> ${milliseconds(probe.durationMs)}</li>`)}
      </ol>`,
    picture(
      {
        name: 'timeline-picture',
        title: 'When each look began and how long it took',
        words,
        height: drawn.length * lineHeight + axisHeight,
        content: [ticks(end, drawn.length * lineHeight), ...drawn.map((probe, index) => line(probe, index, end, decisive))],
        legend: [
          sample('bar', 'look', 'saw something'),
          ...(chain.length > 0 ? [sample('bar', 'look decisive', 'of the chain that the run waited for')] : []),
          ...(gaps > 0 ? [sample('bar', 'look gap', 'saw nothing')] : []),
          ...(drawn.length < probes.length ? [html`<span>the ${drawn.length} longest of ${probes.length}</span>`] : []),
        ],
      },
      frame,
    ),
    folded(`${many(probes.length, 'look')} with times`, times(inOrder, end, decisive)),
  ]);
}

function longest(probes: readonly ProbeReport[], decisive: ReadonlySet<ProbeReport>): readonly ProbeReport[] {
  if (probes.length <= mostLines) return probes;
  const byLength = [...probes].sort((a, b) => Number(decisive.has(b)) - Number(decisive.has(a)) || b.durationMs - a.durationMs);
  const kept = new Set(byLength.slice(0, mostLines));
  return probes.filter((probe) => kept.has(probe));
}

function line(probe: ProbeReport, index: number, end: number, decisive: ReadonlySet<ProbeReport>): Markup {
  return bar(probe, end, index * lineHeight, decisive);
}

/** Never thinner than can be seen. */
const thinnest = 1 / 250;

function bar(probe: ProbeReport, end: number, y: number, decisive: ReadonlySet<ProbeReport>): Markup {
  const width = Math.max(probe.durationMs, end * thinnest);
  const x = Math.min(probe.startedMs, end - width);
  const kind = `look${probe.ok ? '' : ' gap'}${decisive.has(probe) ? ' decisive' : ''}`;
  return html`<rect class="${kind}" x="${share(x, end)}" y="${y}" width="${share(width, end)}" height="${lineHeight - 1}" />`;
}

function ticks(end: number, height: number): Markup {
  return html`${[0, 0.25, 0.5, 0.75, 1].map((at) => {
    const x = `${at * 100}%`;
    const anchor = at === 0 ? 'start' : at === 1 ? 'end' : 'middle';
    return html`<line class="grid" x1="${x}" y1="0" x2="${x}" y2="${height + 3}" /><text x="${x}" y="${height + 16}" text-anchor="${anchor}"
        >${milliseconds(end * at)}</text
      >`;
  })}`;
}

function times(probes: readonly ProbeReport[], end: number, decisive: ReadonlySet<ProbeReport>): Markup {
  const columns = [
    { name: 'Look' },
    { name: 'When', kind: 'picture' },
    { name: 'Began after', kind: 'number' },
    { name: 'Took', kind: 'number' },
    { name: 'What came of it', kind: 'wide' },
  ] as const;
  const rows = probes.map((probe) => ({
    cells: [
      html`<code>${probe.fact}</code>`,
      html`<svg class="strip" width="100%" height="${lineHeight}" aria-hidden="true" focusable="false">
        ${bar(probe, end, 0, decisive)}
      </svg>`,
      milliseconds(probe.startedMs),
      milliseconds(probe.durationMs),
      outcome(probe),
    ],
  }));
  return table('Every look: when it began, how long it took, what it needed', columns, rows);
}

function outcome({ ok, gap, why, partial, needs }: ProbeReport): Markup {
  const skipped = gap === 'disabled' || gap === 'unsupported';
  const word = ok ? (partial === undefined ? 'seen' : 'seen in part') : (gap ?? 'nothing seen');
  const note = ok ? partial : why;
  return html`${badge(ok ? 'pass' : skipped ? 'skip' : 'unknown', word)}${note === undefined ? nothing : html` ${theirs(shortened(note))}`}
  ${needs.length === 0 ? nothing : html`<span class="soft">needed ${inlineCodes(needs)}</span>`}`;
}
