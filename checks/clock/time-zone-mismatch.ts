/** WHMCS compares times that the site wrote with times that cron wrote: both must live in one zone, all year. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { latest } from '../../src/logic/cron-runs.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { firstDifference, hours } from '../../src/logic/time-zone.js';
import { freshShift, zoneEvidence, zoneSides } from '../../src/logic/zone-sides.js';

const subject = 'site and cron';

export default defineCheck({
  id: 'time-zone-mismatch',
  area: 'clock',
  title: { pass: 'The site and cron live in one time zone', fail: 'The site and cron live in different time zones' },
  causes: ['web-cron-time-zone-differs', 'web-cron-time-zone-rules-differ'],
  needs: ['clock.now'],
  wants: ['zone.system', 'php.web', 'php.cli', 'php.pool', 'cron.state'],
  judge(facts, see) {
    const { 'php.web': php, 'php.cli': cli, 'cron.state': state } = facts;
    const sides = zoneSides(facts);
    const { epochMs } = facts['clock.now'];
    const { web, cron } = sides;
    const seen = zoneEvidence(sides, see);
    if (web !== null && cron !== null) {
      if (web.now !== cron.now) {
        const title = `Cron is ${hours(cron.now - web.now)} ${cron.now > web.now ? 'ahead of' : 'behind'} the site`;
        const confidence = web.asked && cron.asked ? 'proved' : 'likely';
        return fail({ cause: 'web-cron-time-zone-differs', subject, confidence, title, evidence: seen });
      }
      const later = firstDifference(web, cron);
      if (later === null) return pass(seen, web.name === cron.name ? {} : { note: 'two names of zones that agree all year' });
      const title = `The site and cron agree today and will be apart by ${new Date(later).toISOString().slice(0, 10)}`;
      return warn({ cause: 'web-cron-time-zone-rules-differ', subject, confidence: 'likely', title, evidence: seen });
    }
    const entry =
      state.ok && state.value.log?.newestCron != null ? [{ what: 'any' as const, at: state.value.log.newestCron, source: '' }] : [];
    const shift = freshShift(state, latest(entry, recordOffsets(facts, epochMs), epochMs)?.seconds ?? null);
    if (shift !== null) {
      const side = shift.cronAheadSeconds > 0 ? 'ahead of' : 'behind';
      const title = `The activity log shows cron at least ${hours(shift.cronAheadSeconds)} ${side} the site`;
      const stamps = see('cron.state', 'Entries of the log out of the order of time', shift.seen, {
        want: 0,
        source: 'tblactivitylog.date',
        ...(state.ok && state.value.recordsBy === 'api' ? {} : ({ vantage: 'database' } as const)),
      });
      return warn({ cause: 'web-cron-time-zone-differs', subject, confidence: 'likely', title, evidence: [stamps, ...seen] });
    }
    const ahead = state.ok ? state.value.ahead : undefined;
    if (ahead !== undefined) {
      const title = `Cron is recorded ${hours(ahead.seconds)} later than the site's own time`;
      const evidence = [
        see('cron.state', 'Last run', ahead.run.at, { want: `not after ${ahead.siteTime}`, source: ahead.run.source }),
        see('cron.state', "The site's own time", ahead.siteTime),
      ];
      return warn({ cause: 'web-cron-time-zone-differs', subject, confidence: 'likely', title, evidence });
    }
    if (!php.ok) return gapJudgement(php);
    if (!cli.ok) return gapJudgement(cli);
    if (cli.value.foundBy === 'path') return skip('no crontab that could be read names the PHP that cron calls: give it with --php PATH');
    return skip('in which time zone PHP runs could not be told');
  },
});
