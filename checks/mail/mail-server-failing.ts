/** The SMTP server cannot be spoken to as WHMCS is set to. */
import { defineCheck, fail, pass, unknown, warn, type Evidence, type MailTransport } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { blameOf, blameOfPhp, greetsLate, worksFromPhp } from '../../src/knowledge/mail-blame.js';
import { sentSince } from '../../src/logic/mail-certificate.js';
import { shellQuote } from '../../src/logic/shell-quote.js';

export default defineCheck({
  id: 'mail-server-failing',
  area: 'mail',
  title: { pass: 'The mail server answers as WHMCS is set to speak to it', fail: 'The mail server cannot be used as it is set' },
  causes: [
    'mail-server-unset',
    'mail-server-unresolvable',
    'mail-server-unreachable',
    'mail-port-blocked',
    'mail-server-refuses',
    'mail-encryption-mismatch',
    'mail-server-tls-failing',
    'mail-certificate-invalid',
    'mail-login-refused',
  ],
  needs: ['mail.settings'],
  wants: ['mail.transport', 'mail.from-php', 'mail.outbox', 'clock.now'],
  judge({ 'mail.settings': settings, 'mail.transport': transport, 'mail.from-php': php, 'mail.outbox': outbox, 'clock.now': now }, see) {
    if (settings.smtp === null && settings.incomplete !== null) {
      const evidence = [see('mail.settings', 'SMTP server', settings.incomplete, { want: 'a host name and a port' })];
      return fail({ cause: 'mail-server-unset', subject: 'SMTP server', confidence: 'likely', evidence });
    }
    if (!transport.ok) return gapJudgement(transport);
    const seen = transport.value;
    const { conversation } = seen;
    const subject = `${seen.settings.host}:${seen.settings.port}`;
    const fromPhp: readonly Evidence[] = php.ok
      ? [see('mail.from-php', 'From PHP', php.value.error ?? php.value.banner ?? 'connected', { want: 'a line that begins with 220' })]
      : [];
    const evidence = [
      ...lines(seen).map(([label, saw, want]) => see('mail.transport', label, saw, want === undefined ? {} : { want })),
      ...fromPhp,
    ];
    const { certificate } = conversation;
    const demanded = seen.settings.encryption === 'ssl' || seen.settings.encryption === 'tls';
    // A mail that went out since the certificate is as it is: WHMCS does not mind it.
    const unminded = certificate !== null && outbox.ok && now.ok && sentSince(outbox.value, certificate, now.value.epochMs);
    const blame = blameOf(seen) ?? blameOfPhp(seen, php);
    if (conversation.failure !== null && worksFromPhp(conversation.failure, php))
      return pass(evidence, { note: 'this program does not reach it, but the web PHP, which is what WHMCS uses, does' });
    if (blame === null && greetsLate(seen)) {
      const settle = `Wait longer by hand for a line that begins with 220: curl -v --max-time 60 telnet://${shellQuote(subject)} </dev/null`;
      return unknown('the mail server takes the connection and did not greet in time; some let strangers wait', { settle, subject });
    }
    if (blame !== null && !(blame.cause === 'mail-certificate-invalid' && unminded)) {
      const { status, cause, confidence, title } = blame;
      const first = (status === 'fail' ? fail : warn)({ cause, subject, confidence, title, evidence });
      // Its certificate was seen before the rest failed, and has to be mended as well.
      const encrypted = conversation.failure === null || conversation.failure.stage === 'login';
      if (!encrypted || !demanded || unminded || certificate?.authorized !== false || cause === 'mail-certificate-invalid') return first;
      return [first, fail({ cause: 'mail-certificate-invalid', subject, confidence: 'likely', evidence })];
    }
    if (certificate?.authorized !== false)
      return pass(evidence, seen.loginTried ? {} : { note: 'the log-in was not tried: give SMTP_PASSWORD to have it tried' });
    if (!demanded) return pass(evidence, { note: 'its certificate does not verify, which matters as soon as SSL or TLS is chosen' });
    const proof = php.ok && seen.settings.encryption === 'ssl' && php.value.connected;
    if (proof || unminded) return pass(evidence, { note: 'its certificate does not verify here, and WHMCS has sent mail all the same' });
    return fail({ cause: 'mail-certificate-invalid', subject, confidence: 'likely', evidence });
  },
});

function lines({ settings, conversation, others, control, loginTried }: MailTransport): readonly (readonly [string, string, string?])[] {
  const { failure, certificate } = conversation;
  return [
    ['Mail server', `${settings.host} port ${settings.port}, SSL type ${settings.encryption}`],
    ...(failure === null
      ? []
      : [['Ended at', `${failure.stage}: ${failure.reply ?? `${failure.message} (${failure.code})`}`, 'no end before QUIT'] as const]),
    ...(conversation.banner === null ? [] : [['Greeting', conversation.banner, '220'] as const]),
    ...(certificate?.authorized === false
      ? [
          [
            'Certificate',
            `${certificate.error} (${certificate.names.slice(0, 3).join(', ') || certificate.subject}, to ${certificate.validTo.slice(0, 10)})`,
            'trusted',
          ] as const,
        ]
      : []),
    ...others.map((one) => [`Port ${one.port}`, one.reached ? 'answers' : (one.code ?? 'no answer')] as const),
    ...(control === null ? [] : [[`Control: ${control.host} port ${control.port}`, control.reached ? 'answers' : 'no answer'] as const]),
    ...(loginTried ? [['Log-in', conversation.login ?? 'not tried: the connection is not trustworthy', 'accepted'] as const] : []),
  ];
}
