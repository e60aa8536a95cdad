/** Extensions without which WHMCS shows no page. curl and session have checks of their own; where the site runs, it has what it needs. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { siteBroken, siteRuns } from '../../src/logic/software-need.js';

/** WHMCS reaches its database through PDO: its System Health tells apart whose pdo_mysql is loaded (CloudLinux MySQL Extension Check). */
const required = ['pdo', 'pdo_mysql'] as const;

export default defineCheck({
  id: 'php-extension-missing',
  area: 'access',
  title: { pass: 'PHP has the extensions without which WHMCS does not start', fail: 'PHP lacks an extension that WHMCS needs' },
  causes: ['php-extension-missing'],
  needs: [],
  wants: ['php.web', 'http.login'],
  judge({ 'php.web': view, 'http.login': login }, see) {
    if (siteRuns(login)) return pass([see('http.login', 'The site shows its log-in form', true)]);
    if (!view.ok) return gapJudgement(view);
    const php = view.value;
    if (php.extensions === null) return skip('which extensions the web PHP has loaded can be seen over FastCGI or with --web-probe only');
    const missing = required.filter((name) => !php.extensions?.includes(name));
    if (missing.length === 0) return pass([see('php.web', 'Extensions', required.join(', '))]);
    // Files of conf.d show what is loaded beside what was compiled in.
    if (php.way === 'static') return skip('which extensions are compiled into PHP cannot be told from its files');
    const broken = siteBroken(login);
    return missing.map((name) =>
      (broken ? fail : warn)({
        cause: 'php-extension-missing',
        subject: name,
        confidence: broken ? 'likely' : 'possible',
        title: `The PHP of the site lacks the extension ${name}`,
        evidence: [see('php.web', name, 'not loaded', { want: 'loaded' })],
      }),
    );
  },
});
