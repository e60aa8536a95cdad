import { clockOf, describeOffset, duration, intolerantOf, judgeOffset } from '../../src/logic/clock-rule.js';
import { defineCheck, fail, pass, unknown, warn, type ClockOffset, type See } from '../../src/index.js';

export default defineCheck({
  id: 'clock-behind',
  area: 'clock',
  title: { pass: 'The clock is not too far behind', fail: 'The clock is behind true time' },
  causes: ['clock-behind'],
  needs: ['clock.offset', 'operator.thresholds'],
  judge({ 'clock.offset': offset, 'operator.thresholds': limits }, see) {
    if (offset.interval === null) {
      return unknown('the time sources contradict each other, so nobody can say which of them is right', {
        settle: 'Compare this clock with one that you trust, or name other sources in endpoints.time of the configuration file.',
      });
    }
    const verdict = judgeOffset(offset.interval, limits);
    const evidence = evidenceOf(offset, limits.clockBehindWarnMs, see);
    if (verdict.is === 'pass' || verdict.direction === 'ahead') return pass(evidence, { note: describeOffset(offset.interval) });
    const who = intolerantOf(verdict.byMs);
    return (verdict.is === 'fail' ? fail : warn)({
      cause: 'clock-behind',
      subject: 'system clock',
      confidence: offset.whose === undefined && offset.agreeing > 1 ? 'proved' : 'likely',
      title: `${clockOf(offset)} is at least ${duration(verdict.byMs)} behind true time${who.length > 0 ? `: more than ${who.join(' and ')} tolerates` : ''}`,
      evidence,
    });
  },
});

function evidenceOf(offset: ClockOffset, warnMs: number, see: See<'clock.offset'>) {
  if (offset.interval === null) return [];
  return [
    see('clock.offset', offset.whose === undefined ? 'This clock' : 'Its clock', describeOffset(offset.interval), {
      want: `at most ${duration(warnMs)} behind`,
    }),
    see('clock.offset', 'Operators that agree', offset.agreeing),
  ];
}
