/** How help looks: headings, examples that can be copied, exit statuses, never wider than the terminal. Commander takes the colours out again. */
import { Chalk } from 'chalk';
import type { Argument, Command, HelpConfiguration, Option, OutputConfiguration } from 'commander';
import { plain } from '../../report/plain-text.js';
import { wrap } from '../../report/wrap.js';
import { colourful } from '../colour.js';

const c = new Chalk({ level: 1 });

export const helpStyle: HelpConfiguration = {
  sortSubcommands: false,
  styleTitle: (text) => c.bold(text),
  styleCommandText: (text) => c.cyan(text),
  styleSubcommandText: (text) => c.cyan(text),
  styleOptionText: (text) => c.cyan(text),
  styleArgumentText: (text) => c.cyan(text),
  // in the list of commands the name is enough
  subcommandTerm: (command) => command.name(),
  optionDescription: withChoices,
  argumentDescription: withChoices,
};

function withChoices({ argChoices, description, defaultValue }: Option | Argument): string {
  const facts = [argChoices?.join(', ') ?? '', typeof defaultValue === 'string' ? `default: ${defaultValue}` : ''].filter(
    (fact) => fact !== '',
  );
  return facts.length === 0 ? description : `${description} (${facts.join('; ')})`;
}

/** Written once commander is done, so that it is known whether it could be. */
let written = '';

/** Help and version, as far as they were asked for. */
export function helpWritten(): string {
  return written;
}

export const helpOutput: OutputConfiguration = {
  writeOut: (text) => void (written += text),
  getOutHelpWidth: () => widthOf(process.stdout),
  getErrHelpWidth: () => widthOf(process.stderr),
  getOutHasColors: () => inColour(process.stdout),
  getErrHasColors: () => inColour(process.stderr),
  outputError: (text, write) => write(withoutSecrets(text).split('\n').map(plain).join('\n')),
};

function widthOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return Math.min(Math.max(isTTY ? columns : 80, 40), 100);
}

/** Before the options are understood: help is asked for with the option beside it, in any order. */
function inColour(stream: NodeJS.WriteStream): boolean {
  return !process.argv.includes('--no-color') && colourful(stream);
}

/** A mistyped option keeps its value for itself, and an address in the place of a command its name and password: they may be secrets. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(unknown option '-[^=']*)=[^]*'/, "$1=…'")
    .replace(/(unknown command ')(?![\w-]+')[^]*?'(?=\n|$)/, "$1…'. A target stands behind a command: whmcs-doctor check TARGET");
}

export interface More {
  /** What it does, and what to type. */
  readonly examples: readonly (readonly [what: string, command: string])[];
  readonly notes?: readonly string[];
  readonly statuses: readonly (readonly [status: string, meaning: string])[];
}

/** What stands below the options. */
export function withMore(command: Command, { examples, notes = [], statuses }: More): Command {
  return command.addHelpText('after', ({ error }) => {
    const width = widthOf(error ? process.stderr : process.stdout);
    const column = Math.max(...statuses.map(([status]) => status.length)) + 4;
    return [
      '',
      c.bold('Examples:'),
      ...examples.flatMap(([what, line]) => [...wrap(what, width, '  # ', '  # ').map((each) => c.dim(each)), `  ${line}`]),
      ...notes.flatMap((note) => ['', ...wrap(note, width, '', '')]),
      '',
      c.bold('Exit status:'),
      ...statuses.flatMap(([status, meaning]) =>
        wrap(meaning, width, `  ${status}`.padEnd(column), ' '.repeat(column)).map((line) => line.replace(status, c.cyan(status))),
      ),
    ].join('\n');
  });
}

/** Shared by the commands that print what a check found. */
export const verdictStatuses = [
  ['0', 'healthy'],
  ['1', 'warnings, and --fail-on is warn'],
  ['2', 'failures'],
  ['3', 'nothing failed, but something could not be looked at'],
] as const;

export const usageStatus = ['64', 'the command line is wrong, or there is no such target'] as const;
export const writeStatus = ['73', 'an output file cannot be written'] as const;
export const stoppedStatus = ['130, 143', 'stopped by Ctrl-C, SIGTERM: what is known is still reported'] as const;
