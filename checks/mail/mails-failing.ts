/** Mails failed lately, and none has been sent since. */
import { defineCheck, pass, skip, warn, type Judgement } from '../../src/index.js';
import { recentHit, reported } from '../../src/logic/mail-evidence.js';

/** Message → cause. What else fails is one recipient's matter, or another check's. */
const causes = {
  'mail-body-empty': 'mail-template-broken',
  'mail-aborted-by-hook': 'mail-aborted-by-hook',
  'mail-sender-verify': 'mail-sender-unknown',
  'mail-data-refused': 'mail-refused-by-server',
  'mail-function-refused': 'mail-function-refused',
  'mail-smtp-unreachable': 'mail-server-unreachable',
  'mail-smtp-login': 'mail-login-refused',
} as const;

export default defineCheck({
  id: 'mails-failing',
  area: 'mail',
  title: { pass: 'The mails of the last days were sent', fail: 'Mails have been failing lately' },
  causes: [...Object.values(causes), 'mail-opted-out'],
  needs: ['mail.outbox'],
  wants: ['logs.whmcs', 'mail.transport', 'mail.from-php', 'operator.report'],
  judge({ 'mail.outbox': outbox, 'logs.whmcs': logs, 'mail.transport': transport, 'mail.from-php': php, 'operator.report': report }, see) {
    // The server can be reached now, and by PHP: what the log says is over.
    const reachable = transport.ok && transport.value.conversation.failure === null && php.ok && php.value.connected;
    const findings = Object.entries(causes).flatMap(([message, cause]): readonly Judgement[] => {
      if (message === 'mail-smtp-unreachable' && reachable) return [];
      const failure = reported(outbox, message);
      if (failure !== null) {
        const evidence = [
          see('mail.outbox', `Mails that failed in ${outbox.days} days`, failure.count, { want: 0 }),
          see('mail.outbox', 'Reason of the newest', failure.sample),
        ];
        return [warn({ cause, subject: 'mail', confidence: 'likely', evidence })];
      }
      const hit = recentHit(logs, message, outbox);
      if (hit === null || outbox.failures.some((one) => one.message === message)) return [];
      const evidence = [
        see('logs.whmcs', `Log, ${hit.count} times, last ${hit.last ?? 'at an unknown time'}`, hit.sample, { source: hit.source }),
      ];
      return [warn({ cause, subject: 'mail', confidence: 'likely', evidence })];
    });
    if (outbox.optedOut !== null && outbox.optedOut.count > 0) {
      const who = report.ok ? (report.value.user?.value ?? 'the client') : 'the client';
      const evidence = [
        see('mail.outbox', '"No recipients provided for message"', outbox.optedOut.count, { want: 0, source: 'tblemails, tblactivitylog' }),
      ];
      findings.push(
        warn({
          cause: 'mail-opted-out',
          subject: who,
          confidence: 'proved',
          title: 'The client named takes no mails of some kinds',
          evidence,
        }),
      );
    }
    if (findings.length > 0) return findings;
    if (outbox.sent === 0) return skip(`no mail was sent in the last ${outbox.days} days, so the log shows nothing`);
    const sent = see('mail.outbox', `Mails sent in ${outbox.days} days`, outbox.sent);
    const over = outbox.failures.reduce((sum, { count }) => sum + count, 0);
    return pass(
      [sent],
      over === 0 ? {} : { note: `${over} failed, and mail was sent after them or only single recipients were concerned` },
    );
  },
});
