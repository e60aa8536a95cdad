import { describeOffset } from '../../src/logic/clock-rule.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'clock-unsynchronised',
  area: 'clock',
  title: { pass: "Nothing says that this machine's clock runs free", fail: "This machine's clock is not synchronised" },
  causes: ['clock-unsynchronised'],
  needs: ['clock.kernel'],
  wants: ['clock.offset'],
  judge({ 'clock.kernel': kernel, 'clock.offset': offset }, see) {
    const evidence = [
      see('clock.kernel', 'Clock synchronised', kernel.synchronised ?? 'cannot be seen', { want: true, source: kernel.source }),
      ...(kernel.container ? [see('clock.kernel', 'Container', 'the clock belongs to the host that runs it')] : []),
    ];
    if (kernel.synchronised === true) return pass(evidence);
    if (kernel.synchronised === null) {
      // what was measured stands in for a state that containers and many small servers do not show
      if (!offset.ok || offset.value.interval === null)
        return skip(`whether the clock is kept in step cannot be seen here: ${kernel.source}`);
      return pass(evidence, {
        note: `its state cannot be seen here (${kernel.source}); measured: ${describeOffset(offset.value.interval)}`,
      });
    }
    return warn({
      cause: 'clock-unsynchronised',
      subject: 'system clock',
      confidence: 'proved',
      evidence:
        offset.ok && offset.value.interval !== null
          ? [...evidence, see('clock.offset', 'This clock at the moment', describeOffset(offset.value.interval))]
          : evidence,
    });
  },
});
