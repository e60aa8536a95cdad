import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { persistence } from '../../src/logic/session-persistence.js';

/** Without these no session can be started; disable_functions takes them away as if the extension were missing. */
const functions = ['session_start', 'session_name', 'session_id', 'session_regenerate_id', 'session_set_cookie_params', 'session_destroy'];

export default defineCheck({
  id: 'session-extension-missing',
  area: 'sessions',
  title: { pass: 'PHP has what it needs for sessions', fail: 'PHP lacks what it needs for sessions' },
  causes: ['session-extension-missing'],
  needs: ['php.web'],
  wants: ['sessions.store', 'http.sessions'],
  judge({ 'php.web': php, 'sessions.store': store, 'http.sessions': visitor }, see) {
    if (visitor.ok && persistence(visitor.value).state === 'kept') {
      return pass([see('http.sessions', 'Session over several requests', 'kept', { want: 'kept' })]);
    }
    const confidence = php.way === 'static' ? 'likely' : 'proved';
    const disabled = functions.filter((name) => php.disabledFunctions?.includes(name));
    if (disabled.length > 0) {
      return fail({
        cause: 'session-extension-missing',
        subject: 'session',
        confidence,
        title: `Session functions are switched off in PHP: ${disabled.join(', ')}`,
        evidence: [
          see('php.web', 'disable_functions', disabled.join(', '), {
            want: 'none of them',
            source: php.iniFrom['disable_functions'] ?? 'disable_functions',
          }),
        ],
      });
    }
    if (php.extensions === null) return skip('which extensions the web PHP has loaded can be seen over FastCGI or with --web-probe only');
    const extension = extensionOf(store.ok ? store.value.handler : (php.ini['session.save_handler'] ?? 'files'));
    const missing = ['session', ...extension].filter((name) => !php.extensions?.includes(name));
    // Files of conf.d show what is loaded beside what was compiled in, and session is compiled in almost everywhere.
    const wanted = php.way === 'static' ? missing.filter((name) => name !== 'session') : missing;
    const [first] = wanted;
    if (first !== undefined) {
      return fail({
        cause: 'session-extension-missing',
        subject: first,
        confidence,
        title: first === 'session' ? 'PHP has no session support' : `PHP lacks the extension ${first}, which keeps its sessions`,
        evidence: [see('php.web', 'Extensions missing', wanted.join(', '), { want: 'none' })],
      });
    }
    return missing.length > 0
      ? skip('whether session support is compiled into PHP can be seen over FastCGI or with --web-probe only')
      : pass([see('php.web', 'Extensions', ['session', ...extension].join(', '))]);
  },
});

function extensionOf(handler: string): readonly string[] {
  return /^(?:redis|rediscluster)$/.test(handler) ? ['redis'] : /^memcached?$/.test(handler) ? [handler] : [];
}
