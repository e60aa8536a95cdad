import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { persistence } from '../../src/logic/session-persistence.js';

/** Directives that decide whether a session is found again, or whether a page comes about at all. */
const deciding = /^(?:session\..+|open_basedir|disable_functions|auto_prepend_file|auto_append_file|output_buffering|sys_temp_dir)$/;
const named = 4;

export default defineCheck({
  id: 'php-worker-polluted',
  area: 'sessions',
  title: { pass: 'PHP’s workers have the same settings', fail: 'PHP’s workers do not have the same settings' },
  causes: ['php-worker-polluted'],
  needs: ['php.web'],
  wants: ['web.server', 'http.sessions'],
  judge({ 'php.web': php, 'web.server': web, 'http.sessions': visitor }, see) {
    if (php.samples < 2) return skip('whether PHP’s workers agree can be seen over FastCGI or with --web-probe only');
    const leaks = web.ok ? web.value.leakingValues.slice(0, named) : [];
    const lines = leaks.map((line) => see('web.server', 'Settings handed over with requests', line, { want: 'none' }));
    const differing = php.alternating.filter(({ directive }) => deciding.test(directive));
    const [first] = differing;
    if (first) {
      const values = differing.slice(0, named).map((one) =>
        see('php.web', one.directive, one.values.map((value) => (value === '' ? '(empty)' : value)).join(' or '), {
          want: 'one value',
          source: `${php.samples} requests`,
        }),
      );
      return fail({ cause: 'php-worker-polluted', subject: first.directive, confidence: 'proved', evidence: [...values, ...lines] });
    }
    const seen = visitor.ok ? persistence(visitor.value) : null;
    // Few requests may miss the one worker: sessions that come and go, and lines that pollute workers, speak for it.
    if (leaks.length > 0 && seen?.state === 'lost' && seen.alternating)
      return warn({ cause: 'php-worker-polluted', subject: 'PHP_VALUE', confidence: 'possible', evidence: lines });
    return pass([see('php.web', 'Requests with the same settings', php.samples), ...lines]);
  },
});
