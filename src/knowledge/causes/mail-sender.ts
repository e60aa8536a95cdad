/** Causes of mail: the sender’s address and its domain. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

const problems: readonly ProblemId[] = ['unsent-general-emails'];
const ownAddress = inSettings('General Settings', (menu) => [
  change(`Set Email Address at ${menu} > General to an address of your own domain that exists, and save.`),
]);
const records = look('See the records.', 'dig +short TXT {subject}; dig +short TXT _dmarc.{subject}; dig +short MX {subject}');

export const mailSenderCauses = [
  defineCause({
    id: 'sender-address-missing',
    title: 'WHMCS has no usable address to send from.',
    problems,
    explanation:
      'The Email Address of General Settings is empty or is no e-mail address. General mails carry it as their sender, and are refused without it.',
    remedies: ownAddress,
    docs: [docs.generalSettings, docs.mailProblems],
  }),
  defineCause({
    id: 'sender-domain-unknown',
    title: 'The domain of the sender’s address does not exist.',
    problems,
    explanation:
      'Mail servers look the sender’s domain up and refuse mail from one that does not exist: it is misspelled, has expired, or its name servers do not answer.',
    remedies: [always(records), ...ownAddress],
    docs: [docs.mailProblems],
  }),
  defineCause({
    id: 'sender-domain-refuses-mail',
    title: 'The domain of the sender says that it takes no mail.',
    problems,
    explanation:
      'The only MX record of the domain is ".": it takes no mail, so nobody could answer, and many receivers refuse what comes from it.',
    remedies: [always(records, change('Give the domain an MX record that names its mail server.')), ...ownAddress],
    docs: [docs.nullMx],
  }),
  defineCause({
    id: 'sender-spf-broken',
    title: 'The SPF record of the sender’s domain is a permanent error.',
    problems,
    explanation:
      'Receivers cannot use a record that stands there twice, holds terms that are not understood, or needs more than ten DNS questions. They then take the mail as not authorised; where DMARC demands it, they refuse it.',
    remedies: [
      always(
        records,
        change(
          'Leave one record that begins with v=spf1 and put all senders into it. Where it asks too much, take out services that are not used, and replace a, mx and include terms by the addresses (ip4:, ip6:) behind them.',
        ),
      ),
    ],
    docs: [docs.spf],
  }),
  defineCause({
    id: 'sender-dmarc-misaligned',
    title: 'Mail is sent in the name of a mailbox provider that forbids it.',
    problems,
    explanation:
      'The sender’s address is one of a free mailbox provider, whose DMARC policy makes receivers refuse mail that does not come through its own servers, and WHMCS sends through another one.',
    remedies: [
      always(records),
      ...ownAddress,
      always(change('Or send through the provider’s own SMTP server, with that mailbox’s user name and an app password.')),
    ],
    docs: [docs.dmarc],
  }),
  defineCause({
    id: 'mail-sender-unknown',
    title: 'The mail server does not accept the sender’s address.',
    problems,
    explanation:
      'WHMCS’s log says "Sender Verify Failed" or that the From address was refused: the server does not know the address as one of its mailboxes, or the log-in may not send in its name.',
    remedies: [
      ...ownAddress,
      always(
        change('Make the mailbox or an alias at the mail server, or let the SMTP user send in its name.'),
        look('Look at the senders of departments and templates, too: each may have a From address of its own.'),
        look('Send a mail again and see the Email Message Log.'),
      ),
    ],
    docs: [docs.mailProblems],
  }),
] as const;
