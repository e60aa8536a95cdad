/** The commander program. Each command is loaded when it is called; `whmcs-doctor --help` loads none. */
import { Command, Option } from 'commander';
import { version } from '../../logic/version.js';
import { declareCompletion, declareDemo, declareExplain, declareList } from './catalogue.js';
import { declareCheck } from './check.js';
import { declareCollect } from './collect.js';
import { helpOutput, helpStyle, verdictStatuses, withMore } from './help.js';
import { declareLogin } from './login.js';
import { declarePlan } from './plan.js';
import { declareDiff, declareRender } from './reports.js';
import { declareTriage } from './triage.js';

/** As the help shows them. */
const commands: readonly (readonly [heading: string, Readonly<Record<string, (root: Command) => void>>])[] = [
  ['Find out:', { check: declareCheck, triage: declareTriage, explain: declareExplain, login: declareLogin }],
  ['Record and compare:', { collect: declareCollect, render: declareRender, diff: declareDiff }],
  ['Look up:', { plan: declarePlan, list: declareList, demo: declareDemo, completion: declareCompletion }],
];

/** `first`: the first word of the command line. Where it is a command, the others are not declared: that takes longer than to list. */
export function program(first?: string): Command {
  const root = new Command('whmcs-doctor')
    .description('Finds out why people cannot log in to a WHMCS install: what is wrong, what proves it, what to do next.')
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'plain text, with every command')
    .addHelpOption(new Option('-h, --help', 'this text, also of every command').helpGroup('Help:'))
    .configureHelp(helpStyle)
    .configureOutput(helpOutput)
    .showHelpAfterError('(whmcs-doctor --help shows the commands and options)')
    .exitOverride()
    // wherever it stands, the root takes it
    .hook('preAction', (self, command) => {
      if (self.opts()['color'] === false) command.setOptionValue('color', false);
    });

  const isAlone = commands.some(([, declared]) => Object.hasOwn(declared, first ?? ''));
  for (const [heading, declared] of commands) {
    root.commandsGroup(heading);
    for (const [name, declare] of Object.entries(declared)) if (!isAlone || name === first) declare(root);
  }
  root.helpCommand('help [command]', 'this text, or that of a command');

  return withMore(root, {
    examples: [
      ['what is wrong with the install here', 'whmcs-doctor check'],
      ['a ticket', 'whmcs-doctor triage ticket.txt'],
      ['what one command takes', 'whmcs-doctor check --help'],
    ],
    statuses: [
      ...verdictStatuses,
      ['64', 'the command line is wrong, or there is no such target'],
      ['70, 73, 78', 'a bug, an output that cannot be written, an input that cannot be used'],
    ],
  });
}
