/** The System URL leads visitors somewhere else: forms, links and cookies are made for an address at which nobody stays. */
import { defineCheck, fail, pass, skip, unknown, type Fact, type Judgement, type LoginPage, type Walk } from '../../src/index.js';
import { isNoPage } from '../../src/logic/http-answer.js';
import { ofWhmcs } from '../../src/logic/session-cookie.js';
import { arrivedAt, causeOf, configuredSite, sameOrigin, walkOf } from '../../src/logic/site-view.js';
import { addressOf, differences, identityOf } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'system-url-mismatch',
  area: 'url',
  title: { pass: 'Visitors log in at the System URL', fail: 'Visitors log in at another address than the System URL' },
  causes: ['system-url-scheme-differs', 'system-url-host-differs', 'system-url-port-differs', 'system-url-path-differs'],
  needs: ['http.site'],
  wants: ['database.settings', 'http.login'],
  judge(facts, see) {
    const { 'http.site': site, 'database.settings': settings, 'http.login': login } = facts;
    const configured = configuredSite(settings, login);
    const walk = walkOf(site, 'system-url');
    if (configured === null) {
      if (!settings.ok && walk?.outcome === 'answered' && isStranger(walk, login)) return unrecognised(walk, login);
      return skip(
        settings.ok
          ? 'the System URL is empty or unusable'
          : 'the pages print no System URL: look at General Settings, or give the install’s folder or the API’s credential',
      );
    }
    if (walk === null) return unknown('the System URL was not followed');
    if (walk.outcome !== 'answered') return skip('the System URL leads to no page: see system-url-unreachable and redirect-loop');
    const at = arrivedAt(walk.end, login);
    if (at === null) return unknown('where the System URL leads could not be read');
    const wanted = addressOf(configured.site);
    const setting = see(configured.fact, 'System URL', wanted, { want: addressOf(at), source: configured.source });
    const arrival = see('http.site', 'Where visitors arrive', walk.end, { source: walk.from });
    // Pages print the scheme that they were asked with, so a scheme seen there tells nothing.
    const known = differences(configured.site, at).filter((part) => configured.fact === 'database.settings' || part !== 'scheme');
    // A deeper folder proves something only where WHMCS is seen to live there: a home page may lead to any page of the site.
    const seenThere = walk.whmcs || (login.ok && login.value.form !== null) || !at.path.startsWith(configured.site.path);
    const found = known.filter((part) => part !== 'path' || seenThere);
    if (found.length > 0) {
      const causes = [...new Set(found.map((part) => causeOf[part]))];
      return causes.map((cause) => fail({ cause, subject: wanted, confidence: 'proved', evidence: [setting, arrival] }));
    }
    if (login.ok && login.value.challenge)
      return unknown('a challenge of the proxy in front stands before the site', {
        settle: 'Reach the site past its proxy with --origin IP.',
      });
    const action = login.ok ? login.value.form?.action : undefined;
    if (login.ok && action !== undefined && !sameOrigin(action, login.value.url)) {
      const posts = see('http.login', 'The log-in form posts to', action, { want: `the origin of ${login.value.url}` });
      const [first = 'host'] = differences(identityOf(new URL(login.value.url)), identityOf(new URL(action))).filter(
        (part) => part !== 'path',
      );
      const cause = causeOf[first];
      const title = 'The log-in form posts to another address than its page’s';
      return fail({ cause, subject: wanted, confidence: 'proved', title, evidence: [setting, posts] });
    }
    if (!walk.whmcs && action === undefined) return unrecognised(walk, login);
    return pass([setting, arrival]);
  },
});

/** Nothing on the pages is WHMCS's, and no other check says what stands in its place. */
function isStranger(walk: Walk, login: Fact<LoginPage>): boolean {
  if (walk.whmcs || !login.ok || isNoPage(walk.status)) return false;
  const { form, challenge, notice, refusal, siteError, status } = login.value;
  const hidden = challenge || notice !== null || (refusal ?? null) !== null || siteError !== undefined;
  return form === null && !ofWhmcs(login.value) && !hidden && !namedElsewhere(status);
}

/** Of the log-in page: see firewall-blocks-login and login-page-failing. */
function namedElsewhere(status: number): boolean {
  return status === 403 || status === 406 || status === 429 || status >= 500;
}

function unrecognised({ end }: Walk, login: Fact<LoginPage>): Judgement {
  const elsewhere = login.ok ? login.value.elsewhere : undefined;
  return unknown('what answers at the System URL could not be recognised as WHMCS', {
    settle:
      elsewhere === undefined
        ? `Open ${end} in a browser. Where WHMCS lies in a folder, give the address with it.`
        : `WHMCS seems to be at ${elsewhere}: give that address.`,
  });
}
