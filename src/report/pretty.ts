/** The format for people: causes with evidence and next steps first, then what could not be looked at, then warnings, then counts. */
import { Chalk, type ChalkInstance } from 'chalk';
import { isNotShown } from '../logic/beyond-address.js';
import { askedFor, isOffline } from '../logic/asked-for.js';
import { formatSeconds } from '../logic/amounts.js';
import type { Candidate, Finding, Report } from '../model.js';
import { marksFor, type Marks } from './marks.js';
import { percent } from './percent.js';
import { plain } from './plain-text.js';
import { stepLines } from './steps.js';
import type { View } from './view.js';
import { wrap } from './wrap.js';

interface Pen {
  readonly c: ChalkInstance;
  readonly view: View;
  readonly mark: Marks;
}

/** The whole report as text that ends with a line break. */
export function renderPretty(report: Report, view: View): string {
  const pen: Pen = { c: new Chalk({ level: view.colour ? 1 : 0 }), view, mark: marksFor(view) };
  const open = report.findings.filter((finding) => !finding.waived);
  // What one cause fails and warns of is one block.
  const bad = groups(open.filter(({ status }) => status === 'fail' || status === 'warn'));
  const fails = (group: readonly Finding[]): boolean => group.some(({ status }) => status === 'fail');
  const parts = [
    header(report, pen),
    described(report, pen),
    index(open, pen),
    ...bad.filter(fails).map((group) => causeBlock(group, pen)),
    unknowns(open, pen),
    ...bad.filter((group) => !fails(group)).map((group) => causeBlock(group, pen)),
    logged(report, pen),
    ...(view.show === 'all' ? [others(open, pen)] : []),
    ...(view.verbose ? [timings(report, pen)] : []),
    footer(report, open, pen),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function header(report: Report, { c, view, mark }: Pen): readonly string[] {
  if (view.quiet) return [];
  const { label, whmcsVersion, systemUrl } = report.target;
  const checks = new Set(report.findings.map((finding) => finding.check)).size;
  const facts = [
    whmcsVersion === null ? null : `WHMCS ${plain(whmcsVersion)}`,
    systemUrl === null ? null : plain(systemUrl),
    `${checks} ${checks === 1 ? 'check' : 'checks'} in ${(report.durationMs / 1000).toFixed(1)} s`,
  ].filter((fact) => fact !== null);
  return [
    `${c.bold('whmcs-doctor')} ${report.tool.version}  ${plain(label)}`,
    c.dim(facts.join(` ${mark.dot} `)),
    ...recordLines(report, { c, view, mark }),
    ...whereLines(report.target, { c, view }),
  ];
}

/** Who reads it sits elsewhere. */
function whereLines({ kind, recorded }: Report['target'], { c, view }: Pick<Pen, 'c' | 'view'>): readonly string[] {
  const from = recorded?.kind ?? kind;
  const meant = from === 'ssh' ? 'the server, reached over SSH' : from === 'install' && recorded ? 'the server' : null;
  return meant === null ? [] : wrap(`"this machine" below is ${meant}`, view.width, '', '  ').map((line) => c.dim(line));
}

const recordedFrom = { install: 'on the server, from', ssh: 'over SSH, from', url: 'from outside, at', bundle: 'from' } as const;

/** Of what, when and by what a bundle was recorded. */
function recordLines({ target: { recorded } }: Report, { c, view, mark }: Pen): readonly string[] {
  if (recorded === undefined) return [];
  const { kind, label, at, ageSeconds, by } = recorded;
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const text = `recorded ${when} ${recordedFrom[kind]} ${plain(label)}, by whmcs-doctor ${plain(by)}`;
  const old = ageSeconds > daySeconds ? `It is ${formatSeconds(ageSeconds)} old: what was changed since then is not in it` : null;
  return [
    ...wrap(text, view.width, '', '  ').map((line) => c.dim(line)),
    ...(old === null ? [] : wrap(old, view.width, `${mark.warn} `, '  ').map((line) => c.yellow(line))),
  ];
}

const daySeconds = 86_400;

/** What the person's words told of, and what became of it. */
function described({ triage, target, findings }: Report, { c, view, mark }: Pen): readonly string[] {
  if (triage === undefined || view.quiet) return [];
  const head = 'What was described';
  if (triage.candidates.length === 0)
    return wrap(`${head}: matches no documented problem, so everything was looked at.`, view.width, '', '  ');
  const give = [...new Set(triage.candidates.flatMap((candidate) => candidate.give))];
  const open = triage.candidates.every(({ status }) => status !== 'explained');
  return [
    c.bold(head),
    ...triage.candidates.flatMap((candidate) => candidateLines(candidate, findings, { c, view, mark })),
    ...(give.length === 0
      ? []
      : wrap(
          `${target.kind === 'bundle' ? 'to look closer, record the bundle again with' : 'to look closer, give'} ${give.join(', ')}`,
          view.width,
          '  ',
          '    ',
        )),
    ...(open && triage.ask !== null ? wrap(`to know more, ask: ${plain(triage.ask)}`, view.width, '  ', '    ') : []),
  ];
}

const outcomes = { explained: '', 'ruled-out': 'ruled out: ', undetermined: 'open: ' } as const;

function candidateLines(candidate: Candidate, findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const { status, title, score, why, matched } = candidate;
  const failing = findings.some((finding) => finding.status === 'fail' && candidate.findings.includes(finding.fingerprint));
  const [sign, colour] = {
    explained: failing ? ([mark.fail, c.red] as const) : ([mark.warn, c.yellow] as const),
    'ruled-out': [mark.pass, c.green] as const,
    undetermined: [mark.unknown, c.magenta] as const,
  }[status];
  const text = `${plain(title)} (${percent(score)}): ${outcomes[status]}${plain(cut(why, 400, mark))}`;
  const words = matched.map((each) => `"${plain(each)}"`).join(', ');
  return [
    ...wrap(text, view.width, `${sign} `, '  ').map((line) => colour(line)),
    ...(view.verbose ? wrap(`by the words ${words}`, view.width, '    ', '      ') : []),
  ];
}

/** With several causes: their names first, one line each, so that the whole is seen before the details scroll by. */
function index(findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const bad = findings.filter((finding) => finding.status === 'fail' || finding.status === 'warn');
  const all = groups(bad).map(([first]) => first);
  if (view.quiet || all.length < 2) return [];
  return all.flatMap((finding) =>
    finding === undefined
      ? []
      : wrap(plain(finding.title), view.width, finding.status === 'fail' ? `${mark.fail} ` : `${mark.warn} `, '  ').map((line) =>
          (finding.status === 'fail' ? c.red : c.yellow)(line),
        ),
  );
}

/** Findings of one cause belong together, in the order of the first. */
function groups(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const byCause = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.cause ?? finding.fingerprint;
    const group = byCause.get(key);
    if (group) group.push(finding);
    else byCause.set(key, [finding]);
  }
  return [...byCause.values()];
}

function causeBlock(group: readonly Finding[], pen: Pen): readonly string[] {
  const { c, view, mark } = pen;
  const [first] = group;
  if (!first) return [];
  const colour = first.status === 'fail' ? c.red : c.yellow;
  const sign = first.status === 'fail' ? mark.fail : mark.warn;
  const lines = [...wrap(plain(first.title), view.width, `${sign} `, '  ')].map((line) => colour.bold(line));
  lines.push(`  ${c.dim(`${first.confidence ?? ''} ${mark.dot} ${first.cause ?? first.check}`)}`);
  for (const finding of group) {
    const subject = plain(finding.subject ?? '');
    if (group.length > 1 && subject !== '') lines.push('', `  ${c.bold(subject)}`);
    lines.push(...evidence(finding, pen));
  }
  if (view.quiet) return lines;
  const problems = [...new Set(group.flatMap((finding) => finding.problems))];
  if (problems.length > 0) {
    lines.push('', `  ${c.bold(first.beyondTable === true ? 'looks like, though the documented table does not name it' : 'explains')}`);
    for (const id of problems) {
      const symptom = view.symptomOf(id);
      const text = symptom === null ? view.problemTitle(id) : `${view.problemTitle(id)}: "${cut(symptom, 90, mark)}"`;
      lines.push(...wrap(text, view.width, '    ', '      '));
    }
  }
  if (first.nextSteps.length > 0) {
    lines.push('', `  ${c.bold('next steps')}`, ...stepLines(first.nextSteps, { c, width: view.width, margin: 4, shown: plain }));
  }
  if (first.verify !== null) lines.push('', `  ${c.bold('verify')}`, ...command(first.verify, 4, pen));
  const more = [`whmcs-doctor explain ${first.cause ?? first.check}`, ...first.docs.slice(0, 1)];
  lines.push('', `  ${c.bold('more')}`, ...more.map((line) => `    ${c.dim(plain(line))}`));
  return lines;
}

/** A week: what is older happened to another state of the machine. */
const recentSeconds = 7 * 86_400;

/** What the logs tell of problems that no finding explains: they happened, and their cause is not there now, or cannot be seen. */
function logged(report: Report, { c, view, mark }: Pen): readonly string[] {
  const open = report.problems.filter((problem) => problem.status !== 'explained');
  const lines = open.flatMap((problem) =>
    problem.seen
      .filter((one) => one.lastAgeSeconds !== null && one.lastAgeSeconds < recentSeconds)
      .slice(0, 3)
      .map((one) => {
        const times = one.count === 1 ? 'once' : `${one.count} times, last`;
        return `${problem.title}: ${plain(one.what)} ${times} ${plain(one.last ?? '')} (${plain(one.source)})`;
      }),
  );
  if (lines.length === 0 || view.quiet) return [];
  const head = wrap('in the logs of the last week, and not explained by what was found', view.width, `${mark.dot} `, '  ');
  return [...head.map((line) => c.bold(line)), ...lines.flatMap((line) => wrap(line, view.width, '    ', '      '))];
}

/** Commands are never wrapped: they are there to be copied. Several lines stay several lines. */
function command(text: string, indent: number, { c }: Pen): readonly string[] {
  return text.split('\n').map((line) => `${' '.repeat(indent)}${c.cyan(plain(line))}`);
}

function evidence(finding: Finding, pen: Pen): readonly string[] {
  const { c, view } = pen;
  const lines: string[] = [];
  let place = '';
  for (const piece of finding.evidence) {
    lines.push(...labelled('saw', `${plain(piece.label)}: ${shown(piece.saw, pen)}`, pen));
    if (piece.want !== undefined) lines.push(...labelled('want', shown(piece.want, pen), pen));
    const from = `${plain(piece.source)} (${vantageNames[piece.vantage]})`;
    if (from !== place) lines.push(...wrap(from, view.width, '    from    ', '            ').map((line) => c.dim(line)));
    place = from;
  }
  return lines;
}

const vantageNames = {
  files: 'files',
  shell: 'this machine',
  'web-php': "the site's PHP",
  'cli-php': 'command-line PHP',
  database: 'database',
  http: 'as a visitor',
  api: 'WHMCS API',
  provider: 'provider',
  operator: 'as you said',
} as const;

function labelled(label: string, text: string, { view }: Pen): readonly string[] {
  return wrap(text, view.width, `    ${label.padEnd(8)}`, '            ');
}

function shown(value: string | number | boolean | null, { mark }: Pen): string {
  if (value === '') return '(empty)';
  if (value === null) return '(nothing)';
  return plain(cut(String(value), 500, mark));
}

function cut(text: string, most: number, mark: Pen['mark']): string {
  return text.length > most ? `${text.slice(0, most - mark.more.length)}${mark.more}` : text;
}

/** One entry per reason: a database that is down makes twenty checks unknown and is one thing to settle. */
function unknowns(findings: readonly Finding[], pen: Pen): readonly string[] {
  const { c, view, mark } = pen;
  const byReason = new Map<string, Finding[]>();
  for (const finding of findings.filter((each) => each.status === 'unknown')) {
    const key = `${finding.reason ?? ''}\n${finding.settle ?? ''}`;
    byReason.set(key, [...(byReason.get(key) ?? []), finding]);
  }
  const lines: string[] = [];
  for (const group of byReason.values()) {
    const [first] = group;
    if (!first) continue;
    if (lines.length > 0) lines.push('');
    lines.push(
      ...wrap(`Could not be looked at: ${plain(first.reason ?? 'no reason given')}`, view.width, `${mark.unknown} `, '  ').map((line) =>
        c.magenta(line),
      ),
    );
    if (view.quiet) continue;
    if (first.settle !== undefined) lines.push(...labelled('settle', plain(first.settle), pen));
    lines.push(
      ...wrap([...new Set(group.map((finding) => finding.check))].join(', '), view.width, '    checks  ', '            ').map((line) =>
        c.dim(line),
      ),
    );
  }
  return lines;
}

function others(findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  return findings
    .filter((finding) => finding.status === 'pass' || finding.status === 'skip')
    .flatMap((finding) => {
      const sign = finding.status === 'pass' ? c.green(mark.pass) : c.dim(mark.skip);
      const note = finding.reason === undefined ? '' : ` (${plain(finding.reason)})`;
      const [line = '', ...rest] = wrap(`${finding.check}: ${plain(finding.title)}${note}`, view.width, '  ', '    ');
      return [`${sign}${line.slice(1)}`, ...rest];
    });
}

function timings(report: Report, { c }: Pen): readonly string[] {
  return report.probes.map((probe) => {
    const state = probe.ok
      ? probe.partial === undefined
        ? 'seen'
        : `partly: ${plain(probe.partial)}`
      : `${probe.gap ?? ''}: ${plain(probe.why ?? '')}`;
    return c.dim(
      `  ${String(probe.startedMs).padStart(6)} +${String(probe.durationMs).padStart(5)} ms  ${plain(probe.fact).padEnd(24)} ${state}`,
    );
  });
}

/** What to give so that more can be judged; the reason of each stands with --show all. */
function skips(reasons: readonly string[], { target }: Report, view: View): readonly string[] {
  const recorded = target.recorded !== undefined;
  const until = recorded ? 'until a bundle is recorded with' : 'until you give';
  const asking = reasons.filter((reason) => askedFor([reason]).length > 0);
  const names = askedFor(asking);
  const behind = reasons.filter(isNotShown).length;
  const offline = reasons.filter((reason) => isOffline(reason) && !isNotShown(reason)).length;
  const others = reasons.length - asking.length - behind - offline;
  const lines = [
    asking.length === 0 ? null : `${asking.length} skipped ${until} what they ask for: ${names.join(', ')}`,
    offline === 0 ? null : `${offline} skipped because ${recorded ? 'the bundle was recorded' : 'it was run'} with --offline`,
    behind === 0
      ? null
      : `${behind} skipped because an address does not show the server's own side (files, PHP, database): run it there, or give ssh://HOST/FOLDER, the API's credential, or a bundle that collect made there`,
    others === 0 ? null : `${others} skipped that do not apply, or that nobody can see from here`,
    view.show === 'all' ? null : '--show all says why of each',
  ];
  return lines.flatMap((line) => (line === null ? [] : wrap(line, view.width, '  ', '    ')));
}

function footer(report: Report, findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const { counts } = report;
  const total = [
    c.green(`${counts.pass} passed`),
    counts.fail > 0 ? c.red(`${counts.fail} failed`) : null,
    counts.warn > 0 ? c.yellow(`${counts.warn} ${counts.warn === 1 ? 'warning' : 'warnings'}`) : null,
    counts.unknown > 0 ? c.magenta(`${counts.unknown} unknown`) : null,
    counts.skip > 0 ? `${counts.skip} skipped` : null,
    counts.waived > 0 ? `${counts.waived} waived` : null,
  ].filter((part) => part !== null);
  const lines = [`${total.join(` ${mark.dot} `)}   ${c.dim(`exit ${report.exitCode}`)}`];
  if (view.quiet) return lines;
  const skipped = findings.filter((finding) => finding.status === 'skip').map((finding) => plain(finding.reason ?? ''));
  if (skipped.length > 0) lines.push(...skips(skipped, report, view).map((line) => c.dim(line)));
  if (report.verdict === 'incomplete' && counts.unknown === 0) {
    const said = 'Nothing could be judged: every check was skipped, and that says nothing about whether people can log in.';
    lines.push(...wrap(said, view.width, '', '  ').map((line) => c.magenta(line)));
  }
  if (report.verdict === 'healthy') {
    const described = (report.triage?.candidates.length ?? 0) > 0;
    const said = described
      ? 'Nothing was found that would explain what was described. Without --for everything else is looked at, too.'
      : 'Nothing was found that would keep people from logging in.';
    lines.push(...wrap(said, view.width, '', '  ').map((line) => c.green(line)));
  }
  return lines;
}
