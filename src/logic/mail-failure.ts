/** What a mail's failure reason means. The texts are PHPMailer's and WHMCS's: https://docs.whmcs.com/Email_Sending_Issues */
import type { MessageId } from '../model.js';

/** Only this mail is concerned: its recipient does not exist, or takes no more. */
export const mailOfOneRecipient: MessageId = 'mail-recipient-refused';
/** The web interface of a mail service does not accept WHMCS's token, key or sender. */
export const mailRefusedByProvider: MessageId = 'mail-provider-refused';

/** The first that fits counts: a server's answer about the sender may stand inside a text about recipients. */
const texts: readonly (readonly [RegExp, MessageId])[] = [
  [/aborted by configuration/i, 'mail-aborted-by-configuration'],
  [/no recipients provided|at least one recipient/i, 'mail-no-recipients'],
  [/message body empty/i, 'mail-body-empty'],
  [/aborted by hook/i, 'mail-aborted-by-hook'],
  [
    /sender verify failed|from address failed|sender address rejected|sender rejected|not owned by user|not allowed to send as/i,
    'mail-sender-verify',
  ],
  [
    /could not authenticate|authentication (?:failed|unsuccessful|required|credentials invalid)|\b5\.7\.(?:3|8|9|14|57|139)\b/i,
    'mail-smtp-login',
  ],
  [/could not connect to smtp host|smtp connect\(\) failed|failed to connect to server/i, 'mail-smtp-unreachable'],
  [/could not instantiate mail function|could not execute:/i, 'mail-function-refused'],
  [/template not found/i, 'mail-template-missing'],
  [/template is disabled/i, 'mail-template-disabled'],
  // One recipient who does not exist is daily business.
  [
    /invalid address|mailbox (?:is )?(?:full|unavailable|not found)|over ?quota|quota exceeded|(?:user|recipient) unknown/i,
    mailOfOneRecipient,
  ],
  [/unknown (?:user|recipient)|no such (?:user|recipient|mailbox)|\b5\.1\.[1-6]\b|\b[45]\.2\.[12]\b/i, mailOfOneRecipient],
  // RFC 3463: 5.7.x is a matter of security or policy.
  [/\b5\.7\.\d/, 'mail-data-refused'],
  [/invalid[_ ]grant|grant is invalid|unauthori[sz]ed|\b40[13]\b/i, mailRefusedByProvider],
  [/recipients failed/i, mailOfOneRecipient],
  [/data not accepted/i, 'mail-data-refused'],
  [/sending failed/i, 'mail-sending-failed'],
];

export function mailFailure(reason: string): MessageId {
  return texts.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unclassified';
}
