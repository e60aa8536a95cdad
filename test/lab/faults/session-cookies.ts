/** Faults of the session cookie and of the session behind it. */
import { site, visitors } from '../names.js';
import { accounts } from '../seed.js';
import { type Fault, phpFault } from './fault.js';

const plainHttp = 'http://www.billing.test/';
const secondSocket = '/run/php/second.sock';

export const sessionCookieFaults: readonly Fault[] = [
  {
    cause: 'cookie-secure-over-http',
    problems: ['login-redirect-loops'],
    inject: async (lab) => {
      await lab.setting('SystemURL', plainHttp);
      await lab.php({ 'session.cookie_secure': '1' });
    },
    heal: (lab) => lab.setting('SystemURL', site.url),
  },
  phpFault('cookie-domain-foreign', { 'session.cookie_domain': '.other.test' }, { 'session.cookie_domain': null }),
  phpFault('cookie-path-foreign', { 'session.cookie_path': '/members/' }, { 'session.cookie_path': '/' }),
  phpFault('cookies-disabled', { 'session.use_cookies': '0' }, { 'session.use_cookies': '1', 'session.use_only_cookies': '1' }),
  phpFault(
    'cookie-samesite-none-insecure',
    { 'session.cookie_samesite': 'None', 'session.cookie_secure': '0' },
    { 'session.cookie_samesite': 'Lax', 'session.cookie_secure': null },
  ),
  phpFault('cookie-lifetime-short', { 'session.cookie_lifetime': '60' }, { 'session.cookie_lifetime': '0' }, { status: 1 }),
  phpFault('session-auto-start', { 'session.auto_start': '1' }, { 'session.auto_start': '0' }),
  {
    // Two servers in turn, each with sessions of its own.
    cause: 'session-not-persisting',
    inject: async (lab) => {
      await lab.userFolder('/var/lib/php/second');
      lab.web.state.pools.set('second', new Map([...lab.web.state.php, ['session.save_path', '/var/lib/php/second']]));
      lab.web.state.sockets = [...lab.web.state.sockets, secondSocket];
      await lab.web.restartPhp();
      await lab.web.restartServer();
    },
    heal: async (lab) => {
      lab.web.state.pools.set('second', new Map(lab.web.state.php));
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'session-ip-check-changing-addresses',
    args: ['--visitor-ip', visitors.first],
    status: 1,
    inject: async (lab) => {
      for (const from of [visitors.second, visitors.first, visitors.second, visitors.first]) {
        await lab.visitor(from).signIn(`${site.url}index.php?rp=/login`, accounts.user, `${site.url}clientarea.php`);
      }
    },
    heal: (lab) => lab.setting('DisableSessionIPCheck', 'on'),
  },
];
