/** What a mail's failure reason means. The texts are PHPMailer's and WHMCS's: https://docs.whmcs.com/Email_Sending_Issues */
import type { MessageId } from '../model.js';

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
  [/could not authenticate|authentication (?:failed|unsuccessful|credentials invalid)|\b5\.7\.8\b/i, 'mail-smtp-login'],
  [/could not connect to smtp host|smtp connect\(\) failed|failed to connect to server/i, 'mail-smtp-unreachable'],
  [/could not instantiate mail function|could not execute:/i, 'mail-function-refused'],
  [/template not found/i, 'mail-template-missing'],
  [/template is disabled/i, 'mail-template-disabled'],
  // One recipient who does not exist is daily business.
  [/recipients failed|invalid address|mailbox (?:full|unavailable)|user unknown|no such user/i, 'unclassified'],
  [/data not accepted/i, 'mail-data-refused'],
  [/sending failed/i, 'mail-sending-failed'],
];

export function mailFailure(reason: string): MessageId {
  return texts.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unclassified';
}
