/** How what a command prints looks. Commands that print one thing need nothing else of the formats. */
import { nearest } from '../logic/nearest.js';
import type { ConfigFile } from '../policy/config.js';
import type { View } from '../report/view.js';
import { colourful } from './colour.js';
import { usage, type Quit } from './exit.js';
import { unicodeLocale } from './locale.js';
import type { Given } from './options.js';
import { simpleFormats } from './words.js';

export type ShownAs = Omit<View, 'problemTitle' | 'symptomOf'>;

/** Colour and width as the terminal and NO_COLOR, FORCE_COLOR say; 80 columns in a pipe. */
export function viewFor(given: Given, file: ConfigFile = {}): ShownAs {
  const terminal = process.stdout.isTTY === true;
  const { TERM } = process.env;
  return {
    colour: given.color !== false && file.color !== false && colourful(process.stdout),
    unicode: !(given.ascii ?? file.ascii ?? false) && (!terminal || TERM !== 'linux') && unicodeLocale(),
    width: Math.min(Math.max(terminal ? process.stdout.columns : 80, 40), 100),
    show: given.show ?? file.show ?? 'problems',
    quiet: given.quiet ?? file.quiet ?? false,
    verbose: given.verbose ?? file.verbose ?? false,
  };
}

/** For commands that print one thing: pretty or json. */
export function simpleFormat(given: { readonly format?: unknown }): (typeof simpleFormats)[number] {
  const name = given.format ?? 'pretty';
  const found = simpleFormats.find((each) => each === name);
  if (found === undefined) throw noFormat(String(name), simpleFormats);
  return found;
}

export function noFormat(name: string, formats: readonly string[]): Quit {
  const near = nearest(name, formats);
  return usage(
    near === null
      ? `-f ${name} is not a format: there are ${formats.join(', ')}`
      : `-f ${name} is not a format: did you mean ${near}? There are ${formats.join(', ')}`,
  );
}
