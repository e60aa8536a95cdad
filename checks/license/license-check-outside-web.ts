import { gapJudgement } from '../../src/logic/gap.js';
import { describeHit, licenseState, recentHit } from '../../src/logic/license-state.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'license-check-outside-web',
  area: 'license',
  title: {
    pass: 'No license check from the command line has failed of late',
    fail: 'A license check from the command line has failed',
  },
  causes: ['license-check-outside-web'],
  needs: [],
  wants: ['logs.whmcs', 'logs.php', 'logs.web', 'install.cli-callers', 'php.cli', 'http.admin'],
  judge(facts, see) {
    const { 'logs.whmcs': whmcs, 'logs.php': php, 'logs.web': web } = facts;
    const { 'install.cli-callers': callers, 'php.cli': cli, 'http.admin': admin } = facts;
    if (licenseState(admin, []).is === 'refused')
      return skip('WHMCS says on its own page too that the license is invalid: see license-refused');
    const hit = recentHit([whmcs, php, web], ['license-key-invalid']);
    if (hit === null) return whmcs.ok ? pass([], { note: 'as far as the logs that could be read go back' }) : gapJudgement(whmcs);
    const log = (
      [
        ['logs.whmcs', whmcs],
        ['logs.php', php],
        ['logs.web', web],
      ] as const
    ).find(([, fact]) => fact.ok && fact.value.hits.includes(hit));
    const found = callers.ok ? callers.value.callers : [];
    const extensions = cli.ok ? cli.value.extensions : null;
    return warn({
      cause: 'license-check-outside-web',
      subject: found[0]?.script ?? 'command line',
      // without a script it may have been one that a person ran, or a license that has been put right since
      confidence: found.length > 0 ? 'likely' : 'possible',
      evidence: [
        see(log?.[0] ?? 'logs.whmcs', 'Logged', `${hit.sample} (${describeHit(hit)})`, { source: hit.source }),
        ...found.slice(0, 10).map(({ script, calls, where }) => see('install.cli-callers', script, `calls ${calls}`, { source: where })),
        ...(extensions !== null && !extensions.includes('curl')
          ? [see('php.cli', 'curl in the PHP that cron calls', 'not loaded', { want: 'loaded' })]
          : []),
      ],
    });
  },
});
