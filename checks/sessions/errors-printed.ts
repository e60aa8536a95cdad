import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { isHeadersSent, startsNoSession } from '../../src/logic/early-output.js';
import { persistence } from '../../src/logic/session-persistence.js';

const named = 3;

/** display_errors alone harms nobody as long as PHP has nothing to say. */
export default defineCheck({
  id: 'errors-printed',
  area: 'sessions',
  title: { pass: 'The login page shows no messages of PHP', fail: 'The login page shows messages of PHP' },
  causes: ['errors-printed'],
  needs: ['http.login'],
  wants: ['http.sessions', 'php.web', 'install.configuration', 'install.extensions'],
  judge(
    { 'http.login': login, 'http.sessions': visitor, 'php.web': php, 'install.configuration': configuration, 'install.extensions': parts },
    see,
  ) {
    if (login.challenge) return skip('a challenge page stands in front of the login page');
    if (login.printedErrors === undefined) return skip('messages of PHP were not looked for on the recorded page');
    // That headers were sent already is a consequence, of a message or of a file: output-before-headers judges it.
    const messages = login.printedErrors.filter((error) => !isHeadersSent(error));
    const [first] = messages;
    const source = { source: login.url };
    if (!first && login.form === null) return skip('no log-in form was found on the pages of the site');
    if (!first) return pass([see('http.login', 'Messages of PHP on the page', 'none', source)]);
    const display = php.ok ? php.value.ini['display_errors'] : undefined;
    const own = configuration.ok ? configuration.value.displayErrors : null;
    const lost = (visitor.ok && persistence(visitor.value).state === 'lost') || startsNoSession(login);
    return (lost ? fail : warn)({
      cause: 'errors-printed',
      subject: `${first.file}:${first.line}`,
      confidence: 'proved',
      ...(lost ? { title: 'PHP prints its messages into the login page, and sessions are lost' } : {}),
      evidence: [
        ...messages
          .slice(0, named)
          .map(({ kind, message, file, line }) =>
            see('http.login', `${kind} on the page`, message, { want: 'in the log alone', source: `${file}:${line}` }),
          ),
        ...(php.ok && display !== undefined
          ? [see('php.web', 'display_errors', display, { want: 'Off', source: php.value.iniFrom['display_errors'] ?? 'display_errors' })]
          : []),
        ...(own?.state === 'set' && own.value
          ? [see('install.configuration', '$display_errors', true, { want: false, source: `configuration.php:${own.line}` })]
          : []),
        ...changedLast(parts, see),
      ],
    });
  },
});
