/** A firewall answers in the place of a log-in page. Nothing is posted, so one that lets the page pass and refuses the form is seen in logs only. */
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { deniedLogins, isOfSite, isRecent, isToday, namesAddress } from '../../src/logic/denied-login.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { walkOf } from '../../src/logic/site-view.js';
import { httpUrl } from '../../src/logic/url-identity.js';
import type { Judgement } from '../../src/model.js';

const settle = 'Reach the site past its proxy with --origin IP, or let the firewall pass the user agent whmcs-doctor.';
const cause = 'firewall-blocks-login';

export default defineCheck({
  id: 'firewall-blocks-login',
  area: 'access',
  title: { pass: 'No firewall refuses the log-in pages', fail: 'A firewall refuses a log-in page' },
  causes: [cause],
  needs: ['http.login'],
  wants: ['http.admin', 'http.site', 'logs.web', 'operator.report'],
  judge(facts, see) {
    const { 'http.login': login, 'http.admin': admin, 'http.site': site, 'logs.web': logs, 'operator.report': report } = facts;
    const hosts = [login.url, ...(admin.ok ? [admin.value.url] : [])].flatMap((url) => httpUrl(url)?.hostname ?? []);
    const denied = logs.ok ? deniedLogins(logs.value, admin.ok ? admin.value.folder : 'admin', hosts) : [];
    const line = (sample: string) => see('logs.web', 'Last such line of the log', sample, { want: 'no refusal' });
    const today = denied.filter((hit) => isToday(hit) && isOfSite(hit, hosts) === true).map(({ sample }) => line(sample));

    const found: Judgement[] = [];
    const visitor = report.ok ? (report.value.visitorIp?.value ?? null) : null;
    // Robots that try passwords are refused every day: a line says something only about the address that it names.
    const theirs = denied.find((hit) => visitor !== null && isRecent(hit) && namesAddress(hit, visitor));
    if (theirs !== undefined) found.push(warn({ cause, subject: login.url, confidence: 'likely', evidence: [line(theirs.sample)] }));
    if (admin.ok && !admin.value.challenge && !admin.value.form) {
      const { url, status } = admin.value;
      // Whoever closes the admin area to strangers means its 403, whatever the log says of robots there; 406 is how ModSecurity refuses, and no
      // answer to who asks for HTML.
      if (status === 406) {
        const evidence = [see('http.admin', url, `status ${status}`, { want: 'its log-in form' }), ...today];
        found.push(warn({ cause, subject: url, confidence: 'likely', evidence }));
      }
    }
    const client = (): Judgement => {
      if (login.form !== null) return pass([see('http.login', login.url, 'its log-in form')]);
      if (login.challenge) return skip('a challenge stands before the log-in page, which people pass and programs do not');
      const refusal = login.refusal ?? null;
      if (refusal === null && login.status !== 403 && login.status !== 406)
        return skip('no log-in form was found, and no firewall answers in its place');
      if (!site.ok) return gapJudgement(site);
      const home = walkOf(site.value, 'system-url');
      // Who is refused everywhere is the program, or the address it comes from.
      if (home === null || home.outcome !== 'answered' || (home.status ?? 500) >= 400)
        return unknown(`every page is refused to this program${refusal === null ? '' : ` by ${refusal.product}`}`, { settle });
      const saw = refusal === null ? `status ${login.status}` : `${refusal.product}, status ${login.status}: ${refusal.mark}`;
      const page = see('http.login', login.url, saw, { want: 'a log-in form' });
      const said = { cause, subject: login.url, evidence: [page, see('http.site', home.end, `status ${home.status ?? 'none'}`), ...today] };
      if (refusal !== null) return fail({ ...said, confidence: 'proved', title: `${refusal.product} refuses the log-in page` });
      return warn({ ...said, confidence: today.length > 0 ? 'likely' : 'possible', title: 'The log-in page is refused' });
    };
    const front = client();
    return front.is === 'pass' && found.length > 0 ? found : [front, ...found];
  },
});
