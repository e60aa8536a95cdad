/** PHP mail() cannot hand a mail to anybody. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { recentHit, reported } from '../../src/logic/mail-evidence.js';

export default defineCheck({
  id: 'mail-function-unavailable',
  area: 'mail',
  title: { pass: 'PHP mail() has a mailer', fail: 'PHP mail() cannot send' },
  causes: ['mail-function-disabled', 'sendmail-path-empty', 'sendmail-missing'],
  needs: ['mail.settings', 'mail.php'],
  wants: ['mail.outbox', 'logs.whmcs', 'php.web'],
  judge({ 'mail.settings': settings, 'mail.php': php, 'mail.outbox': outbox, 'logs.whmcs': logs, 'php.web': web }, see) {
    const known = settings.provider === 'php-mail';
    const message = 'mail-function-refused';
    if (!known) {
      if (settings.provider === 'smtp') return skip('WHMCS sends through an SMTP server, not through PHP mail()');
      // The provider cannot be read; only PHP mail() leaves this text behind.
      const box = outbox.ok ? outbox.value : null;
      const spoken = reported(box, message) ?? recentHit(logs, message, box);
      if (spoken === null) return skip('whether WHMCS sends through PHP mail() cannot be read, and its logs name no failure of it');
    }
    const path = see('mail.php', 'sendmail_path', php.sendmailPath ?? 'not seen', { ...(php.setIn === null ? {} : { source: php.setIn }) });
    if (php.disabled?.includes('mail') === true) {
      const evidence = [
        see('mail.php', 'disable_functions', php.disabled.join(', '), { want: 'without mail', source: 'disable_functions' }),
      ];
      return fail({ cause: 'mail-function-disabled', subject: 'mail()', confidence: 'proved', evidence });
    }
    // What files say may not be what the running PHP has read.
    const confidence = web.ok && web.value.way === 'static' ? 'likely' : 'proved';
    if (php.sendmailPath !== null && php.program === null)
      return fail({ cause: 'sendmail-path-empty', subject: 'sendmail_path', confidence, evidence: [path] });
    if (php.state === 'missing' || php.state === 'not-executable') {
      const evidence = [path, see('mail.php', 'Mailer', php.stateWhy, { want: 'a program that PHP may execute' })];
      return fail({ cause: 'sendmail-missing', subject: php.program ?? 'sendmail', confidence, evidence });
    }
    if (php.state === 'unseen') return skip(php.stateWhy ?? 'the mailer of PHP could not be looked at');
    return pass([path], { note: 'what the mailer does with a mail afterwards is not seen here' });
  },
});
