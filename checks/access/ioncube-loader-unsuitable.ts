/** WHMCS's files are encoded: without the ionCube Loader, or with one that is too old, PHP runs none of them. Where the site runs, it has it. */
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';
import { cronLate } from '../../src/logic/cron-runs.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { cronPhp, freshHit, isOlder, neededBy, siteBroken, siteRuns } from '../../src/logic/software-need.js';

const site = 'the PHP of the site';
const cron = 'the PHP of cron';
const loader = 'ioncube loader';

export default defineCheck({
  id: 'ioncube-loader-unsuitable',
  area: 'access',
  title: { pass: 'PHP has the ionCube Loader that WHMCS needs', fail: 'PHP lacks the ionCube Loader that WHMCS needs' },
  causes: ['ioncube-missing', 'ioncube-too-old'],
  needs: ['clock.now'],
  wants: ['software.encoding', 'install.version', 'php.web', 'php.cli', 'http.login', 'cron.state', 'zone.system', 'logs.php', 'logs.web'],
  judge(facts, see) {
    const { 'software.encoding': encoding, 'install.version': whmcs, 'php.web': php, 'http.login': login, 'cron.state': state } = facts;
    const { epochMs } = facts['clock.now'];
    const page = login.ok ? login.value.siteError?.is : undefined;
    if (page === 'ioncube-missing' || page === 'ioncube-too-old') {
      const evidence = [
        see('http.login', 'The page says', page === 'ioncube-missing' ? 'the Loader has to be installed' : 'the Loader is too old'),
      ];
      const title =
        page === 'ioncube-missing'
          ? 'The site cannot run: PHP has no ionCube Loader'
          : 'The site cannot run: its ionCube Loader is too old';
      return fail({ cause: page, subject: site, confidence: 'proved', title, evidence });
    }
    const runs = siteRuns(login);
    const need = whmcs.ok ? neededBy(whmcs.value.value) : null;
    const ionCube = encoding.ok && encoding.value.ionCube;
    const encoded = see('software.encoding', 'Encoded with ionCube', ionCube);
    const found: Judgement[] = [];
    if (php.ok && siteBroken(login) && ionCube && php.value.way !== 'static' && php.value.extensions?.includes(loader) === false) {
      const evidence = [see('php.web', 'ionCube Loader', 'not loaded', { want: 'loaded' }), encoded];
      found.push(fail({ cause: 'ioncube-missing', subject: site, confidence: 'likely', evidence }));
    } else if (php.ok && siteBroken(login) && need !== null && php.value.ionCube != null && isOlder(php.value.ionCube, need.ionCube)) {
      const evidence = [see('php.web', 'ionCube Loader', php.value.ionCube, { want: `${need.ionCube} or later` })];
      found.push(fail({ cause: 'ioncube-too-old', subject: site, confidence: 'likely', evidence }));
    }
    const cli = cronPhp(facts['php.cli']);
    const late = state.ok ? cronLate(state.value, recordOffsets(facts, epochMs), epochMs) : null;
    if (cli?.extensions?.includes(loader) === false && ionCube && (late === 'late' || late === 'not-recorded')) {
      const evidence = [see('php.cli', 'ionCube Loader', 'not loaded', { want: 'loaded', source: cli.crontab ?? cli.binary }), encoded];
      const title = 'Cron calls a PHP without the ionCube Loader';
      const confidence = late === 'late' ? 'likely' : 'possible';
      found.push(warn({ cause: 'ioncube-missing', subject: cron, confidence, title, evidence }));
    }
    if (found.length > 0) return found;
    for (const cause of runs ? [] : (['ioncube-missing', 'ioncube-too-old'] as const)) {
      const logged = freshHit(cause, facts['logs.php'], facts['logs.web']);
      if (logged === null) continue;
      return warn({
        cause,
        subject: site,
        confidence: 'likely',
        evidence: [see('logs.php', 'Logged', logged.sample, { source: logged.source })],
      });
    }
    if (runs) return pass([see('http.login', 'The site shows its log-in form', true)]);
    if (!encoding.ok) return gapJudgement(encoding);
    if (!ionCube) return skip('the files of this install are not seen to be encoded');
    if (!php.ok) return gapJudgement(php);
    return php.value.extensions?.includes(loader) === true
      ? pass([see('php.web', 'ionCube Loader', php.value.ionCube ?? 'loaded', { want: 'loaded' })])
      : skip('whether PHP has the ionCube Loader can be seen where the site answers or PHP itself can be asked');
  },
});
