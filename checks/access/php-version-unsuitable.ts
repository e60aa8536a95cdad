/** The encoded files of WHMCS run on the versions of PHP that they were encoded for. Where the site runs, its PHP suits it. */
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';
import { cronLate } from '../../src/logic/cron-runs.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { cronPhp, freshHit, isOlder, neededBy, siteBroken, siteRuns } from '../../src/logic/software-need.js';

const site = 'the PHP of the site';

export default defineCheck({
  id: 'php-version-unsuitable',
  area: 'access',
  title: { pass: 'The version of PHP suits the version of WHMCS', fail: 'The version of PHP does not suit the version of WHMCS' },
  causes: ['php-too-old', 'php-too-new'],
  needs: ['clock.now'],
  wants: ['install.version', 'php.web', 'http.login', 'php.cli', 'cron.state', 'zone.system', 'logs.php', 'logs.web'],
  judge(facts, see) {
    const { 'install.version': installed, 'php.web': php, 'http.login': login, 'cron.state': state } = facts;
    const { epochMs } = facts['clock.now'];
    const page = login.ok ? login.value.siteError : undefined;
    if (page?.is === 'ioncube-wrong-php') {
      const cause = isOlder(page.running, page.encodedFor) ? 'php-too-old' : 'php-too-new';
      const title = `The files of WHMCS are encoded for PHP ${page.encodedFor} and cannot run under PHP ${page.running}`;
      const evidence = [see('http.login', 'PHP that runs', page.running, { want: page.encodedFor })];
      return fail({ cause, subject: site, confidence: 'proved', title, evidence });
    }
    const runs = siteRuns(login);
    if (!installed.ok) return runs ? pass([see('http.login', 'The site shows its log-in form', true)]) : gapJudgement(installed);
    const whmcs = installed.value;
    const need = neededBy(whmcs.value);
    const version = see('install.version', 'WHMCS', whmcs.value);
    const found: Judgement[] = [];
    if (need !== null && php.ok && siteBroken(login) && isOlder(php.value.version, need.php)) {
      const evidence = [see('php.web', 'PHP of the site', php.value.version, { want: `${need.php} or later` }), version];
      const title = `WHMCS ${whmcs.value ?? ''} needs PHP ${need.php}, and the site does not run`;
      found.push(fail({ cause: 'php-too-old', subject: site, confidence: 'likely', title, evidence }));
    }
    const cli = cronPhp(facts['php.cli']);
    const late = state.ok ? cronLate(state.value, recordOffsets(facts, epochMs), epochMs) : null;
    if (need !== null && cli !== null && isOlder(cli.version, need.php) && (late === 'late' || late === 'not-recorded')) {
      const where = { want: `${need.php} or later`, source: cli.crontab ?? cli.binary };
      const evidence = [see('php.cli', 'PHP of cron', cli.version, where), version];
      const title = `Cron calls a PHP on which WHMCS ${whmcs.value ?? ''} cannot run`;
      const confidence = late === 'late' ? 'likely' : 'possible';
      found.push(warn({ cause: 'php-too-old', subject: 'the PHP of cron', confidence, title, evidence }));
    }
    if (found.length > 0) return found;
    const logged = runs ? null : freshHit('ioncube-wrong-php', facts['logs.php'], facts['logs.web']);
    if (logged !== null) {
      const evidence = [see('logs.php', 'Logged', logged.sample, { source: logged.source })];
      return warn({ cause: 'php-too-new', subject: site, confidence: 'possible', evidence });
    }
    if (runs) return pass([see('http.login', 'The site shows its log-in form', true), version]);
    if (!php.ok) return gapJudgement(php);
    if (need === null) return skip('what this version of WHMCS needs is not documented where this program could use it');
    return pass([see('php.web', 'PHP of the site', php.value.version, { want: `${need.php} or later` }), version]);
  },
});
