/** Mails failed lately, and none has been sent since. */
import { defineCheck, pass, skip, warn, type Judgement, type MailFailure } from '../../src/index.js';
import { timesOf } from '../../src/logic/amounts.js';
import { recentHit, reported } from '../../src/logic/mail-evidence.js';

/** Message → cause. */
const causes = {
  'mail-body-empty': 'mail-template-broken',
  'mail-aborted-by-hook': 'mail-aborted-by-hook',
  'mail-sender-verify': 'mail-sender-unknown',
  'mail-data-refused': 'mail-refused-by-server',
  'mail-function-refused': 'mail-function-refused',
  'mail-smtp-unreachable': 'mail-server-unreachable',
  'mail-smtp-login': 'mail-login-refused',
  'mail-provider-refused': 'mail-provider-refuses',
} as const;

/** Reasons that name no cause. What else fails is one recipient's matter, or another check's. */
const vague = ['unclassified', 'mail-sending-failed'] as const;

export default defineCheck({
  id: 'mails-failing',
  area: 'mail',
  title: { pass: 'The mails of the last days were sent', fail: 'Mails have been failing lately' },
  causes: [...Object.values(causes), 'mail-opted-out'],
  needs: ['mail.outbox'],
  wants: ['logs.whmcs', 'mail.transport', 'mail.from-php', 'operator.report'],
  judge({ 'mail.outbox': outbox, 'logs.whmcs': logs, 'mail.transport': transport, 'mail.from-php': php, 'operator.report': report }, see) {
    const told = ({ count, sample }: MailFailure) => [
      see('mail.outbox', `Mails that failed in ${outbox.days} days`, count, { want: 0 }),
      see('mail.outbox', 'Reason of the newest', sample === '' ? 'none given' : sample),
    ];
    // The server can be reached now, and by PHP: what the log says is over.
    const reachable = transport.ok && transport.value.conversation.failure === null && php.ok && php.value.connected;
    const findings = Object.entries(causes).flatMap(([message, cause]): readonly Judgement[] => {
      if (message === 'mail-smtp-unreachable' && reachable) return [];
      const failure = reported(outbox, message);
      if (failure !== null) return [warn({ cause, subject: 'mail', confidence: 'likely', evidence: told(failure) })];
      const hit = recentHit(logs, message, outbox);
      if (hit === null || outbox.failures.some((one) => one.message === message)) return [];
      const evidence = [
        see('logs.whmcs', `Log, ${timesOf(hit.count)}, last ${hit.last ?? 'at an unknown time'}`, hit.sample, { source: hit.source }),
      ];
      return [warn({ cause, subject: 'mail', confidence: 'likely', evidence })];
    });
    const unclear = findings.length > 0 ? undefined : vague.map((message) => reported(outbox, message)).find((one) => one !== null);
    if (unclear != null) {
      const cause = /smtp/i.test(unclear.sample) ? 'mail-refused-by-server' : 'mail-provider-refuses';
      findings.push(warn({ cause, subject: 'mail', confidence: 'possible', evidence: told(unclear) }));
    }
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
    const over = outbox.failures.reduce((sum, { count }) => sum + count, 0);
    if (outbox.sent === 0) {
      const why =
        over === 0 ? 'the log shows nothing' : `of ${over} that failed each did so for its recipient or for what another check names`;
      return skip(`no mail was sent in the last ${outbox.days} days: ${why}`);
    }
    if (outbox.of !== undefined)
      return pass([see('mail.outbox', `Mails sent to the user in ${outbox.days} days`, outbox.sent)], { subject: outbox.of.value });
    const sent = see('mail.outbox', `Mails sent in ${outbox.days} days`, outbox.sent);
    return pass(
      [sent],
      over === 0 ? {} : { note: `${over} failed, and mail was sent after them or only single recipients were concerned` },
    );
  },
});
