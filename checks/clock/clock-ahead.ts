import { clockOf, describeOffset, duration, judgeOffset } from '../../src/logic/clock-rule.js';
import { defineCheck, pass, unknown, warn } from '../../src/index.js';

export default defineCheck({
  id: 'clock-ahead',
  area: 'clock',
  title: { pass: 'The clock is not too far ahead', fail: 'The clock is ahead of true time' },
  causes: ['clock-ahead'],
  needs: ['clock.offset', 'operator.thresholds'],
  judge({ 'clock.offset': offset, 'operator.thresholds': limits }, see) {
    if (offset.interval === null) {
      return unknown('the time sources contradict each other, so nobody can say which of them is right', {
        settle: 'Compare this clock with one that you trust, or name other sources in endpoints.time of the configuration file.',
      });
    }
    const evidence = [
      see('clock.offset', offset.whose === undefined ? 'This clock' : 'Its clock', describeOffset(offset.interval), {
        want: `at most ${duration(limits.clockAheadWarnMs)} ahead`,
      }),
      see('clock.offset', 'Operators that agree', offset.agreeing),
    ];
    // a clock ahead harms time-based codes and Duo alone; whether they are in use is not seen here, so it never fails
    const verdict = judgeOffset(offset.interval, limits);
    if (verdict.is === 'pass' || verdict.direction === 'behind') return pass(evidence, { note: describeOffset(offset.interval) });
    return warn({
      cause: 'clock-ahead',
      subject: 'system clock',
      confidence: offset.whose === undefined && offset.agreeing > 1 ? 'proved' : 'likely',
      title: `${clockOf(offset)} is at least ${duration(verdict.byMs)} ahead of true time: codes by time and Duo may be refused`,
      evidence,
    });
  },
});
