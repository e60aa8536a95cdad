/** Which formats go where, and how they are written. */
import type { Report, Several, UnusableTarget } from '../model.js';
import type { ConfigFile } from '../policy/config.js';
import { plain } from '../report/plain-text.js';
import type { View } from '../report/view.js';
import { usage } from './exit.js';
import type { Given } from './options.js';
import { print, writeWhole } from './output.js';

const formats = ['pretty', 'json'] as const;
type Format = (typeof formats)[number];

export interface Outputs {
  readonly to: readonly { readonly format: Format; readonly file: string | null }[];
  readonly view: Omit<View, 'problemTitle' | 'symptomOf'>;
}

/** Throws Quit 64 for a format that does not exist or two for standard output. */
export function outputsFor(given: Given, file: ConfigFile): Outputs {
  const asked = given.format ?? file.format ?? ['pretty'];
  const to = (typeof asked === 'string' ? [asked] : asked).map((text) => {
    const [name = '', ...rest] = text.split('=');
    if (!isFormat(name)) throw usage(`-f ${name} is not a format: there are ${formats.join(' and ')}`);
    return { format: name, file: rest.length === 0 ? null : rest.join('=') };
  });
  if (to.filter((each) => each.file === null).length > 1)
    throw usage('only one format can go to standard output: give the others a file, as -f json=report.json');
  return { to, view: viewFor(given, file) };
}

/** Colour and width as the terminal and NO_COLOR, FORCE_COLOR say; 80 columns in a pipe. */
export function viewFor(given: Given, file: ConfigFile = {}): Outputs['view'] {
  const terminal = process.stdout.isTTY === true;
  const { NO_COLOR, FORCE_COLOR, TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  const wanted = given.color !== false && file.color !== false;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return {
    colour: wanted && (NO_COLOR === undefined || NO_COLOR === '') && (forced || (terminal && TERM !== 'dumb')),
    unicode:
      !(given.ascii ?? file.ascii ?? false) &&
      (!terminal || TERM !== 'linux') &&
      (locale === '' || /utf-?8/i.test(locale) || locale === 'C'),
    width: Math.min(Math.max(terminal ? process.stdout.columns : 80, 40), 100),
    show: given.show ?? file.show ?? 'problems',
    quiet: given.quiet ?? file.quiet ?? false,
    verbose: given.verbose ?? file.verbose ?? false,
  };
}

/** What became of one target. */
export type Outcome = { readonly is: 'report'; readonly report: Report } | ({ readonly is: 'unusable' } & UnusableTarget);

export async function writeReports(outcomes: readonly Outcome[], outputs: Outputs): Promise<void> {
  const several: Several = {
    reports: outcomes.flatMap((outcome) => (outcome.is === 'report' ? [outcome.report] : [])),
    unusable: outcomes.flatMap((outcome) => (outcome.is === 'unusable' ? [outcome] : [])).map(({ is: _, ...each }) => each),
  };
  for (const { format, file } of outputs.to) {
    const text = await render(several, format, { ...outputs.view, colour: outputs.view.colour && file === null });
    if (file === null) await print(text);
    else await writeWhole(file, text);
  }
}

async function render(several: Several, format: Format, view: Outputs['view']): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.js')).renderJson(several);
    case 'pretty': {
      const [{ renderPretty }, { renderSummary }, { problemById }] = await Promise.all([
        import('../report/pretty.js'),
        import('../report/summary.js'),
        import('../knowledge/index.js'),
      ]);
      const full: View = {
        ...view,
        problemTitle: (id) => problemById(id)?.title ?? id,
        symptomOf: (id) => problemById(id)?.symptoms[0]?.text ?? null,
      };
      const summary = renderSummary(several, full);
      // with --quiet the summary names the healthy ones, and a report has no head that names its target
      const brief = full.quiet && summary.length > 0;
      const shown = several.reports.filter((report) => !brief || report.verdict !== 'healthy');
      const texts = shown.map((report) => `${brief ? `${plain(report.target.label)}\n` : ''}${renderPretty(report, full)}`);
      return [...texts, ...summary].join('\n');
    }
    default:
      return format satisfies never;
  }
}

function isFormat(name: string): name is Format {
  return (formats as readonly string[]).includes(name);
}

/** For commands that print one thing: pretty or json. */
export function simpleFormat(given: { readonly format?: unknown }): Format {
  const name = given.format ?? 'pretty';
  if (typeof name !== 'string' || !isFormat(name)) throw usage(`-f ${String(name)} is not a format: there are ${formats.join(' and ')}`);
  return name;
}
