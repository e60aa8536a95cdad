/** The page on which a forgotten password is asked for. It is only opened: no form is sent. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'reset-page-failing',
  area: 'access',
  title: { pass: 'The page for a forgotten password shows its form', fail: 'The page for a forgotten password ends in an error' },
  causes: ['reset-page-failing'],
  needs: ['http.reset', 'http.login'],
  judge({ 'http.reset': reset, 'http.login': login }, see) {
    const { url, status } = reset;
    if (login.form === null) return skip('no log-in form was found either, so its trouble is a wider one');
    if (reset.form !== null) return pass([see('http.reset', url, 'its form')]);
    if (reset.hiddenBy !== null) return skip(`${reset.hiddenBy} stands before the page for a forgotten password`);
    const evidence = [
      see('http.reset', url, `status ${status}`, { want: 'a form that asks for the e-mail address' }),
      ...reset.printedErrors
        .slice(0, 1)
        .map(({ kind, message, file, line }) => see('http.reset', `${kind} on the page`, message, { source: `${file}:${line}` })),
      see('http.login', login.url, 'its log-in form'),
    ];
    const said = { cause: 'reset-page-failing', subject: url, evidence } as const;
    if (status === 503 || status === 429) return skip(`the page for a forgotten password is not available now (HTTP ${status})`);
    if (status >= 500) return fail({ ...said, confidence: 'proved' });
    if (status === 404 || status === 410)
      // Some take it away on purpose, where accounts come from elsewhere: then nothing leads to it.
      return login.resetLink === true
        ? warn({ ...said, confidence: 'likely', title: 'There is no page for a forgotten password, to which the log-in page leads' })
        : skip('there is no page for a forgotten password, and the log-in page is not seen to link to one: some take it away on purpose');
    return skip('the page for a forgotten password holds no form that this program knows: open it in a browser');
  },
});
