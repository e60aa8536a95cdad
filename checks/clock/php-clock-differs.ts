import { describeOffset, duration, judgeOffset } from '../../src/logic/clock-rule.js';
import { guaranteedMs } from '../../src/logic/clock-interval.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

/** A busy pool answers late, and its clock counts whole seconds in some ways of asking: less than this is no difference. */
const toleratedMs = 2000;

export default defineCheck({
  id: 'php-clock-differs',
  area: 'clock',
  title: { pass: "PHP's clock is this machine's", fail: "The web PHP's clock differs from this machine's" },
  causes: ['php-clock-differs'],
  needs: ['php.web', 'operator.thresholds'],
  judge({ 'php.web': php, 'operator.thresholds': limits }, see) {
    if (php.clock === null)
      return skip("the web PHP's clock is seen only where the PHP itself can be asked: over FastCGI or with --web-probe");
    // PHP minus this machine, turned round: above 0 means that PHP is behind
    const behind = { lowMs: -php.clock.highMs, highMs: -php.clock.lowMs };
    const evidence = [
      see('php.web', "PHP's clock against this machine's", describeOffset(behind), { want: `within ${duration(toleratedMs)}` }),
    ];
    const certain = guaranteedMs(behind);
    if (Math.abs(certain) <= toleratedMs) return pass(evidence);
    const verdict = judgeOffset(behind, limits);
    return (verdict.is === 'fail' ? fail : warn)({
      cause: 'php-clock-differs',
      subject: 'web PHP',
      confidence: 'proved',
      title: `The web PHP's clock is at least ${duration(certain)} ${certain > 0 ? 'behind' : 'ahead of'} this machine's`,
      evidence,
    });
  },
});
