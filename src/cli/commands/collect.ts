import type { Command } from 'commander';
import { stoppedStatus, usageStatus, withMore, writeStatus } from './help.js';
import { gathering } from './options.js';

export function declareCollect(root: Command): void {
  const collect = root
    .command('collect')
    .description('record a redacted bundle of the facts; `check FILE` judges it anywhere')
    .argument('[target]', 'folder of an install, https://HOST/ or ssh://[USER@]HOST[:PORT]/FOLDER')
    .optionsGroup('Output:')
    .requiredOption('-o, --output <file>', 'bundle to write, as bundle.tgz; -: to standard output; *.json: the facts alone, as text')
    .option('-y, --yes', 'show what is written, but do not ask (it is asked on a terminal only)')
    .option('-q, --quiet', 'do not show what is written (it is still asked, on a terminal, without --yes)');
  gathering(collect).action(async (target: string | undefined, options: object) =>
    (await import('../collect.js')).collect(target, options),
  );
  withMore(collect, {
    examples: [
      ['record the install in or above the current folder', 'whmcs-doctor collect -o bundle.tgz'],
      ['and judge it elsewhere', 'whmcs-doctor check bundle.tgz'],
    ],
    notes: [
      'Names and addresses of people become tokens; no password, key, cookie or session id is in it. It is shown before it is written.',
    ],
    statuses: [['0', 'the bundle is written'], usageStatus, writeStatus, ['78', 'the configuration file is unusable'], stoppedStatus],
  });
}
