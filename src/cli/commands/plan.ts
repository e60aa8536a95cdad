import type { Command } from 'commander';
import { usageStatus, withMore } from './help.js';
import { describing, gathering, printing } from './options.js';

export function declarePlan(root: Command): void {
  const plan = root
    .command('plan')
    .description('what a check would read, run and contact')
    .argument('[target]', 'folder of an install, https://HOST/, ssh://[USER@]HOST[:PORT]/FOLDER, or a bundle file');
  printing(gathering(describing(plan)))
    .option('-v, --verbose', 'also the patterns that every line of --audit matches')
    .action(async (target: string | undefined, options: object) => (await import('../plan.js')).plan(target, options));
  withMore(plan, {
    examples: [
      ['before the first check of a server', 'whmcs-doctor plan /var/www/whmcs'],
      ['what nothing beyond the install leaves', 'whmcs-doctor plan /var/www/whmcs --offline'],
    ],
    statuses: [['0', 'shown'], usageStatus, ['78', 'the configuration file is unusable']],
  });
}
