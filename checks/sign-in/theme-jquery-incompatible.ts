import { jqueryOn, lacksAjaxError } from '../../src/logic/theme-jquery.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { allSeen } from '../../src/logic/theme-scripts.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import type { Judgement } from '../../src/model.js';

export default defineCheck({
  id: 'theme-jquery-incompatible',
  area: 'sign-in',
  title: {
    pass: 'The scripts of sign-in with providers find the jQuery they are written for',
    fail: 'The page replaces the jQuery that sign-in with providers is written for',
  },
  causes: ['theme-jquery-incompatible'],
  needs: ['http.login'],
  wants: ['theme.page', 'theme.files', 'database.settings'],
  judge({ 'http.login': login, 'theme.page': page, 'theme.files': files, 'database.settings': settings }, see) {
    const offer = offerOf(login, seenOrNull(page), seenOrNull(settings));
    if (offer.is === 'hidden') return skip(offer.reason);
    if (offer.is !== 'shown') return pass([], { note: notOffered });
    const fetched = page.ok ? page.value.scripts : [];
    const written = fetched.find(({ features }) => features?.authn === true);
    const seen = offer.pages.filter(({ block }) => block).map((one) => ({ one, ...jqueryOn(one, fetched) }));
    const judged = seen.flatMap(({ one, effective, migrate, uncertain }): readonly Judgement[] => {
      // Themes may have rewritten signIn() for the jQuery that they bring.
      if (effective === null || !lacksAjaxError(effective) || migrate || uncertain || written?.features?.usesAjaxError === false) return [];
      const name = `jQuery ${effective.version ?? ''}${effective.slim ? ' slim' : ''}`.replace('  ', ' ');
      const evidence = [
        see('http.login', `jQuery in force on the ${one.page === 'login' ? 'log-in page' : 'registration form'}`, name, {
          want: '1.12',
          source: one.url,
        }),
        see('http.login', 'It comes from', effective.source, { source: one.url }),
      ];
      if (written?.features?.usesAjaxError !== true) {
        // signIn() may have been rewritten in a script that was not seen.
        if (!allSeen(one, fetched)) return [skip(`the page replaces jQuery (${name}), and the script with its signIn() was not seen`)];
        return [warn({ cause: 'theme-jquery-incompatible', subject: effective.source, confidence: 'possible', evidence })];
      }
      const call = see('theme.page', 'signIn() uses jqXHR.error(), which jQuery 3 took away', true, { source: written.src });
      return [fail({ cause: 'theme-jquery-incompatible', subject: effective.source, confidence: 'proved', evidence: [...evidence, call] })];
    });
    const first = judged.find(({ is }) => is === 'fail') ?? judged[0];
    if (first !== undefined) return first;
    if (seen.some(({ effective }) => effective?.version != null)) {
      return pass([
        see('http.login', 'jQuery in force on the page', seen.find(({ effective }) => effective !== null)?.effective?.version ?? null),
      ]);
    }
    const bundle = files.ok ? files.value.theme.bundle : null;
    const version = bundle?.jquery.at(-1);
    if (bundle === null || version === undefined) return skip('no script of the page tells which jQuery it brings');
    const evidence = [see('theme.files', 'jQuery in js/scripts.min.js', version, { want: '1.12' })];
    if (!lacksAjaxError({ version, slim: bundle.slim }) || bundle.migrate || bundle.usesAjaxError === false) return pass(evidence);
    const said = { cause: 'theme-jquery-incompatible', subject: `templates/${bundle.from}/js/scripts.min.js`, evidence };
    return bundle.usesAjaxError === true ? fail({ ...said, confidence: 'likely' }) : warn({ ...said, confidence: 'possible' });
  },
});
