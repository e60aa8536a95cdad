/** What a shell has to know of the commands, read from commander's own tree: an option is declared once. */
import type { Argument, Command, Option } from 'commander';

/** What can be typed where a value is wanted. */
export type Wanted =
  /** One of these; of a list of ids several, with commas. */
  | { readonly is: 'ids' }
  | { readonly is: 'id' }
  /** A name, or NAME=FILE. */
  | { readonly is: 'formats' }
  | { readonly is: 'words'; readonly words: readonly string[] }
  | { readonly is: 'file' }
  /** Only the person knows. */
  | { readonly is: 'text' };

export interface OptionShape {
  /** As typed, the long one last. */
  readonly names: readonly string[];
  readonly description: string;
  /** null: it takes no value. */
  readonly wanted: Wanted | null;
  /** What the value is called in the help. */
  readonly placeholder: string;
  readonly repeatable: boolean;
}

export interface CommandShape {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionShape[];
  /** In their order; the last one may be given again where `more`. */
  readonly values: readonly Wanted[];
  readonly more: boolean;
}

export interface Shape {
  readonly name: string;
  readonly options: readonly OptionShape[];
  readonly commands: readonly CommandShape[];
}

/** By the name of an argument or of an option's value. A test says which is missing. */
const byPlaceholder: Readonly<Record<string, Wanted>> = {
  ids: { is: 'ids' },
  id: { is: 'id' },
  'name[=file]': { is: 'formats' },
  file: { is: 'file' },
  path: { is: 'file' },
  socket: { is: 'file' },
  report: { is: 'file' },
  old: { is: 'file' },
  new: { is: 'file' },
  target: { is: 'file' },
  targets: { is: 'file' },
  url: { is: 'text' },
  address: { is: 'text' },
  name: { is: 'text' },
  names: { is: 'text' },
  email: { is: 'text' },
  user: { is: 'text' },
  // the words of a person, or a file with them
  text: { is: 'file' },
  number: { is: 'text' },
  duration: { is: 'text' },
  'host[:port]:address': { is: 'text' },
};

/** Where the name of the value does not tell. */
const byOption: Readonly<Record<string, Wanted>> = { '--text': { is: 'text' } };

export function shapeOf(root: Command): Shape {
  const commands = root.commands.map(commandShape);
  const names = commands.map(({ name }) => name);
  const help: CommandShape = {
    name: 'help',
    description: 'help of a command',
    options: [],
    values: [{ is: 'words', words: names }],
    more: false,
  };
  return { name: root.name(), options: optionsOf(root), commands: [...commands, help] };
}

function commandShape(command: Command): CommandShape {
  const values = command.registeredArguments;
  return {
    name: command.name(),
    description: firstSentence(command.description()),
    options: optionsOf(command),
    values: values.map(argumentWanted),
    more: values.at(-1)?.variadic === true,
  };
}

function optionsOf(command: Command): readonly OptionShape[] {
  return command.createHelp().visibleOptions(command).map(optionShape);
}

function optionShape(option: Option): OptionShape {
  const placeholder = /[<[](.+)[>\]]$/.exec(option.flags)?.[1] ?? '';
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: firstSentence(option.description),
    wanted:
      option.required || option.optional
        ? (wordsOf(option.argChoices) ?? byOption[option.long ?? ''] ?? wantedBy(placeholder, option.flags))
        : null,
    placeholder,
    repeatable: /repeatable/.test(option.description) || /<(?:ids|names)>$/.test(option.flags),
  };
}

function argumentWanted(argument: Argument): Wanted {
  return wordsOf(argument.argChoices) ?? wantedBy(argument.name(), argument.name());
}

function wordsOf(words: readonly string[] | undefined): Wanted | null {
  return words === undefined ? null : { is: 'words', words };
}

function wantedBy(placeholder: string, where: string): Wanted {
  const wanted = byPlaceholder[placeholder];
  if (wanted === undefined) throw new Error(`${where}: src/cli/completion/tree.ts does not know what a shell completes here`);
  return wanted;
}

/** One line of a menu. */
function firstSentence(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ \((?!.*\().*$/, '');
}
