import { gapJudgement } from '../../src/logic/gap.js';
import { describeHit, licenseState } from '../../src/logic/license-state.js';
import { curlReached } from '../../src/logic/php-reach.js';
import { reachabilityOf } from '../../src/logic/reachability.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'no-connection-shown',
  area: 'license',
  title: { pass: 'WHMCS does not show "No Connection"', fail: 'WHMCS shows "No Connection" instead of its admin login page' },
  causes: ['no-connection-shown'],
  needs: [],
  wants: ['http.admin', 'http.login', 'logs.whmcs', 'logs.php', 'license.from-php', 'license.connection-test', 'license.servers'],
  judge(facts, see) {
    const { 'http.admin': admin, 'http.login': login, 'logs.whmcs': whmcs, 'logs.php': php, 'license.from-php': web } = facts;
    const { 'license.connection-test': test, 'license.servers': shell } = facts;
    const state = licenseState(admin, [whmcs, php]);
    if (state.is === 'unseen' && login.ok && login.value.notice === 'no-connection') {
      const notice = see('http.login', 'Log-in page of the client area', 'No Connection', {
        want: 'the log-in form',
        source: login.value.url,
      });
      return fail({ cause: 'no-connection-shown', subject: 'license', confidence: 'proved', evidence: [notice] });
    }
    if (state.is === 'unseen') return admin.ok ? skip(state.why) : gapJudgement(admin);
    if (state.is === 'accepted') return pass(admin.ok ? [see('http.admin', 'Admin login page', 'the log-in form')] : []);
    if (state.is === 'refused') return skip('WHMCS says that its license is invalid, which is something else: see license-refused');

    // the nearest look to WHMCS's own first
    const looks = [
      ...(test.ok && test.value.available
        ? [
            {
              from: 'license.connection-test',
              label: "WHMCS's own test",
              reached: test.value.hosts.some(({ success }) => success),
            } as const,
          ]
        : []),
      ...(web.ok
        ? [{ from: 'license.from-php', label: 'License servers from the web PHP', reached: web.value.servers.some(curlReached) } as const]
        : []),
      ...(shell.ok
        ? [
            {
              from: 'license.servers',
              label: 'License servers from the shell',
              reached: shell.value.servers.some((server) => reachabilityOf(server).reached),
            } as const,
          ]
        : []),
    ];
    const now = looks.map(({ from, label, reached }) => see(from, label, reached ? 'reached' : 'not reached', { want: 'reached' }));
    const reached = looks[0]?.reached === true;
    const said = { cause: 'no-connection-shown', subject: 'license' } as const;
    if (state.by === 'log') {
      const when = describeHit(state.hit);
      if (reached) return skip(`WHMCS has logged "No Connection" ${when}; its license servers can be reached now`);
      const fact = whmcs.ok && whmcs.value.hits.includes(state.hit) ? 'logs.whmcs' : 'logs.php';
      const logged = see(fact, 'Logged', `${state.hit.sample} (${when})`, { source: state.hit.source });
      return warn({ ...said, confidence: 'likely', title: 'WHMCS has logged "No Connection"', evidence: [logged, ...now] });
    }
    const page = admin.ok ? admin.value : null;
    const seen = see('http.admin', 'Admin login page', page?.text ?? 'No Connection', {
      want: 'the log-in form',
      ...(page === null ? {} : { source: page.url }),
    });
    const title = 'WHMCS shows "No Connection" although its license servers can be reached now';
    return fail({ ...said, confidence: 'proved', ...(reached ? { title } : {}), evidence: [seen, ...now] });
  },
});
