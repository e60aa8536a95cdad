/** Which formats go where, and how they are written. */
import { resolve } from 'node:path';
import type { Report, Several, UnusableTarget } from '../model.js';
import type { ConfigFile } from '../policy/config.js';
import { formatNames, isFormatName, rendererOf, type FormatName } from '../report/formats.js';
import type { View } from '../report/view.js';
import { Quit, status, usage } from './exit.js';
import { appendSummary } from './job-summary.js';
import type { Given } from './options.js';
import { offer, print, say } from './output.js';
import { answerWith } from './monitor.js';
import { seal } from './seal.js';
import { noFormat, viewFor, type ShownAs } from './shown-as.js';
import { writeWhole } from './whole-file.js';

export interface Output {
  readonly format: FormatName;
  /** null: standard output. */
  readonly file: string | null;
}

export interface Outputs {
  readonly to: readonly Output[];
  readonly view: ShownAs;
}

/** Throws Quit 64 for a format that does not exist, two for standard output or two for the same file. */
export function outputsFor(given: Given, file: ConfigFile): Outputs {
  const asked = given.format ?? file.format ?? ['pretty'];
  const to = (typeof asked === 'string' ? [asked] : asked).map(outputOf);
  if (to.filter((each) => each.file === null).length > 1)
    throw usage('only one format can go to standard output: give the others a file, as -f json=report.json');
  const files = to.flatMap((each) => each.file ?? []);
  const twice = files.find((each, index) => files.indexOf(each) !== index);
  if (twice !== undefined) throw usage(`two formats would be written to ${twice}: give each a file of its own`);
  return { to, view: viewFor(given, file) };
}

function outputOf(text: string): Output {
  const [name = '', ...rest] = text.split('=');
  if (!isFormatName(name)) {
    throw noFormat(name, formatNames);
  }
  const file = rest.join('=');
  if (rest.length === 0 || file === '-') return { format: name, file: null };
  if (file === '') throw usage(`-f ${text} names no file: type -f ${name}=FILE, or -f ${name} for standard output`);
  return { format: name, file: resolve(file) };
}

/** Whether standard output is for a monitor. */
export function answersMonitor({ to }: Outputs): boolean {
  return to.some(({ format, file }) => format === 'nagios' && file === null);
}

/** What became of one target. */
export type TargetOutcome =
  | { readonly is: 'report'; readonly report: Report }
  /** absent: it is not there, or not yet. */
  | ({ readonly is: 'unusable' | 'absent' } & UnusableTarget);

export function severalOf(outcomes: readonly TargetOutcome[]): Several {
  return {
    reports: outcomes.flatMap((outcome) => (outcome.is === 'report' ? [outcome.report] : [])),
    unusable: outcomes.flatMap((outcome) => (outcome.is === 'report' ? [] : [outcome])).map(({ is: _, ...each }) => each),
  };
}

/**
 * Every format to its place, files first: what keeps one of them from being written costs that one alone. Throws Quit 73, with a line for
 * each, once all were tried.
 */
export async function writeReports(several: Several, outputs: Outputs): Promise<void> {
  const { problemById } = await import('../knowledge/index.js');
  const view: View = {
    ...outputs.view,
    problemTitle: (id) => problemById(id)?.title ?? id,
    symptomOf: (id) => problemById(id)?.symptoms[0]?.text ?? null,
  };
  const failures: unknown[] = [];
  const inOrder = [...outputs.to].sort((a, b) => Number(a.file === null) - Number(b.file === null));
  const tried = async (write: () => Promise<void>): Promise<void> => {
    await write().catch((error: unknown) => failures.push(error));
  };
  for (const { format, file } of inOrder) {
    const render = async (name: FormatName): Promise<string> =>
      (await rendererOf(name))(several, { ...view, colour: view.colour && file === null });
    await tried(async () => {
      if (format === 'json') return writeJson((await import('../report/json.js')).jsonPieces(several), file);
      const text = await render(format);
      if (file === null && format === 'nagios') answerWith(several, text);
      else if (file === null) await print(text);
      // node_exporter runs as a user of its own
      else await writeWhole(file, text, format === 'prometheus' ? 0o644 : undefined);
    });
    const summary = format === 'github' ? process.env['GITHUB_STEP_SUMMARY'] : undefined;
    if (summary) await tried(async () => appendSummary(summary, await render('markdown')));
  }
  const bug = failures.find((error) => !(error instanceof Quit));
  const lines = failures.flatMap((error) => (error instanceof Quit ? [error.message] : []));
  const last = bug === undefined ? lines.pop() : undefined;
  for (const line of lines) say(seal(line));
  if (bug !== undefined) throw bug;
  if (last !== undefined) throw new Quit(status.cannotWrite, last);
}

async function writeJson(pieces: Iterable<string>, file: string | null): Promise<void> {
  if (file !== null) return writeWhole(file, pieces);
  for (const piece of pieces) if (!(await offer(piece))) return;
}
