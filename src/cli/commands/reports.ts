/** render and diff: what is done with saved reports. */
import type { Command } from 'commander';
import { usageStatus, withMore, writeStatus } from './help.js';
import { printing, reporting, showing } from './options.js';

const unusableReport = ['78', 'a file is no report that can be read'] as const;

export function declareRender(root: Command): void {
  const render = root
    .command('render')
    .description('a saved JSON report in another format')
    .argument('<report>', 'report that -f json wrote; -: from standard input');
  showing(reporting(render)).action(async (file: string, options: object) => (await import('../render.js')).render(file, options));
  withMore(render, {
    examples: [
      ['a page for the ticket', 'whmcs-doctor render report.json -f html=report.html'],
      ['several at once', 'whmcs-doctor render report.json -f markdown=report.md -f junit=report.xml'],
    ],
    statuses: [['0', 'written (with -f nagios: the state of the report)'], usageStatus, writeStatus, unusableReport],
  });
}

export function declareDiff(root: Command): void {
  const diff = root
    .command('diff')
    .description('what is new, fixed, changed and still there between two saved JSON reports')
    .argument('<old>', 'report of before')
    .argument('<new>', 'report of now');
  showing(printing(diff)).action(async (before: string, now: string, options: object) =>
    (await import('../diff.js')).diff(before, now, options),
  );
  withMore(diff, {
    examples: [['what a change of the server did', 'whmcs-doctor diff before.json after.json']],
    statuses: [['0', 'no new failure'], ['2', 'new failures'], usageStatus, unusableReport],
  });
}
