/** The mail server as the web PHP reaches it: firewalls let root and the mail server out and not PHP's user (SMTP_BLOCK of CSF, cPanel's SMTP Restrictions). */
import { defineProbe, LookFailed } from '../index.js';
import { smtpOf } from './mail-transport.js';
import { askPhp, phpTargets } from './php-ask.js';
import { readSocket, socketScript } from './php-script-socket.js';
import { phpListeners, scriptFiles, scriptGround } from './places.js';

const longestMs = 5000;
const localMs = 1500;
/** PHP has to start, and the answer to come back. */
const marginMs = 3000;

export default defineProbe({
  fact: 'mail.from-php',
  vantage: 'web-php',
  title: "the mail server, asked by the web server's PHP",
  needs: ['mail.settings', 'php.web'],
  wants: ['install.root', 'php.pool', 'site.url'],
  budgetMs: 15_000,
  touches: [
    scriptGround,
    { kind: 'write', what: 'one temporary PHP script in a private folder outside the install, removed at once', covers: [...scriptFiles] },
    {
      kind: 'contact',
      what: 'the SMTP server of the mail settings (or SMTP_URL), from PHP: its greeting and QUIT',
      covers: [...phpListeners, 'tcp <SMTP> *'],
    },
    { kind: 'contact', what: '127.0.0.1 port 25: its greeting and QUIT', covers: ['tcp 127.0.0.1 port 25'] },
  ],
  async observe({ host, have, want, options, signal }) {
    const settings = smtpOf(have['mail.settings']);
    if (options.offline) throw new LookFailed('disabled', 'the mail server is not contacted with --offline');
    const { way } = have['php.web'];
    const target = phpTargets(options, { pool: want['php.pool'], root: want['install.root'], site: want['site.url'] }).find(
      (one) => one.way === way,
    );
    if (!target) {
      throw new LookFailed('unsupported', 'PHP can only be read from its files here: it cannot be asked to connect', { beyond: true });
    }
    const name = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
    const seconds = Math.max(1, Math.ceil(Math.min(options.timeoutMs, longestMs) / 1000));
    // With STARTTLS only the greeting is waited for: whether the certificate is good, mail.transport says.
    const script = socketScript(`${settings.encryption === 'ssl' ? 'ssl' : 'tcp'}://${name}:${settings.port}`, seconds);
    const greeting = host.net.smtp({ host: '127.0.0.1', port: 25, encryption: 'never', timeoutMs: localMs, signal });
    greeting.catch(() => undefined); // PHP's answer may fail first
    const [asked] = await askPhp(target, script, 1, { host, signal, timeoutMs: 2 * seconds * 1000 + marginMs });
    const seen = asked && readSocket(asked.answer);
    if (!seen) throw new LookFailed('unsupported', `${target.where} has no functions that open connections`, { beyond: true });
    return { value: { settings, ...seen, localBanner: (await greeting).banner }, source: target.where };
  },
});
