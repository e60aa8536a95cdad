/** whmcs-doctor explain: what is known of one problem, check or cause, or of the problem that an error text tells of. No network, no target. */
import { Chalk, type ChalkInstance } from 'chalk';
import { alike, nearest } from '../logic/nearest.js';
import { masked } from '../logic/masked.js';
import type { Cause, CauseId, NextStep, Problem, Step, VersionRange } from '../model.js';
import type { Described } from '../report/recognised.js';
import { toJson } from '../report/json.js';
import { stepLines } from '../report/steps.js';
import { relationWords } from '../report/words.js';
import { wrap } from '../report/wrap.js';
import type { Extension } from '../run/plugins/extension.js';
import { type Catalogue, type CheckCard, loadCatalogue, loadMessages } from './catalogue.js';
import { usage } from './exit.js';
import { checksFor } from './list.js';
import type { Given } from './options.js';
import { print } from './output.js';
import { simpleFormat, viewFor } from './shown-as.js';

export async function explain(given: string, options: Given): Promise<void> {
  const plugins = options.plugin ? await (await import('./plugins.js')).pluginsAlone(options.plugin) : [];
  const program = await loadCatalogue(plugins);
  const recognised = isId(given, program) ? null : await recognise(given, program, plugins);
  const id = recognised?.described.best ?? given;
  const problem = program.problems.find((each) => each.id === id);
  const check = program.checks.find((each) => each.id === id);
  const cause = program.causes.find((each) => each.id === id);
  const named: ReadonlySet<CauseId> = recognised?.named ?? new Set<CauseId>();
  if (simpleFormat(options) === 'json') {
    const item = {
      ...(recognised ? { triage: recognised.described } : {}),
      ...(problem
        ? {
            problem: {
              ...problem,
              checks: checksFor(program, problem.id),
              causes: causesOf(program, problem, named).map(({ id: each }) => each),
            },
          }
        : {}),
      ...(check
        ? {
            check: {
              id: check.id,
              area: check.area,
              title: check.title,
              causes: check.causes,
              needs: check.needs,
              wants: check.wants,
            },
          }
        : {}),
      ...(cause ? { cause } : {}),
    };
    return print(toJson({ schema: 'whmcs-doctor/explain/1', id, ...item }));
  }
  const view = viewFor(options);
  const write: Writer = { c: new Chalk({ level: view.colour ? 1 : 0 }), width: view.width };
  const blocks = [
    ...(recognised ? [recognised.lines(view.width)] : []),
    ...(problem ? [problemText(problem, program, write, named)] : []),
    ...(check && !cause ? [checkText(check, program, write)] : []),
    ...(cause ? [causeText(cause, program, write)] : []),
  ];
  await print(`${blocks.flat().join('\n')}\n`);
}

function isId(given: string, { problems, checks, causes }: Catalogue): boolean {
  return [...problems, ...checks, ...causes].some((each) => each.id === given);
}

interface Recognised {
  readonly described: Described;
  /** Causes that a message in the text names. */
  readonly named: ReadonlySet<CauseId>;
  lines(width: number): readonly string[];
}

/** Of an error's text. Throws Quit 64 where it matches nothing, or is an id with a typing error. */
async function recognise(given: string, program: Catalogue, plugins: readonly Extension[]): Promise<Recognised> {
  // one word of small letters with hyphens is an id: what it means is not guessed
  if (/^[a-z\d]+(?:-[a-z\d]+)+$/.test(given) || isId(alike(given), program)) throw noSuchId(given, program);
  const [{ describedBy, nothingRecognised }, { describedOf, recognisedLines }, { causesNamed }] = await Promise.all([
    import('./describe.js'),
    import('../report/recognised.js'),
    import('../run/candidates.js'),
  ]);
  const result = await describedBy(given, 'explain');
  if (result.matches.length === 0) {
    if (/^[\w-]+$/.test(given) && given !== '-') throw noSuchId(given, program);
    throw usage(`${nothingRecognised(result)}. With more of the text: whmcs-doctor triage FILE, or - to paste it`);
  }
  const messages = await loadMessages(plugins);
  const described = describedOf(result, { problems: program.problems, messages });
  return {
    described,
    named: causesNamed(result, messages),
    lines: (width) => recognisedLines(described, width),
  };
}

function noSuchId(id: string, { problems, checks, causes }: Catalogue): Error {
  const near = nearest(
    id,
    [...problems, ...checks, ...causes].map((each) => each.id),
  );
  return usage(
    `${masked(id)} is no problem, check or cause${near === null ? ': whmcs-doctor list problems shows them' : `: did you mean ${near}?`}`,
  );
}

