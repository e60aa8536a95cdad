/** explain, list, demo and completion: nothing of a target is looked at. */
import { Argument, type Command } from 'commander';
import { listNames, shells } from '../words.js';
import { usageStatus, withMore, writeStatus } from './help.js';
import { describing, extending, printing, reporting, showing } from './options.js';

/** The command itself says what is wrong with another word. */
function words(name: string, description: string, known: readonly string[]): Argument {
  return new Argument(name, description).choices(known).argParser((word: string) => word);
}

export function declareExplain(root: Command): void {
  const explain = root
    .command('explain')
    .description('symptoms, causes, next steps and checks of one problem, check or cause')
    .argument('<id>', 'id of a problem, check or cause; or the text of an error, a file with it, or -');
  showing(printing(extending(explain))).action(async (id: string, options: object) => (await import('../explain.js')).explain(id, options));
  withMore(explain, {
    examples: [
      ['a problem of the documentation', 'whmcs-doctor explain login-details-errors'],
      ['an error that somebody saw', 'whmcs-doctor explain "Invalid CSRF Protection Token"'],
    ],
    statuses: [
      ['0', 'explained'],
      ['64', 'there is no such id, or the text tells of no documented problem'],
    ],
  });
}

export function declareList(root: Command): void {
  const list = root
    .command('list')
    .description('the catalogue')
    .addArgument(words('[what]', 'which list', listNames).default('checks'));
  printing(extending(list)).action(async (what: string, options: object) => (await import('../list.js')).list(what, options));
  withMore(list, {
    examples: [
      ['what --only, --skip and explain take', 'whmcs-doctor list checks'],
      ['the documented problems with the checks that prove them', 'whmcs-doctor list problems -f json'],
    ],
    statuses: [
      ['0', 'listed'],
      ['64', 'there is no such list'],
    ],
  });
}

export function declareDemo(root: Command): void {
  const demo = root.command('demo').description('check a recorded, broken sample install');
  showing(reporting(describing(demo))).action(async (options: object) => (await import('../demo.js')).demo(options));
  withMore(demo, {
    examples: [
      ['what a report looks like', 'whmcs-doctor demo'],
      ['in another format', 'whmcs-doctor demo -f html=demo.html'],
    ],
    statuses: [['2', 'the sample install has failures, as the check of it would say'], usageStatus, writeStatus],
  });
}

export function declareCompletion(root: Command): void {
  const completion = root
    .command('completion')
    .description('what makes a shell complete commands, options and ids')
    .addArgument(words('<shell>', 'whose script', shells))
    .action(async (shell: string) => (await import('../completion.js')).completion(shell));
  withMore(completion, {
    examples: [
      ['bash, for everybody on the machine', 'whmcs-doctor completion bash > /etc/bash_completion.d/whmcs-doctor'],
      ['bash, without the package bash-completion', "echo 'source <(whmcs-doctor completion bash)' >> ~/.bashrc"],
      ['zsh, for everybody', 'whmcs-doctor completion zsh > "${fpath[1]}/_whmcs-doctor"'],
      ['zsh, after compinit in ~/.zshrc', "echo 'source <(whmcs-doctor completion zsh)' >> ~/.zshrc"],
      ['fish', 'whmcs-doctor completion fish > ~/.config/fish/completions/whmcs-doctor.fish'],
    ],
    notes: ['It is a script of its own that starts nothing. Write it anew after an update: the ids of new checks are in it.'],
    statuses: [
      ['0', 'printed'],
      ['64', 'there is no completion for that shell'],
    ],
  });
}
