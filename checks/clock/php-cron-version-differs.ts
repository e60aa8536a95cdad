/**
 * WHMCS's System Health compares the two itself (Cron PHP Version Mismatch). Another PHP has its own settings, extensions and ionCube Loader, and
 * is no fault while cron runs: it is one where cron is late, or its PHP lacks what WHMCS needs.
 */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { cronLate } from '../../src/logic/cron-runs.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { isOlder, neededBy } from '../../src/logic/software-need.js';

const loader = 'ioncube loader';

export default defineCheck({
  id: 'php-cron-version-differs',
  area: 'clock',
  title: {
    pass: 'No other version of PHP keeps cron from its work',
    fail: 'Cron calls another version of PHP than the one that serves the site',
  },
  causes: ['php-cron-version-differs'],
  needs: ['php.web', 'php.cli', 'clock.now'],
  wants: ['cron.state', 'zone.system', 'install.version', 'software.encoding'],
  judge(facts, see) {
    const { 'php.web': web, 'php.cli': cli, 'cron.state': state, 'install.version': whmcs, 'software.encoding': encoding } = facts;
    if (cli.foundBy === 'path') return skip('no crontab that could be read names the PHP that cron calls: give it with --php PATH');
    const [site, cron] = [branch(web.version), branch(cli.version)];
    if (site === null || cron === null) return skip('the version of one of the two was not seen');
    const evidence = [
      see('php.cli', 'PHP of cron', cli.version, {
        want: `${site}, as the site's`,
        ...(cli.crontab === null ? {} : { source: cli.crontab }),
      }),
      see('php.web', 'PHP of the site', web.version),
    ];
    if (site === cron) return pass(evidence);
    const { epochMs } = facts['clock.now'];
    const phps = { 'php.web': { ok: true, value: web }, 'php.cli': { ok: true, value: cli }, 'zone.system': facts['zone.system'] } as const;
    const runs = state.ok ? cronLate(state.value, recordOffsets(phps, epochMs), epochMs) : null;
    if (runs === 'recent') return pass(evidence, { note: `cron runs all the same: with PHP ${cron}, the site with PHP ${site}` });
    const need = whmcs.ok ? neededBy(whmcs.value.value) : null;
    const unencoded = encoding.ok && encoding.value.ionCube && cli.extensions?.includes(loader) === false;
    const lacks = unencoded || (need !== null && isOlder(cli.version, need.php));
    if (runs !== 'late' && !(runs === 'not-recorded' && lacks))
      return skip(`cron calls PHP ${cron} and the site runs with PHP ${site}: whether cron runs was not seen`);
    const title = `Cron runs with PHP ${cron} and the site with PHP ${site}`;
    return warn({ cause: 'php-cron-version-differs', subject: cli.binary, confidence: 'possible', title, evidence });
  },
});

/** "8.2" of "8.2.36". */
function branch(version: string | null): string | null {
  return /^(\d{1,3}\.\d{1,3})(?!\d)/.exec(version ?? '')?.[1] ?? null;
}
