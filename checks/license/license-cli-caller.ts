import { gapJudgement } from '../../src/logic/gap.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'license-cli-caller',
  area: 'license',
  title: {
    pass: 'No script besides its own crons was found that uses WHMCS from the command line',
    fail: 'A script uses WHMCS from the command line, where a license check fails when it falls due',
  },
  causes: ['license-check-outside-web'],
  needs: [],
  wants: ['install.cli-callers', 'php.cli'],
  // normal on healthy machines: it explains something only where somebody has seen the error
  onlyWhenSelected: true,
  judge({ 'install.cli-callers': callers, 'php.cli': cli }, see) {
    if (!callers.ok) return gapJudgement(callers);
    const { callers: found, looked, unread } = callers.value;
    if (found.length === 0) {
      const [first] = unread;
      if (first !== undefined && looked === 0)
        return skip(`${first} could not be read: run as root, or look for scripts that call localAPI() or include init.php`);
      return pass([see('install.cli-callers', 'Scripts of crontabs and processes that were looked into', looked)]);
    }
    const extensions = cli.ok ? cli.value.extensions : null;
    const curl =
      extensions === null || extensions.includes('curl')
        ? []
        : [see('php.cli', 'curl in the PHP that cron calls', 'not loaded', { want: 'loaded' })];
    return found.slice(0, 20).map(({ script, calls, where }) =>
      warn({
        cause: 'license-check-outside-web',
        subject: script,
        confidence: 'possible',
        evidence: [see('install.cli-callers', script, `calls ${calls}`, { source: where }), ...curl],
      }),
    );
  },
});
