/** The crontab calls a cron.php or a PHP that is not there, or one that works for another install. */
import { defineCheck, fail, pass, skip, warn, type CronCommand } from '../../src/index.js';
import { dayHours, latest } from '../../src/logic/cron-runs.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';

export default defineCheck({
  id: 'cron-path-wrong',
  area: 'clock',
  title: { pass: "The crontab leads to this install's cron.php", fail: "The crontab does not lead to this install's cron.php" },
  causes: ['cron-path-wrong'],
  needs: ['clock.now', 'cron.state'],
  wants: ['php.web', 'php.cli', 'zone.system'],
  judge(facts, see) {
    const { 'clock.now': now, 'cron.state': state } = facts;
    const lines = state.commands.map((command) =>
      see('cron.state', 'Line of a crontab', `${command.php ?? ''} ${command.script}`.trim(), {
        want: "this install's crons/cron.php",
        source: command.where,
      }),
    );
    if (state.commands.length === 0) return skip('no crontab that could be read runs a cron.php for this install or its owner');
    if (state.commands.some((command) => command.leadsTo === 'this' && command.phpExists !== false)) return pass(lines);
    const last = latest(state.runs, recordOffsets(facts, now.epochMs), now.epochMs);
    // Whoever calls it, it runs: panels and containers have ways of their own, and the line may be left over.
    if (last !== null && last.seconds <= dayHours * 3600) return pass(lines, { note: 'none of these lines is what runs it' });
    const broken = state.commands.find((command) => command.phpExists === false || command.leadsTo === 'nothing');
    const other = state.commands.find(({ leadsTo }) => leadsTo === 'another');
    const wrong = broken ?? (last === null ? undefined : other);
    if (wrong === undefined)
      return skip('the lines that were found are for another install, or lead where this program cannot look', 'crontab');
    const said = {
      cause: 'cron-path-wrong',
      subject: wrong.where,
      title: whatIsWrong(wrong),
      evidence: [...lines, ...pathOf(wrong)],
    } as const;
    return last === null ? warn({ ...said, confidence: 'likely' }) : fail({ ...said, confidence: wrong === broken ? 'proved' : 'likely' });

    function pathOf({ whmcsPath }: CronCommand) {
      return whmcsPath === null ? [] : [see('cron.state', '$whmcspath', whmcsPath.path, { source: whmcsPath.file, vantage: 'files' })];
    }
  },
});

function whatIsWrong({ phpExists, php, leadsTo, whmcsPath, script }: CronCommand): string {
  if (phpExists === false) return `The crontab calls ${php ?? 'a PHP'}, which is not there`;
  if (whmcsPath !== null) return `$whmcspath of ${whmcsPath.file} leads to ${leadsTo === 'another' ? 'another install' : 'no install'}`;
  return leadsTo === 'another'
    ? `The crontab runs the cron of another install: ${script}`
    : `The crontab runs ${script}, which is not there`;
}
