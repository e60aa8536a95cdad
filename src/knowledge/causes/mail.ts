/** Causes of mail: what WHMCS itself does with mails; those of servers and senders are in files of their own. */
import { defineCause } from '../../index.js';
import type { Cause, ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';
import { mailSenderCauses } from './mail-sender.js';
import { mailServerCauses } from './mail-server.js';

const problems: readonly ProblemId[] = ['unsent-general-emails'];
const log = look(
  'See what failed and why: Configuration > System Logs > Email Message Log (before 8.0: Utilities > Logs > Email Message Log).',
);
const resend = look('Send such a mail again and see that it stands in the log without a failure.');
const templates = (steps: (menu: string) => ReturnType<typeof change>) => inSettings('Email Templates', (menu) => [steps(menu)]);

export const mailCauses: readonly Cause[] = [
  defineCause({
    id: 'mail-sending-disabled',
    title: 'Sending mail is switched off in WHMCS.',
    problems,
    explanation:
      'With Disable Email Sending on, WHMCS sends nothing and logs "Email sending aborted by configuration". It is meant for copies of an install and is easily forgotten after a move.',
    remedies: [
      ...inSettings('General Settings', (menu) => [change(`Switch off Disable Email Sending at ${menu} > Mail, and save.`)]),
      always(resend),
    ],
    docs: [docs.mailProblems],
  }),
  ...mailServerCauses,
  ...mailSenderCauses,
  defineCause({
    id: 'mail-template-missing',
    title: 'The template of a general mail is missing.',
    problems,
    explanation:
      'WHMCS sends these mails from templates that it finds by their names. One that was deleted or renamed is logged as "Email Template not found".',
    remedies: [
      ...templates((menu) =>
        change(
          `Look at ${menu} for "{subject}". Restore its row of tblemailtemplates from a backup, or from a fresh install of the same version.`,
        ),
      ),
      always(resend),
    ],
    docs: [docs.mailTemplates, docs.mailProblems],
  }),
  defineCause({
    id: 'mail-template-disabled',
    title: 'The template of a general mail is disabled.',
    problems,
    explanation:
      'A disabled template is not sent: "Email Template is disabled". Client preferences have no influence on password resets, which are always sent.',
    remedies: [...templates((menu) => change(`Open "{subject}" at ${menu} and clear Disabled, then save.`)), always(resend)],
    docs: [docs.mailTemplates, docs.mailProblems],
  }),
  defineCause({
    id: 'mail-template-broken',
    title: 'The template of a mail makes an empty message.',
    problems,
    explanation:
      'WHMCS logs "Message Body Empty" where a template holds nothing, or where an error in its Smarty syntax (a block that is not closed) leaves nothing of it.',
    remedies: [
      always(log),
      ...templates((menu) =>
        change(
          `Open the template at ${menu} in its plain view, close every {if} and {foreach}, give it a text, and save. A template’s default text is in the documentation.`,
        ),
      ),
      always(resend),
    ],
    docs: [docs.mailProblems],
  }),
  defineCause({
    id: 'mail-aborted-by-hook',
    title: 'A hook keeps WHMCS from sending a mail.',
    problems,
    explanation:
      'A function on the hook EmailPreSend returned abortsend, so WHMCS logs "Email Send Aborted By Hook". It belongs to an add-on or to a file in includes/hooks.',
    remedies: [
      always(
        log,
        look('Find the hook, in the install’s folder.', "grep -rlE 'EmailPreSend|abortsend' includes/hooks modules"),
        change('Correct its condition, or rename the file to one that begins with _, which WHMCS does not load.'),
        resend,
      ),
    ],
    docs: [docs.mailHook, docs.mailProblems],
  }),
  defineCause({
    id: 'mail-refused-by-server',
    title: 'The mail server refuses the mails themselves.',
    problems,
    explanation:
      'The server took sender and recipient and refused the text ("Data Not Accepted"): its spam filter, a limit of size or number, or an attachment that it does not allow.',
    remedies: [
      always(
        log,
        look('Read the mail server’s log for the reason; hosting accounts often have a limit per hour.'),
        change('Raise the limit, or take out what the filter objects to, or send through another service.'),
        resend,
      ),
    ],
    docs: [docs.mailProblems],
  }),
  defineCause({
    id: 'mail-provider-refuses',
    title: 'The mail provider refuses WHMCS’s credentials or sender.',
    problems,
    explanation:
      'Every mail fails at the service that WHMCS hands it to: a token was withdrawn or has run out ("invalid_grant"), a key or a domain was removed there, or it does not allow this sender ("Unauthorized", "Forbidden"). WHMCS logs the service’s answer, or only "Sending Failed. Please see documentation.", and nothing is sent.',
    remedies: [
      always(log),
      ...inSettings('General Settings', (menu) => [
        change(
          `Open ${menu} > Mail > Configure Mail Provider (before 8.0: the Mail tab), press Test Configuration where there is such a button, and read what it says.`,
        ),
        change(
          'With Google or Microsoft connect the account again, so that WHMCS gets a new token; with SendGrid, Mailgun, SparkPost or another service make a new key there and enter it; then save.',
        ),
      ]),
      always(
        look('See at the service whether the account is active, and the sender’s address and domain are verified and allowed.'),
        resend,
      ),
    ],
    docs: [docs.mailSending, docs.mailProblems],
    follows: [
      'outbound-blocked',
      'mail-server-unreachable',
      'mail-server-unresolvable',
      'mail-port-blocked',
      'mail-server-refuses',
      'mail-login-refused',
      'sender-address-missing',
    ],
  }),
  defineCause({
    id: 'mail-queue-stalled',
    title: 'Mails wait to be sent, and nothing sends them.',
    problems,
    explanation:
      'WHMCS puts mails into a queue that its cron job empties every five minutes. Mails that wait for hours mean that the job does not run, or ends before it comes to them.',
    remedies: [
      always(
        look('See when the cron job last ran: Configuration > System Settings > Automation Status.'),
        look('See whether the crontab of <user>, the site’s user, has it.', 'crontab -l -u <user>'),
        change(
          'Run it once, as the site’s user; PHP and the folder <install> are those of the crontab’s line.',
          'sudo -u <user> php -q <install>/crons/cron.php',
        ),
        resend,
      ),
    ],
    docs: [docs.mailProblems],
    follows: ['cron-not-running'],
  }),
  defineCause({
    id: 'mail-opted-out',
    title: 'The client takes no mails of this kind.',
    problems,
    explanation:
      'WHMCS logs "No recipients provided for message" where the client switched off this group of mails. That is as it should be; password resets and address verifications are sent all the same.',
    remedies: [
      always(
        look('Ask the client, or look at Email Notifications in the client’s profile.'),
        change('Switch the group on again there, if the client wants it.'),
      ),
    ],
    docs: [docs.mailProblems],
  }),
];
