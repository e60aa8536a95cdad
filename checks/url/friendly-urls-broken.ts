/** WHMCS builds addresses that the web server does not lead to it: what they stand for cannot be opened. */
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { formNames } from '../../src/logic/friendly-urls.js';
import { causesInFiles, signInRuleMissing, verdictOn, type RouteCause } from '../../src/logic/route-trouble.js';
import type { Judgement } from '../../src/model.js';

const settle = 'Open the address in a browser. Past a proxy or a firewall, reach the site with --origin IP.';

export default defineCheck({
  id: 'friendly-urls-broken',
  area: 'url',
  title: {
    pass: 'The web server leads the addresses that WHMCS builds to WHMCS',
    fail: 'The web server does not lead the addresses that WHMCS builds to WHMCS',
  },
  causes: [
    'friendly-urls-not-served',
    'route-shadowed',
    'rewrite-module-missing',
    'allow-override-none',
    'htaccess-missing',
    'htaccess-rules-missing',
    'path-info-refused',
    'nginx-rewrite-missing',
    'admin-routes-not-served',
    'sign-in-route-not-served',
  ],
  needs: ['http.routes', 'http.login'],
  wants: ['install.routing', 'web.server'],
  judge(facts, see) {
    const { 'http.routes': routes, 'http.login': login, 'install.routing': files, 'web.server': web } = facts;
    if (login.form === null) return skip('no log-in form was found under its Basic URL, with which the friendly address could be compared');
    if (routes.forms.length === 0) return skip('which form WHMCS gives its addresses could not be seen on the page, nor in the settings');
    const friendly = routes.forms.filter(({ form }) => form !== 'basic');
    if (friendly.length === 0) return pass([see('http.routes', 'Friendly URLs', formNames.basic)]);
    return friendly.flatMap(({ form, from }) =>
      verdictOn(routes, form).flatMap((verdict): readonly Judgement[] => {
        const used = see('http.routes', 'Friendly URLs', formNames[form], {
          source: from === 'page' ? login.url : 'the setting RouteUriPathMode',
        });
        if (verdict.is === 'served') return [pass([used], { subject: routes.site })];
        if (verdict.is === 'hidden')
          return [unknown(`whether ${formNames[form]} works could not be seen: ${verdict.answer?.sign ?? 'it was not asked'}`, { settle })];
        const { answer, what } = verdict;
        const seen = see('http.routes', answer.url, `${answer.sign} (status ${answer.status ?? 'none'})`, {
          want: what === 'finalize' ? 'an answer of WHMCS' : 'its log-in form',
          source: answer.end,
        });
        // The page itself builds other addresses: then only what is not on it can be broken.
        const say = from === 'page' ? fail : warn;
        const confidence = from === 'page' && answer.by !== 'unclear' ? 'proved' : 'likely';
        const said = { subject: answer.url, confidence } as const;
        if (what === 'admin') {
          const title = 'The web server does not lead the routes of the admin area to WHMCS';
          return [say({ ...said, cause: 'admin-routes-not-served', title, evidence: [seen, used] })];
        }
        if (what === 'finalize') {
          const title = 'The web server does not lead the address on which sign-in ends to WHMCS';
          const rules = signInRuleMissing(web)
            ? [see('web.server', 'Where nginx leads it', 'to a file of that name only', { want: 'to index.php' })]
            : [];
          return [say({ ...said, cause: 'sign-in-route-not-served', title, evidence: [seen, used, ...rules] })];
        }
        const exact = causesInFiles(form, files, web, login.headers['server'] ?? null);
        const named: readonly RouteCause[] = exact.length > 0 ? exact : [{ cause: 'friendly-urls-not-served', shown: [] }];
        return named.map(({ cause, shown }) =>
          say({ ...said, cause, evidence: [seen, used, ...shown.map(({ fact, label, saw, ...more }) => see(fact, label, saw, more))] }),
        );
      }),
    );
  },
});
