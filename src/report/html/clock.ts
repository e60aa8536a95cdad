/** What each time source said of the clock, as intervals, and what it may be off by. */
import { clockOf, describeOffset, duration } from '../../logic/clock-rule.js';
import type { Pictures, Report } from '../../model.js';
import { folded, part, type Frame } from './frame.js';
import { html, nothing, type Markup } from './markup.js';
import { picture, sample, share } from './picture.js';
import { table } from './table.js';
import { bounded, shortened, many, theirs } from './words.js';

type Clock = NonNullable<Pictures['clock']>;
type Interval = NonNullable<Clock['agreed']>;

const rowHeight = 32;
/** Of a row, what its words take. */
const textHeight = 17;
const axisHeight = 22;
const mostSources = 50;

export function clock({ pictures }: Report, frame: Frame): Markup {
  const seen = pictures?.clock;
  if (seen === undefined) return nothing;
  const answered = seen.sources.slice(0, mostSources).flatMap((source) => ('failed' in source ? [] : [source]));
  const { agreed, limits } = seen;
  const all = [...answered, ...(agreed === null ? [] : [agreed])];
  const view = viewOf(all, limits);
  const rows = [
    ...answered.map((source, index) => row(source.name, source, source.agreed ? 'said' : 'said alone', index, view)),
    ...(agreed === null ? [] : [row('where most of them agree', agreed, 'agreed', answered.length, view)]),
  ];
  const height = rows.length * rowHeight;
  const marks = limitMarks(limits, view);
  return part(frame, 'clock', clockOf(seen), [
    html`<p>
      ${agreed === null ? 'The time sources do not agree, so nobody can say how far it is off.' : `${answered.filter((one) => one.agreed).length} of ${many(seen.sources.length, 'time source')} agree: it is ${describeOffset(agreed)}.`}
    </p>`,
    picture(
      {
        name: 'clock-picture',
        title: 'How far the clock may be off, by each time source',
        words: answered.map((source) => `${source.name}: ${describeOffset(source)}`).join(', '),
        height: height + axisHeight,
        content: [
          ...marks.map(({ at, kind }) => mark(at, kind, rows.length, view)),
          mark(0, 'zero', rows.length, view),
          ...rows,
          axis(view, height),
        ],
        legend: [
          sample('line', 'zero', 'true time'),
          ...marks.map(({ kind, text }) => sample('line', kind, text)),
          ...(answered.some((one) => !one.agreed) ? [sample('bar', 'said alone', 'does not agree with most others')] : []),
        ],
      },
      frame,
    ),
    folded('The numbers', numbers(seen)),
  ]);
}

interface Window {
  readonly from: number;
  readonly span: number;
}

type Limits = Clock['limits'];

/** All intervals and true time, and those limits that are not far away. */
function viewOf(intervals: readonly Interval[], limits: Limits): Window {
  const low = intervals.reduce((lowest, { lowMs }) => Math.min(lowest, bounded(lowMs)), 0);
  const high = intervals.reduce((highest, { highMs }) => Math.max(highest, bounded(highMs)), 0);
  const wide = Math.max(high - low, 1);
  const near =
    limits === null
      ? []
      : [
          ...[bounded(limits.behindWarnMs)].filter((at) => at < high + wide),
          ...[bounded(limits.behindFailMs)].filter((at) => at < high + wide / 4),
          ...[bounded(-limits.aheadWarnMs)].filter((at) => at > low - wide / 4),
        ];
  const [from, to] = [Math.min(low, ...near), Math.max(high, ...near)];
  const air = Math.max((to - from) * 0.06, 1);
  return { from: from - air, span: to - from + 2 * air };
}

function place(ms: number, { from, span }: Window): string {
  return share(ms - from, span);
}

function isIn(ms: number, { from, span }: Window): boolean {
  return ms >= from && ms <= from + span;
}

function limitMarks(limits: Limits, view: Window): readonly { readonly at: number; readonly kind: string; readonly text: string }[] {
  if (limits === null) return [];
  return [
    { at: limits.behindWarnMs, kind: 'limit warn', text: `a warning from ${duration(limits.behindWarnMs)} behind` },
    { at: limits.behindFailMs, kind: 'limit fail', text: `a failure from ${duration(limits.behindFailMs)} behind` },
    { at: -limits.aheadWarnMs, kind: 'limit warn', text: `a warning from ${duration(limits.aheadWarnMs)} ahead` },
  ].filter(({ at }) => isIn(at, view));
}

/** Only beside the bars: the names and numbers above them have a line of their own, which nothing crosses. */
function mark(at: number, kind: string, rows: number, view: Window): Markup {
  const x = place(at, view);
  return html`${Array.from({ length: rows }, (_, index) => {
    const y = index * rowHeight;
    return html`<line class="${kind}" x1="${x}" x2="${x}" y1="${y + textHeight}" y2="${y + rowHeight}" />`;
  })}`;
}

const thinnest = 1 / 160;

function row(name: string, { lowMs, highMs }: Interval, kind: string, index: number, view: Window): Markup {
  const y = index * rowHeight;
  const width = Math.max(highMs - lowMs, view.span * thinnest);
  const start = (lowMs + highMs) / 2 - width / 2;
  return html`<text class="${kind === 'agreed' ? 'strong' : 'name'}" x="0" y="${y + 13}">${shortened(name, 40)}</text
    ><text class="number" x="100%" y="${y + 13}" text-anchor="end">${describeOffset({ lowMs, highMs })}</text
    ><rect class="${kind}" x="${place(start, view)}" y="${y + 18}" width="${share(width, view.span)}" height="8" rx="2" />`;
}

function axis({ from, span }: Window, height: number): Markup {
  const y = height + 16;
  const word = (ms: number): string => `${duration(ms)} ${ms < 0 ? 'ahead' : 'behind'}`;
  return html`<line class="grid" x1="0" x2="100%" y1="${height + 2}" y2="${height + 2}" /><text x="0" y="${y}">${word(from)}</text
    ><text x="100%" y="${y}" text-anchor="end">${word(from + span)}</text>`;
}

function numbers({ sources, agreed }: Clock): Markup {
  const columns = [{ name: 'Time source' }, { name: 'How it was asked' }, { name: 'The clock is', kind: 'wide' }] as const;
  const rows = sources.map((source) => ({
    cells: [
      theirs(source.name),
      source.kind === 'ntp' ? 'SNTP' : 'Date of HTTPS',
      'failed' in source
        ? html`no answer: ${theirs(shortened(source.failed))}`
        : `${describeOffset(source)}${source.agreed ? '' : ', and most others do not agree'}`,
    ],
  }));
  const whole = agreed === null ? [] : [{ cells: ['where most of them agree', '', describeOffset(agreed)] }];
  return table('What each time source said', columns, [...rows, ...whole]);
}
