import type { Command } from 'commander';
import { stoppedStatus, usageStatus, verdictStatuses, withMore, writeStatus } from './help.js';
import { choice, collected, describing, gathering, reporting, showing } from './options.js';

export function declareCheck(root: Command): void {
  const check = root
    .command('check')
    .description('gather facts, judge them, report')
    .argument(
      '[targets...]',
      'folder of an install, https://HOST/, ssh://[USER@]HOST[:PORT]/FOLDER, or a bundle file (default: the install in or above the current folder)',
    );
  showing(reporting(gathering(describing(check))))
    .option('--redact', 'addresses and names of people become class and token, as in bundles')
    .optionsGroup('What is checked:')
    .option('--targets <file>', 'more targets, one on each line; -: from standard input')
    .optionsGroup('Gate:')
    .option('--require <ids>', 'a check of these that cannot look counts as unknown', collected)
    .addOption(choice('--fail-on <severity>', 'lowest severity that makes the exit status other than 0', ['warn', 'fail', 'never']))
    .option('--baseline <file>', 'what was found when this was written does not count: only what is new does')
    .option('--write-baseline <file>', 'write what is found as a baseline')
    .option('--waivers <file>', 'what is accepted, with a reason, an owner and an end date')
    .option('--wait <duration>', 'repeat until healthy, at most for so long')
    .action(async (targets: string[], options: object) => (await import('../check.js')).check(targets, options));
  withMore(check, {
    examples: [
      ['the install in or above the current folder', 'whmcs-doctor check'],
      ['a person who cannot log in', 'whmcs-doctor check --user ann@example.com --visitor-ip 203.0.113.7'],
      ['what a message tells of, and nothing else', 'whmcs-doctor check /var/www/whmcs --for "Invalid CSRF Protection Token"'],
      ['as a visitor, from outside', 'whmcs-doctor check https://billing.example.com/'],
      ['for a pipeline: a table for people, a file for the machine', 'whmcs-doctor check -f pretty -f junit=report.xml --fail-on fail'],
    ],
    statuses: [
      ...verdictStatuses,
      usageStatus,
      ['70', 'a bug in the program'],
      writeStatus,
      ['78', 'a configuration, waiver, baseline, bundle or plug-in file is unusable'],
      stoppedStatus,
    ],
  });
}
