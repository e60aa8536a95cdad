/**
 * The clock of the PHP that serves the site, as its own local time tells it. The zone is not told with it, and zones are whole half hours apart
 * (a few are quarters): so an hour's fault looks like a zone, and 20 minutes behind like 10 minutes ahead. Only what no zone explains has a direction.
 */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { boundMs } from '../../src/logic/clock-interval.js';
import { describeOffset, duration, intolerantOf, judgeOffset } from '../../src/logic/clock-rule.js';

export default defineCheck({
  id: 'site-clock-differs',
  area: 'clock',
  title: { pass: "The site's clock is right up to whole half hours", fail: "The site's clock is wrong" },
  causes: ['site-clock-wrong', 'clock-behind', 'clock-ahead'],
  needs: ['api.clock', 'operator.thresholds'],
  witness: true,
  judge({ 'api.clock': { behind, reference, local, utcOffsetSeconds }, 'operator.thresholds': limits }, see) {
    const interval = reference === null ? behind : { lowMs: behind.lowMs + reference.lowMs, highMs: behind.highMs + reference.highMs };
    const against = reference === null ? "this machine's" : 'true time';
    const verdict = judgeOffset(interval, limits);
    const own = see('api.clock', "The site's own time", local);
    const label = `Against ${against}, whole half hours taken away`;
    if (verdict.is === 'pass') {
      return pass([own, see('api.clock', label, `at most ${duration(boundMs(interval))} apart`)], {
        note: 'the API tells no time zone, and a clock that is wrong by whole half hours cannot be told from one',
      });
    }
    const by = duration(verdict.byMs);
    // Whole seconds, and the way there and back: what is within them is no difference.
    if (reference === null) {
      return skip(
        `the site's clock and this machine's are at least ${by} apart, and no time source told which is wrong: see endpoints.time`,
      );
    }
    const subject = 'system clock';
    if (utcOffsetSeconds !== null) {
      const title = `The site's clock is wrong, by at least ${by}`;
      const want = `at most ${duration(limits.clockBehindWarnMs)} apart`;
      const evidence = [own, see('api.clock', label, `at least ${by} apart`, { want })];
      return warn({ cause: 'site-clock-wrong', subject, confidence: 'possible', title, evidence });
    }
    const isBehind = verdict.direction === 'behind';
    const who = isBehind ? intolerantOf(verdict.byMs) : [];
    const title = `The site's clock is at least ${by} ${isBehind ? 'behind' : 'ahead of'} true time${who.length > 0 ? `: more than ${who.join(' and ')} tolerates` : ''}`;
    const evidence = [
      own,
      see('api.clock', 'Against true time, in whichever zone', describeOffset(interval), { want: 'the time of a zone' }),
    ];
    return warn({ cause: isBehind ? 'clock-behind' : 'clock-ahead', subject, confidence: 'likely', title, evidence });
  },
});
