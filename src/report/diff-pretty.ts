/** What changed between two reports, for people. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { ChangedFinding, DiffFinding, ReportDiff, TargetDiff, UnseenFinding, Verdict } from '../model.js';
import { inAscii } from './in-ascii.js';
import { marksFor, type Marks } from './marks.js';
import { plain } from './plain-text.js';
import { shownValue } from './values.js';
import type { View } from './view.js';
import { untilBy } from './words.js';
import { wrap } from './wrap.js';

type Look = Pick<View, 'colour' | 'unicode' | 'width' | 'quiet' | 'verbose'>;

interface Pen {
  readonly c: ChalkInstance;
  readonly view: Look;
  readonly mark: Marks;
}

export function renderDiff(found: ReportDiff, view: Look): string {
  const diff = view.unicode ? found : inAscii(found);
  const pen: Pen = { c: new Chalk({ level: view.colour ? 1 : 0 }), view, mark: marksFor(view) };
  const { c, mark } = pen;
  const notes = diff.notes.flatMap((note) => wrap(plain(note), view.width, `${mark.warn} `, '  ').map((line) => c.yellow(line)));
  const { counts } = diff;
  const total = [
    `${counts.new} new`,
    `${counts.fixed} fixed`,
    `${counts.changed} changed`,
    `${counts.remaining} still there`,
    counts.unseen > 0 ? `${counts.unseen} not looked at any more` : null,
  ].filter((part) => part !== null);
  const blocks = [
    ...diff.targets.map((target) => targetBlock(target, pen)),
    view.quiet ? [] : notes,
    [`${total.join(` ${mark.dot} `)}   ${c.dim(`exit ${diff.exitCode}`)}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function targetBlock(target: TargetDiff, pen: Pen): readonly string[] {
  const { c, view, mark } = pen;
  const newFailures = new Set(target.newFailures);
  const bad = (finding: DiffFinding): boolean => newFailures.has(finding.fingerprint);
  const lines = [
    ...target.new.flatMap((finding) => findingLines('new', finding, bad(finding) ? c.red : c.yellow, signOf(finding, mark), pen)),
    ...target.changed.flatMap((change) => changeLines(change, bad(change.now) ? c.red : c.yellow, pen)),
    ...target.unseen.filter((each) => view.verbose || each.was !== 'pass').flatMap((each) => unseenLines(each, pen)),
    ...unseenPasses(target.unseen, pen),
    ...target.fixed.flatMap((finding) => findingLines('fixed', finding, c.green, mark.pass, pen)),
    ...(view.quiet ? [] : target.remaining.flatMap((finding) => findingLines('still there', finding, c.reset, signOf(finding, mark), pen))),
  ];
  if (view.quiet && lines.length === 0) return [];
  return [...head(target, pen), ...lines];
}

function head({ target, before, now, unusable }: TargetDiff, { c, view }: Pen): readonly string[] {
  const verdict = (verdict: Verdict | undefined, why: string | null): string =>
    verdict ?? (why === null ? 'not in the report' : `not looked at (${plain(why)})`);
  const [was, is] = [verdict(before?.verdict, unusable.before), verdict(now?.verdict, unusable.now)];
  const text = `${plain(target)}: ${was === is ? `still ${is}` : `${was}, now ${is}`}`;
  const times = before && now && !view.quiet ? [c.dim(`${plain(before.startedAt)}, now ${plain(now.startedAt)}`)] : [];
  return [...wrap(text, view.width, '', '  ').map((line) => c.bold(line)), ...times];
}

function signOf({ status }: DiffFinding, mark: Marks): string {
  return status === 'fail' ? mark.fail : mark.warn;
}

function findingLines(word: string, finding: DiffFinding, colour: ChalkInstance, sign: string, { view }: Pen): readonly string[] {
  return wrap(`${word}: ${named(finding)}${accepted(finding)}`, view.width, `${sign} `, '    ').map((line) => colour(line));
}

function named({
  title,
  subject,
  check,
  cause,
}: Pick<DiffFinding, 'title' | 'subject' | 'check'> & { readonly cause?: string | null }): string {
  const about = subject === null || subject === '' ? '' : ` (${plain(subject)})`;
  return `${plain(title)}${about} [${plain(cause ?? check)}]`;
}

function accepted({ waived, known }: DiffFinding): string {
  if (waived) return `, waived ${untilBy(waived)}`;
  return known === true ? ', known by the baseline' : '';
}

function changeLines({ before, now, what, evidence }: ChangedFinding, colour: ChalkInstance, pen: Pen): readonly string[] {
  const { view, mark } = pen;
  const words = [
    what.includes('status') ? `${before.status}, now ${now.status}` : null,
    what.includes('confidence') ? `${before.confidence ?? 'unsure'}, now ${now.confidence ?? 'unsure'}` : null,
    what.includes('accepted') ? (now.waived || now.known ? 'accepted now' : 'not accepted any more') : null,
  ].filter((word) => word !== null);
  const text = `changed${words.length === 0 ? '' : `, ${words.join(', ')}`}: ${named(now)}${accepted(now)}`;
  const more = [
    ...(what.includes('title') ? [`before: ${plain(before.title)}`] : []),
    ...evidence.map(
      (each) => `${plain(each.label)}: ${shownValue(each.before, mark.more, 300)}, now ${shownValue(each.now, mark.more, 300)}`,
    ),
  ];
  return [
    ...wrap(text, view.width, `${signOf(now, mark)} `, '    ').map((line) => colour(line)),
    ...(view.quiet ? [] : more.flatMap((line) => wrap(line, view.width, '    ', '      '))),
  ];
}

const now = { unknown: 'could not be looked at', skip: 'was skipped', absent: 'was not looked for' } as const;

function unseenLines({ title, subject, check, is, reason }: UnseenFinding, { c, view, mark }: Pen): readonly string[] {
  const text = `now it ${now[is]}: ${named({ title, subject, check })}${reason === null ? '' : `: ${plain(reason)}`}`;
  return wrap(text, view.width, `${mark.unknown} `, '    ').map((line) => c.magenta(line));
}

const namedPasses = 5;

/** Many checks pass that cannot look when one thing is missing. */
function unseenPasses(all: readonly UnseenFinding[], { c, view, mark }: Pen): readonly string[] {
  const passes = all.filter(({ was }) => was === 'pass');
  if (passes.length === 0 || view.verbose || view.quiet) return [];
  const names = passes.map(({ check }) => plain(check));
  const rest = names.length > namedPasses + 1 ? ` and ${names.length - namedPasses} more` : '';
  const shown = rest === '' ? names : names.slice(0, namedPasses);
  const text = `passed before, and not looked at now: ${shown.join(', ')}${rest} (-v says why of each)`;
  return wrap(text, view.width, `${mark.unknown} `, '    ').map((line) => c.magenta(line));
}
