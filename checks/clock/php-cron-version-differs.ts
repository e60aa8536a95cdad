/** WHMCS's System Health compares the two itself (Cron PHP Version Mismatch): another PHP has its own settings, extensions and ionCube Loader. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'php-cron-version-differs',
  area: 'clock',
  title: {
    pass: 'Cron calls the version of PHP that serves the site',
    fail: 'Cron calls another version of PHP than the one that serves the site',
  },
  causes: ['php-cron-version-differs'],
  needs: ['php.web', 'php.cli'],
  judge({ 'php.web': web, 'php.cli': cli }, see) {
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
    const title = `Cron runs with PHP ${cron} and the site with PHP ${site}`;
    return warn({ cause: 'php-cron-version-differs', subject: cli.binary, confidence: 'possible', title, evidence });
  },
});

/** "8.2" of "8.2.36". */
function branch(version: string | null): string | null {
  return /^(\d{1,3}\.\d{1,3})(?!\d)/.exec(version ?? '')?.[1] ?? null;
}
