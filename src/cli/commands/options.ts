/** Options that several commands share, under the headings of their help. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../../logic/nearest.js';
import { simpleFormats } from '../words.js';
import { formatNames } from '../../report/formats.js';

/** Of an option that may be given several times. */
export function collected(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** An option that takes one of a few words. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words).argParser((word: string) => {
    if (words.includes(word)) return word;
    throw new InvalidArgumentError(`${didYouMean(word, words)} There are ${words.join(', ')}.`.trimStart());
  });
}

const pluginOption = 'module or program with checks of your own (repeatable)';

/** For commands that look at nothing. */
export function extending(command: Command): Command {
  return command.option('--plugin <file>', pluginOption, collected);
}

/** What is looked at, and for whom: shared by check, collect and plan. */
export function gathering(command: Command): Command {
  return command
    .optionsGroup('What is checked:')
    .option('--only <ids>', 'run only these checks, problems, causes or areas (comma-separated, * as a wildcard, repeatable)', collected)
    .option('--skip <ids>', 'leave these out', collected)
    .option('--plugin <file>', pluginOption, collected)
    .optionsGroup('What the person did who cannot log in:')
    .option('--used-url <url>', 'address the person used, or the reset link (its token is dropped at once)')
    .option('--visitor-ip <address>', 'address of the person who cannot log in')
    .option('--admin <name>', 'administrator who cannot log in')
    .option('--user <email>', 'user who cannot log in')
    .option('--permission <names>', 'permissions that the error page named, as labels or numbers (comma-separated, repeatable)', collected)
    .optionsGroup('Access:')
    .option('--url <url>', 'look at this address instead of the System URL')
    .option('--admin-url <url>', 'the admin area (looked at from outside only where this is given)')
    .option('--origin <address>', 'reach the site at this IP address, past its CDN')
    .option('--resolve <host[:port]:address>', 'as in curl (repeatable)', collected)
    .option('--cacert <file>', 'trust these certificate authorities too')
    .option('--php <path>', 'command-line PHP that runs the cron')
    .option('--fpm <socket>', 'socket or host:port of the PHP-FPM pool that serves the site')
    .option('--web-probe', 'allow one random-named file in the web root, fetched as a visitor and removed')
    .option('--offline', 'contact nothing beyond the install')
    .option('--exact', 'look at every session file')
    .optionsGroup('Limits and records:')
    .option('--timeout <duration>', 'silence allowed per network operation (5s)')
    .option('--deadline <duration>', 'time allowed for the whole run (60s)')
    .option('--jobs <number>', 'looks at a time, and targets at a time (16; installs of one machine: 4)')
    .option('--config <file>', 'configuration file')
    .option('--audit <file>', 'write every file read, command run, query and address contacted here');
}

/** For a person's problem instead of the whole install. */
export function describing(command: Command): Command {
  return command
    .optionsGroup('What is checked:')
    .option('--for <text>', 'what the person says or sees, a file with it, or -: only what can prove that is looked at');
}

/** How it looks: shared by all commands that print for people. */
export function showing(command: Command, quiet = 'only what is wrong', verbose = 'also how long each look took'): Command {
  return command
    .optionsGroup('Output:')
    .option('--no-color', 'plain text')
    .option('--ascii', 'no characters beyond ASCII')
    .option('-q, --quiet', quiet)
    .option('-v, --verbose', verbose);
}

/** Formats of a report, each to its place. */
export function reporting(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('-f, --format <name[=file]>', `${formatNames.join(', ')}: to standard output, or to a file (repeatable)`, collected)
    .addOption(choice('--show <what>', 'problems, or all findings', ['problems', 'all']));
}

/** Of a command that prints one thing. */
export function printing(command: Command): Command {
  const format = new Option('-f, --format <name>', 'for people or for programs').choices(simpleFormats);
  // the command says what is wrong with another one
  return command.optionsGroup('Output:').addOption(format.argParser((name: string) => name));
}
