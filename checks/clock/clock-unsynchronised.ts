import { describeOffset } from '../../src/logic/clock-rule.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'clock-unsynchronised',
  area: 'clock',
  title: { pass: "This machine's clock is synchronised", fail: "This machine's clock is not synchronised" },
  causes: ['clock-unsynchronised'],
  needs: ['clock.kernel'],
  wants: ['clock.offset'],
  judge({ 'clock.kernel': kernel, 'clock.offset': offset }, see) {
    const evidence = [
      see('clock.kernel', 'Clock synchronised', kernel.synchronised, { want: true, source: kernel.source }),
      ...(kernel.container ? [see('clock.kernel', 'Container', 'the clock belongs to the host that runs it')] : []),
    ];
    if (kernel.synchronised === true) return pass(evidence);
    // Containers and many small servers show no state. That the clock is right now, which other checks measure, does not tell that it is kept so.
    if (kernel.synchronised === null) return skip(`whether the clock is kept in step cannot be seen here: ${kernel.source}`);
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
