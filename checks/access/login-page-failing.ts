/** An error in the place of the log-in form. What exactly failed is often seen on the server alone; that it failed is seen by everybody. */
import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { isGatewayError } from '../../src/logic/http-answer.js';
import { walkOf } from '../../src/logic/site-view.js';

export default defineCheck({
  id: 'login-page-failing',
  area: 'access',
  title: { pass: 'The log-in page shows its form', fail: 'The log-in page ends in an error' },
  causes: ['login-page-failing'],
  needs: ['http.login'],
  wants: ['http.site'],
  judge({ 'http.login': login, 'http.site': site }, see) {
    const { url, status } = login;
    if (login.form !== null) return pass([see('http.login', url, 'its log-in form')]);
    if (login.challenge) return skip('a challenge stands before the log-in page, which people pass and programs do not');
    if (login.notice !== null) return skip(`the page shows another notice in place of the log-in form (${login.notice})`);
    if ((login.refusal ?? null) !== null || status === 403 || status === 406)
      return skip('the log-in page is refused to this program: see firewall-blocks-login');
    if (!site.ok) return gapJudgement(site);
    const home = walkOf(site.value, 'system-url');
    if (home === null || home.outcome !== 'answered')
      return skip('the System URL leads to no page: see system-url-unreachable and redirect-loop');
    if (home.status === 404 || home.status === 410 || isGatewayError(home.status ?? 0))
      return skip('the System URL leads to no page: see system-url-unreachable');
    const said = { cause: 'login-page-failing', subject: url, confidence: 'proved' } as const;
    const evidence = [
      see('http.login', url, `status ${status}`, { want: 'its log-in form' }),
      see('http.site', home.end, `status ${home.status ?? 'none'}`),
    ];
    // Busy, or closed for a moment on purpose.
    if (status === 503 || status === 429)
      return unknown(`the log-in page answers that it is not available now (HTTP ${status})`, {
        settle: `Open ${url} in a browser later.`,
      });
    if (status >= 500) return fail({ ...said, evidence });
    if ((status === 404 || status === 410) && home.whmcs) return fail({ ...said, title: 'There is no log-in page', evidence });
    return skip('no log-in form that this program knows was found on the pages of the site');
  },
});
