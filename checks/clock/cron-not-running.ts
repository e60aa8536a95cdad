/**
 * WHMCS's own rule: its daily tasks must have run within 24 hours, and any run within 120 minutes is well (Automation Status). The daily run
 * falls anywhere in its hour, which the margin allows for, and a cron that is called once a day works: only then is the second rule no fault.
 */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { ago, dayHours, latest, type RunAge } from '../../src/logic/cron-runs.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';

const soonMinutes = 120;

export default defineCheck({
  id: 'cron-not-running',
  area: 'clock',
  title: { pass: "WHMCS's cron runs", fail: "WHMCS's cron does not run" },
  causes: ['cron-not-running', 'daily-cron-hour-missed'],
  needs: ['clock.now', 'cron.state'],
  wants: ['database.schema', 'php.web', 'php.cli', 'zone.system'],
  judge(facts, see) {
    const { 'clock.now': now, 'cron.state': state, 'database.schema': schema } = facts;
    const offsets = recordOffsets(facts, now.epochMs);
    const last = latest(state.runs, offsets, now.epochMs);
    if (last === null) {
      if (!schema.ok && state.recordsBy !== 'api') return gapJudgement(schema);
      return skip(
        'WHMCS has recorded no run of its cron where this program looks: see Automation Status in the admin area (gear icon; before 8.0 Setup > Automation Settings)',
      );
    }
    const vantage = state.recordsBy === 'api' ? {} : ({ vantage: 'database' } as const);
    const line = ({ run, seconds }: RunAge, want: string) =>
      see('cron.state', run.what === 'daily' ? 'Last daily run' : 'Last run', `${run.at}, ${ago(seconds)} ago`, {
        want,
        source: run.source,
        ...vantage,
      });
    const commands = state.commands.map(({ where, script }) => see('cron.state', 'Line of a crontab', script, { source: where }));
    const running =
      state.daemon === false ? [see('cron.state', 'A cron daemon among the processes', false, { want: true, source: '/proc' })] : [];
    const subject = 'cron.php';
    if (last.seconds > dayHours * 3600) {
      const title = `WHMCS's cron has not run for ${ago(last.seconds)}`;
      const evidence = [line(last, 'within 24 h'), ...commands, ...running];
      return fail({ cause: 'cron-not-running', subject, confidence: 'proved', title, evidence });
    }
    if (state.daemon === false && state.commands.length > 0 && last.seconds > soonMinutes * 60) {
      const title = `No cron daemon runs, and WHMCS's cron has not run for ${ago(last.seconds)}`;
      return warn({
        cause: 'cron-not-running',
        subject,
        confidence: 'likely',
        title,
        evidence: [line(last, 'within 120 min'), ...running, ...commands],
      });
    }
    const daily = latest(
      state.runs.filter(({ what }) => what === 'daily'),
      offsets,
      now.epochMs,
    );
    if (daily !== null && daily.seconds > dayHours * 3600) {
      const hour =
        state.dailyHour === null
          ? []
          : [
              see('cron.state', 'Hour of the daily tasks', state.dailyHour, {
                source: 'tblconfiguration.DailyCronExecutionHour',
                ...vantage,
              }),
            ];
      const title = `WHMCS's cron runs, and its daily tasks have not run for ${ago(daily.seconds)}`;
      const evidence = [line(daily, 'within 24 h'), line(last, 'within 24 h'), ...hour, ...commands];
      return warn({ cause: 'daily-cron-hour-missed', subject: 'daily tasks', confidence: 'likely', title, evidence });
    }
    const late =
      last.seconds > soonMinutes * 60 ? { note: 'WHMCS recommends a run every 5 minutes and calls more than 120 minutes late' } : {};
    return pass([line(last, 'within 24 h')], late);
  },
});
