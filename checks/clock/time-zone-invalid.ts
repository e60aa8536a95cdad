/** A date.timezone that PHP refuses leaves it in UTC: WHMCS's own System Health asks for a valid one. */
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { zoneEvidence, zoneSides } from '../../src/logic/zone-sides.js';

export default defineCheck({
  id: 'time-zone-invalid',
  area: 'clock',
  title: { pass: 'PHP knows the time zone that it is told', fail: 'PHP is told a time zone that does not exist' },
  causes: ['time-zone-invalid'],
  needs: ['clock.now'],
  wants: ['zone.system', 'php.web', 'php.cli', 'php.pool'],
  judge(facts, see) {
    const { 'php.web': php } = facts;
    const sides = zoneSides(facts);
    const seen = zoneEvidence(sides, see);
    const apart = sides.web !== null && sides.cron !== null && sides.web.now !== sides.cron.now;
    const found: Judgement[] = [];
    for (const [fact, zone] of [['php.web', sides.web] as const, ['php.cli', sides.cron] as const]) {
      // Code that sets a zone of its own makes up for it.
      if (zone?.refused == null || zone.setBy !== null) continue;
      const subject = fact === 'php.web' ? 'the PHP of the site' : 'the PHP of cron';
      const title = `date.timezone of ${subject} is no time zone, so PHP takes UTC`;
      const written = see(fact, 'date.timezone as written', zone.refused, { want: 'a name such as Europe/London' });
      const said = { cause: 'time-zone-invalid', subject, confidence: zone.asked ? 'proved' : 'likely', title } as const;
      found.push((apart ? fail : warn)({ ...said, evidence: [written, ...seen] }));
    }
    if (found.length > 0) return found;
    if (!php.ok) return gapJudgement(php);
    return sides.web === null ? skip('in which time zone PHP runs could not be told') : pass(seen);
  },
});