interface Writer {
  readonly c: ChalkInstance;
  readonly width: number;
}

/** What a message in the text names comes first. */
function causesOf(program: Catalogue, problem: Problem, named: ReadonlySet<CauseId>): readonly Cause[] {
  const own = program.causes.filter((cause) => cause.problems.includes(problem.id));
  return [...own.filter(({ id }) => named.has(id)), ...own.filter(({ id }) => !named.has(id))];
}

function problemText(problem: Problem, program: Catalogue, write: Writer, named: ReadonlySet<CauseId>): readonly string[] {
  const { c, width } = write;
  return [
    `${c.bold(problem.title)}  ${c.dim(`${problem.id} · ${problem.area}`)}`,
    '',
    c.bold('what people see'),
    ...problem.symptoms.flatMap((symptom) => [
      ...wrap(`"${symptom.text}"`, width, '  ', '   '),
      ...[symptom.versions === undefined ? '' : `WHMCS ${rangeText(symptom.versions)}`, symptom.note ?? '']
        .filter((text) => text !== '')
        .flatMap((text) => wrap(text, width, '     ', '     ').map((line) => c.dim(line))),
    ]),
    '',
    c.bold('documented cause'),
    ...wrap(problem.documentedCause, width, '  ', '  '),
    ...(problem.proof === undefined ? [] : ['', c.bold('how it is proved'), ...wrap(problem.proof, width, '  ', '  ')]),
    ...(problem.unprovable === undefined ? [] : ['', c.bold('why no check can prove it'), ...wrap(problem.unprovable, width, '  ', '  ')]),
    '',
    c.bold('causes that can be proved or ruled out'),
    ...causesOf(program, problem, named).flatMap((cause) => [
      `  ${c.cyan(cause.id)}${named.has(cause.id) ? ' (named by a message in the text)' : ''}${cause.beyondTable === true ? c.dim(' (outside the documented table)') : ''}`,
      ...wrap(cause.title, width, '      ', '      '),
    ]),
    ...(checksFor(program, problem.id).length === 0 ? ['  none from here'] : []),
    '',
    c.bold('check it'),
    `  whmcs-doctor check --only ${problem.id}`,
    '',
    c.dim(problem.docs),
  ];
}

function checkText(check: CheckCard, program: Catalogue, write: Writer): readonly string[] {
  const { c, width } = write;
  return [
    `${c.bold(check.id)}  ${c.dim(`check · ${check.area}`)}`,
    ...wrap(`Passes as: ${check.title.pass}. Fails as: ${check.title.fail}.`, width, '  ', '  '),
    ...wrap(
      `Needs ${check.needs.join(', ')}${check.wants.length === 0 ? '' : `; uses ${check.wants.join(', ')} where it can be seen`}.`,
      width,
      '  ',
      '  ',
    ),
    '',
    ...program.causes.filter((cause) => check.causes.includes(cause.id)).flatMap((cause) => [...causeText(cause, program, write), '']),
  ];
}

function causeText(cause: Cause, program: Catalogue, write: Writer): readonly string[] {
  const { c, width } = write;
  const checks = program.checks.filter((check) => check.causes.includes(cause.id)).map((check) => check.id);
  return [
    `${c.bold(cause.title)}  ${c.dim(`${cause.id} · cause`)}`,
    '',
    ...wrap(cause.explanation, width, '  ', '  '),
    '',
    c.bold(relationWords(cause.beyondTable)),
    ...(cause.problems.length === 0 ? ['  no problem of the documented table'] : cause.problems.map((id) => `  ${id}`)),
    '',
    c.bold('next steps'),
    ...cause.remedies.flatMap((remedy) => [
      ...(remedy.versions === undefined ? [] : [c.dim(`  WHMCS ${rangeText(remedy.versions)}`)]),
      ...stepLines(remedy.steps.map(withPlaces), { ...write, margin: 2, shown: (text) => text }),
    ]),
    '',
    c.bold('checks'),
    ...checks.map((id) => `  whmcs-doctor check --only ${id}`),
    ...(cause.docs.length === 0 ? [] : ['', ...cause.docs.map((address) => c.dim(address))]),
  ];
}

/** What a finding would fill in is shown as a place. */
function withPlaces({ text, command, risk }: Step): NextStep {
  const placed = (words: string): string => words.replaceAll('{subject}', '<subject>');
  return { text: placed(text), ...(command === undefined ? {} : { command: placed(command) }), risk };
}

function rangeText({ from, below }: VersionRange): string {
  if (from !== undefined && below !== undefined) return `${from} up to, not including, ${below}`;
  if (from !== undefined) return `${from} and later`;
  return below === undefined ? 'every version' : `before ${below}`;
}
