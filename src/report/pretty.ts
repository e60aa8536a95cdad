/** The format for people: causes with evidence and next steps first, then what could not be looked at, then warnings, then counts. */
import { Chalk, type ChalkInstance } from 'chalk';
import { isCounted } from '../logic/counted.js';
import type { Candidate, Finding, Report } from '../model.js';
import { explainCommand } from './explain-command.js';
import { byCause, byReason, openCauses } from './grouped.js';
import { asciiView, inAscii } from './in-ascii.js';
import { loggedLines, loggedTitle } from './logged.js';
import { marksFor, type Marks } from './marks.js';
import { percent } from './percent.js';
import { agedWords, machineMeant, recordedFrom, vantageNames } from './place-words.js';
import { plain } from './plain-text.js';
import { acceptedLines, policyNoteLines } from './policy-lines.js';
import { skipWords } from './skip-words.js';
import { stepLines } from './steps.js';
import { verdictSentence } from './verdict-words.js';
import { cut, shownValue } from './values.js';
import type { View } from './view.js';
import { beforeReason, noMatchWords, relationWords } from './words.js';
import { wrap } from './wrap.js';

interface Pen {
  readonly c: ChalkInstance;
  readonly view: View;
  readonly mark: Marks;
  /** Fingerprints of what the baseline does not have. */
  readonly fresh: ReadonlySet<string>;
}

