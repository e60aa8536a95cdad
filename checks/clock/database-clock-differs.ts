import { guaranteedMs } from '../../src/logic/clock-interval.js';
import { describeOffset, duration } from '../../src/logic/clock-rule.js';
import { defineCheck, pass, unknown, warn } from '../../src/index.js';

const toleratedMs = 2000;

export default defineCheck({
  id: 'database-clock-differs',
  area: 'clock',
  title: {
    pass: "The database server's clock agrees with this machine's",
    fail: "The database server's clock differs from this machine's",
  },
  causes: ['database-clock-differs'],
  needs: ['database.connection'],
  judge({ 'database.connection': { clock, where } }, see) {
    if (clock === null)
      return unknown('one of the two clocks was set while they were compared', { settle: 'Run it again.', subject: where });
    // the database minus this machine, turned round: above 0 means that the database is behind
    const behind = { lowMs: -clock.highMs, highMs: -clock.lowMs };
    const evidence = [
      see('database.connection', "The database's clock against this machine's", describeOffset(behind), {
        want: `within ${duration(toleratedMs)}`,
      }),
    ];
    const certain = guaranteedMs(behind);
    if (Math.abs(certain) <= toleratedMs) return pass(evidence);
    return warn({
      cause: 'database-clock-differs',
      subject: where,
      confidence: 'proved',
      title: `The database server's clock is at least ${duration(certain)} ${certain > 0 ? 'behind' : 'ahead of'} this machine's`,
      evidence,
    });
  },
});
