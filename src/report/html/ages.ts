/** How old the sessions are, and how old they may become. */
import { formatSeconds } from '../../logic/amounts.js';
import type { Pictures, Report } from '../../model.js';
import { folded, part, type Frame } from './frame.js';
import { html, nothing, type Markup } from './markup.js';
import { picture, sample, share } from './picture.js';
import { table } from './table.js';
import { shortened, many, theirs, whole } from './words.js';

type Ages = NonNullable<Pictures['sessionAges']>;

interface AgeClass {
  readonly name: string;
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
  readonly kind: 'age' | 'age late' | 'age left';
}

const rowHeight = 22;
const most = 50;

export function sessionAges({ pictures }: Report, frame: Frame): Markup {
  const ages = pictures?.sessionAges;
  if (ages === undefined) return nothing;
  const classes = classesOf(ages);
  const { lifetimeSeconds, staleAfterSeconds } = ages;
  const top = classes.reduce((highest, { count }) => Math.max(highest, count), 0);
  const line = lifetimeSeconds === null ? null : heightOf(lifetimeSeconds, classes);
  return part(frame, 'ages', 'Ages of the sessions', [
    html`<p>${sentence(ages)}</p>`,
    picture(
      {
        name: 'ages-picture',
        title: 'Sessions by the time since they were last used',
        words: classes.map(({ name, count }) => `${name}: ${whole(count)}`).join(', '),
        height: classes.length * rowHeight + 4,
        content: [
          ...classes.map((each, index) => row(each, index, top)),
          line === null ? nothing : html`<line class="limit" x1="27%" x2="85%" y1="${line}" y2="${line}" />`,
        ],
        legend: [
          sample('bar', 'age', 'within the lifetime, or partly'),
          ...(classes.some(({ kind, count }) => kind === 'age late' && count > 0)
            ? [sample('bar', 'age late', 'older than the lifetime: may be thrown away')]
            : []),
          ...(staleAfterSeconds === null || !classes.some(({ kind, count }) => kind === 'age left' && count > 0)
            ? []
            : [sample('bar', 'age left', `older than ${formatSeconds(staleAfterSeconds)}: left behind by what should remove them`)]),
          ...(lifetimeSeconds === null
            ? []
            : [sample('across', 'limit', `idle sessions may be thrown away after ${formatSeconds(lifetimeSeconds)}`)]),
        ],
      },
      frame,
    ),
    folded(
      'The numbers',
      table(
        'Sessions by age',
        [{ name: 'Last used' }, { name: 'Sessions', kind: 'number' }],
        classes.map(({ name, count }) => ({ cells: [name, whole(count)] })),
      ),
    ),
  ]);
}

function sentence({ where, counted, sampled, complete, oldestSeconds }: Ages): Markup {
  const all = `${complete ? '' : 'At least '}${many(counted, 'session')}`;
  const looked = sampled >= counted ? '' : `, the ages of ${whole(sampled)} of them, chosen at random, were looked at`;
  return html`${all} in
  ${theirs(shortened(where, 300))}${looked}.${oldestSeconds === null ? '' : ` The oldest was last used ${formatSeconds(oldestSeconds)} before.`}`;
}

function classesOf({ ages, lifetimeSeconds, staleAfterSeconds }: Ages): readonly AgeClass[] {
  let from = 0;
  return ages.slice(0, most).map(({ upToSeconds, count }) => {
    const known = { from, to: upToSeconds, count };
    const left = staleAfterSeconds !== null && from >= staleAfterSeconds;
    const late = lifetimeSeconds !== null && from >= lifetimeSeconds;
    const name = upToSeconds === null ? `over ${formatSeconds(from)}` : `≤ ${formatSeconds(upToSeconds)}`;
    from = upToSeconds ?? from;
    return { ...known, name, kind: left ? 'age left' : late ? 'age late' : 'age' };
  });
}

function row({ name, count, kind }: AgeClass, index: number, top: number): Markup {
  const y = index * rowHeight + 4;
  return html`<text x="0" y="${y + 12}">${name}</text
    ><svg x="27%" y="${y}" width="58%" height="16"><rect class="${kind}" x="0" y="0" width="${share(count, top)}" height="16" rx="2" /></svg
    ><text x="100%" y="${y + 12}" text-anchor="end">${whole(count)}</text>`;
}

/** Where the classes pass this age; null: after all of them. */
function heightOf(seconds: number, classes: readonly AgeClass[]): number | null {
  const index = classes.findIndex(({ to }) => to === null || seconds <= to);
  const found = classes[index];
  if (found === undefined) return null;
  const within = found.to === null ? 0.5 : (seconds - found.from) / Math.max(found.to - found.from, 1);
  return Math.round((index + Math.min(1, Math.max(0, within))) * rowHeight + 1);
}