/** The whole report as text that ends with a line break. */
export function renderPretty(given: Report, wished: View): string {
  const [report, view] = wished.unicode ? [given, wished] : [inAscii(given), asciiView(wished)];
  const pen: Pen = {
    c: new Chalk({ level: view.colour ? 1 : 0 }),
    view,
    mark: marksFor(view),
    fresh: new Set(report.policy?.baseline?.new),
  };
  const open = report.findings.filter(isCounted);
  // What one cause fails and warns of is one block.
  const { failing, warning } = openCauses(report);
  const parts = [
    header(report, pen),
    described(report, pen),
    index(open, pen),
    ...failing.map((group) => causeBlock(group, pen)),
    unknowns(open, pen),
    ...warning.map((group) => causeBlock(group, pen)),
    logged(report, pen),
    ...(view.show === 'all' ? [others(open, pen), acceptedLines(report.findings, pen)] : []),
    ...(view.verbose ? [timings(report, pen)] : []),
    policyNoteLines(report, pen),
    footer(report, open, pen),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function header(report: Report, { c, view, mark }: Omit<Pen, 'fresh'>): readonly string[] {
  if (view.quiet) return [];
  const { label, whmcsVersion, systemUrl } = report.target;
  const checks = new Set(report.findings.map((finding) => finding.check)).size;
  const facts = [
    whmcsVersion === null ? null : `WHMCS ${plain(whmcsVersion)}`,
    systemUrl === null ? null : plain(systemUrl),
    `${checks} ${checks === 1 ? 'check' : 'checks'} in ${(report.durationMs / 1000).toFixed(1)} s`,
  ].filter((fact) => fact !== null);
  return [
    `${c.bold('whmcs-doctor')} ${plain(report.tool.version)}  ${plain(label)}`,
    c.dim(facts.join(` ${mark.dot} `)),
    ...recordLines(report, { c, view, mark }),
    ...whereLines(report.target, { c, view }),
  ];
}

/** Who reads it sits elsewhere. */
function whereLines(target: Report['target'], { c, view }: Pick<Pen, 'c' | 'view'>): readonly string[] {
  const meant = machineMeant(target);
  return meant === null ? [] : wrap(meant, view.width, '', '  ').map((line) => c.dim(line));
}

/** Of what, when and by what a bundle was recorded. */
function recordLines({ target: { recorded } }: Report, { c, view, mark }: Omit<Pen, 'fresh'>): readonly string[] {
  if (recorded === undefined) return [];
  const { kind, label, at, by } = recorded;
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const text = `recorded ${plain(when)} ${recordedFrom[kind]} ${plain(label)}, by whmcs-doctor ${plain(by)}`;
  const old = agedWords(recorded);
  return [
    ...wrap(text, view.width, '', '  ').map((line) => c.dim(line)),
    ...(old === null ? [] : wrap(old, view.width, `${mark.warn} `, '  ').map((line) => c.yellow(line))),
  ];
}

/** What the person's words told of, and what became of it. */
function described({ triage, target, findings }: Report, { c, view, mark }: Omit<Pen, 'fresh'>): readonly string[] {
  if (triage === undefined || view.quiet) return [];
  const head = 'What was described';
  if (triage.candidates.length === 0) return wrap(`${head}: ${noMatchWords}`, view.width, '', '  ');
  const give = [...new Set(triage.candidates.flatMap((candidate) => candidate.give))];
  const open = triage.candidates.every(({ status }) => status !== 'explained');
  return [
    c.bold(head),
    ...triage.candidates.flatMap((candidate) => candidateLines(candidate, findings, { c, view, mark })),
    ...(give.length === 0
      ? []
      : wrap(
          `${target.kind === 'bundle' ? 'to look closer, record the bundle again with' : 'to look closer, give'} ${plain(give.join(', '))}`,
          view.width,
          '  ',
          '    ',
        )),
    ...(open && triage.ask !== null ? wrap(`to know more, ask: ${plain(triage.ask)}`, view.width, '  ', '    ') : []),
  ];
}

function candidateLines(candidate: Candidate, findings: readonly Finding[], { c, view, mark }: Omit<Pen, 'fresh'>): readonly string[] {
  const { status, title, score, why, matched } = candidate;
  const failing = findings.some((finding) => finding.status === 'fail' && candidate.findings.includes(finding.fingerprint));
  const [sign, colour] = {
    explained: failing ? ([mark.fail, c.red] as const) : ([mark.warn, c.yellow] as const),
    'ruled-out': [mark.pass, c.green] as const,
    undetermined: [mark.unknown, c.magenta] as const,
  }[status];
  const text = `${plain(title)} (${percent(score)}): ${beforeReason(status)}${plain(cut(why, 400, mark.more))}`;
  const words = matched.map((each) => `"${plain(each)}"`).join(', ');
  return [
    ...wrap(text, view.width, `${sign} `, '  ').map((line) => colour(line)),
    ...(view.verbose ? wrap(`by the words ${words}`, view.width, '    ', '      ') : []),
  ];
}

/** With several causes: their names first, one line each, so that the whole is seen before the details scroll by. */
function index(findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const bad = findings.filter((finding) => finding.status === 'fail' || finding.status === 'warn');
  const all = byCause(bad).map(([first]) => first);
  if (view.quiet || all.length < 2) return [];
  return all.flatMap((finding) =>
    finding === undefined
      ? []
      : wrap(plain(finding.title), view.width, finding.status === 'fail' ? `${mark.fail} ` : `${mark.warn} `, '  ').map((line) =>
          (finding.status === 'fail' ? c.red : c.yellow)(line),
        ),
  );
}

function causeBlock(group: readonly Finding[], pen: Pen): readonly string[] {
  const { c, view, mark } = pen;
  const [first] = group;
  if (!first) return [];
  const colour = first.status === 'fail' ? c.red : c.yellow;
  const sign = first.status === 'fail' ? mark.fail : mark.warn;
  const lines = [...wrap(plain(first.title), view.width, `${sign} `, '  ')].map((line) => colour.bold(line));
  const fresh = group.some(({ fingerprint }) => pen.fresh.has(fingerprint)) ? ` ${mark.dot} new` : '';
  lines.push(`  ${c.dim(`${first.confidence ?? ''} ${mark.dot} ${plain(first.cause ?? first.check)}${fresh}`)}`);
  for (const finding of group) {
    const subject = plain(finding.subject ?? '');
    if (group.length > 1 && subject !== '') lines.push('', `  ${c.bold(subject)}`);
    lines.push(...evidence(finding, pen));
  }
  if (view.quiet) return lines;
  const problems = [...new Set(group.flatMap((finding) => finding.problems))];
  if (problems.length > 0) {
    lines.push('', `  ${c.bold(relationWords(first.beyondTable))}`);
    for (const id of problems) {
      const symptom = view.symptomOf(id);
      const title = plain(view.problemTitle(id));
      const text = symptom === null ? title : `${title}: "${cut(symptom, 90, mark.more)}"`;
      lines.push(...wrap(text, view.width, '    ', '      '));
    }
  }
  if (first.nextSteps.length > 0) {
    lines.push('', `  ${c.bold('next steps')}`, ...stepLines(first.nextSteps, { c, width: view.width, margin: 4, shown: plain }));
  }
  if (first.verify !== null) lines.push('', `  ${c.bold('verify')}`, ...command(first.verify, 4, pen));
  const more = [explainCommand(first), ...first.docs.slice(0, 1)];
  lines.push('', `  ${c.bold('more')}`, ...more.map((line) => `    ${c.dim(plain(line))}`));
  return lines;
}

function logged(report: Report, { c, view, mark }: Pen): readonly string[] {
  const lines = loggedLines(report);
  if (lines.length === 0 || view.quiet) return [];
  const head = wrap(loggedTitle, view.width, `${mark.dot} `, '  ');
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
    lines.push(...labelled('saw', `${plain(piece.label)}: ${shownValue(piece.saw, pen.mark.more)}`, pen));
    if (piece.want !== undefined) lines.push(...labelled('want', shownValue(piece.want, pen.mark.more), pen));
    const from = `${plain(piece.source)} (${vantageNames[piece.vantage]})`;
    if (from !== place) lines.push(...wrap(from, view.width, '    from    ', '            ').map((line) => c.dim(line)));
    place = from;
  }
  return lines;
}

function labelled(label: string, text: string, { view }: Pen): readonly string[] {
  return wrap(text, view.width, `    ${label.padEnd(8)}`, '            ');
}

function unknowns(findings: readonly Finding[], pen: Pen): readonly string[] {
  const { c, view, mark } = pen;
  const lines: string[] = [];
  for (const group of byReason(findings.filter(({ status }) => status === 'unknown'))) {
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
      ...wrap([...new Set(group.map((finding) => plain(finding.check)))].join(', '), view.width, '    checks  ', '            ').map(
        (line) => c.dim(line),
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
      const [line = '', ...rest] = wrap(`${plain(finding.check)}: ${plain(finding.title)}${note}`, view.width, '  ', '    ');
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

function footer(report: Report, findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const { counts } = report;
  const total = [
    c.green(`${counts.pass} passed`),
    counts.fail > 0 ? c.red(`${counts.fail} failed`) : null,
    counts.warn > 0 ? c.yellow(`${counts.warn} ${counts.warn === 1 ? 'warning' : 'warnings'}`) : null,
    counts.unknown > 0 ? c.magenta(`${counts.unknown} unknown`) : null,
    counts.skip > 0 ? `${counts.skip} skipped` : null,
    counts.waived > 0 ? `${counts.waived} waived` : null,
    counts.known > 0 ? `${counts.known} known` : null,
  ].filter((part) => part !== null);
  const lines = [`${total.join(` ${mark.dot} `)}   ${c.dim(`exit ${report.exitCode}`)}`];
  if (view.quiet) return lines;
  const skipped = findings.filter((finding) => finding.status === 'skip').map((finding) => plain(finding.reason ?? ''));
  if (skipped.length > 0) {
    const said = [...skipWords(skipped, report.target), ...(view.show === 'all' ? [] : ['--show all says why of each'])];
    lines.push(...said.flatMap((line) => wrap(line, view.width, '  ', '    ')).map((line) => c.dim(line)));
  }
  const said = verdictSentence(report);
  if (said !== null)
    lines.push(...wrap(said, view.width, '', '  ').map((line) => (report.verdict === 'healthy' ? c.green(line) : c.magenta(line))));
  return lines;
}
