/** Code of the install changes the time zone on the way: part of WHMCS then lives in another one than the rest. */
import { defineCheck, fail, pass, warn } from '../../src/index.js';
import { unreadJudgement } from '../../src/logic/gap.js';
import { doubtfulSetters } from '../../src/logic/php-zone.js';
import { hours, utcOffset } from '../../src/logic/time-zone.js';
import { zoneEvidence, zoneSides } from '../../src/logic/zone-sides.js';

export default defineCheck({
  id: 'time-zone-overridden',
  area: 'clock',
  title: { pass: 'No code of the install leads it into another time zone', fail: 'Code of the install changes the time zone' },
  causes: ['time-zone-overridden'],
  needs: ['clock.now', 'zone.system'],
  wants: ['php.web', 'php.cli', 'php.pool'],
  judge(facts, see) {
    const { setters, unread } = facts['zone.system'];
    const sides = zoneSides(facts);
    const { web, cron } = sides;
    const seen = zoneEvidence(sides, see);
    const decisive = cron?.setBy ?? web?.setBy ?? null;
    if (web !== null && cron !== null && web.now !== cron.now && decisive !== null) {
      const subject = `${decisive.file}:${decisive.line}`;
      const title = `A line of code puts cron ${hours(cron.now - web.now)} ${cron.now > web.now ? 'ahead of' : 'behind'} the site`;
      return fail({ cause: 'time-zone-overridden', subject, confidence: web.asked ? 'proved' : 'likely', title, evidence: seen });
    }
    const rest = web ?? cron;
    const doubtful = rest === null ? [] : doubtfulSetters(setters, rest, facts['clock.now'].epochMs);
    if (rest !== null && doubtful.length > 0) {
      const want = rest.setBy?.place === 'hook' ? `${utcOffset(rest.underHooks)}, as before the hooks` : rest.name;
      return doubtful.map(({ file, line, zone, place, scope }) => {
        const where = `${place === 'hook' ? 'A hook' : 'The configuration'} sets another time zone`;
        const when = scope === 'condition' ? ' under a condition' : scope === 'function' ? ' when it is called' : '';
        const call = see('zone.system', 'date_default_timezone_set', zone, { want, source: `${file}:${line}` });
        const said = { cause: 'time-zone-overridden', subject: `${file}:${line}`, confidence: 'possible' } as const;
        return warn({ ...said, title: where + when, evidence: [call, ...seen] });
      });
    }
    const files = unreadJudgement(unread, 'PHP files of the install');
    if (files !== null) return files;
    const note = setters.length === 0 ? {} : { note: 'code sets the zone, the same one for all' };
    return pass(
      setters.map(({ file, line, zone }) => see('zone.system', 'date_default_timezone_set', zone, { source: `${file}:${line}` })),
      note,
    );
  },
});
