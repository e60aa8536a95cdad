/** The clock of the PHP that serves the site, as its own local time tells it. In which zone it lives is no matter here. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { describeOffset, duration, intolerantOf, judgeOffset } from '../../src/logic/clock-rule.js';

export default defineCheck({
  id: 'site-clock-differs',
  area: 'clock',
  title: { pass: "The site's clock is right", fail: "The site's clock is wrong" },
  causes: ['clock-behind', 'clock-ahead'],
  needs: ['api.clock', 'operator.thresholds'],
  witness: true,
  judge({ 'api.clock': { behind, reference, local, utcOffsetSeconds }, 'operator.thresholds': limits }, see) {
    const interval = reference === null ? behind : { lowMs: behind.lowMs + reference.lowMs, highMs: behind.highMs + reference.highMs };
    const against = reference === null ? "this machine's" : 'true time';
    const evidence = [
      see('api.clock', "The site's own time", local),
      see('api.clock', `Against ${against}, its zone taken away`, describeOffset(interval), {
        want: `at most ${duration(limits.clockBehindWarnMs)} behind`,
      }),
    ];
    const verdict = judgeOffset(interval, limits);
    if (verdict.is === 'pass') return pass(evidence);
    // Whole seconds, and the way there and back: what is within them is no difference.
    if (reference === null) {
      return skip(
        `the site's clock and this machine's are ${duration(verdict.byMs)} apart, and no time source told which is wrong: see endpoints.time`,
      );
    }
    const cause = verdict.direction === 'behind' ? 'clock-behind' : 'clock-ahead';
    const who = verdict.direction === 'behind' ? intolerantOf(verdict.byMs) : [];
    const title = `The site's clock is at least ${duration(verdict.byMs)} ${verdict.direction === 'behind' ? 'behind' : 'ahead of'} true time${who.length > 0 ? `: more than ${who.join(' and ')} tolerates` : ''}`;
    // A zone of a quarter of an hour that is not known would look the same.
    const confidence = utcOffsetSeconds === null || verdict.byMs < 12 * 60_000 ? 'likely' : 'possible';
    return warn({ cause, subject: 'system clock', confidence, title, evidence });
  },
});
