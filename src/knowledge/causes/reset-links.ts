/** Causes of password reset links. A session that is lost between the steps is among the causes of sessions, a mail that never comes among those of mail. */
import { defineCause } from '../../index.js';
import type { Cause, ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

const problems: readonly ProblemId[] = ['invalid-reset-link-errors'];
const askAnew = look(
  'Ask for a new link at the System URL, open it from the newest mail, and use it within two hours. A second request makes the first link useless.',
);

export const resetLinkCauses: readonly Cause[] = [
  defineCause({
    id: 'redirect-drops-path',
    title: 'A redirect to the site cuts off what follows its address.',
    problems,
    explanation:
      'Whoever opens a reset link at another address than the System URL is led to the home page, or to a page without the token: the link cannot be redeemed there. Log-in pages and links in old mails are lost in the same way.',
    remedies: [
      always(
        look('See where a deep address is led.', 'curl -sSI {subject}index.php?rp=/password/reset/redeem/example'),
        change(
          'Let the redirect keep path and query. nginx: return 301 https://<host of the System URL>$request_uri; Apache: Redirect permanent / https://<host of the System URL>/ or RewriteRule ^ https://<host of the System URL>%{REQUEST_URI} [R=301,L]. At a CDN or a panel choose the redirect that preserves path and query string.',
        ),
        askAnew,
      ),
    ],
    docs: [docs.index],
  }),
  defineCause({
    id: 'reset-token-missing',
    title: 'No password reset is pending for the person who followed the link.',
    problems,
    explanation:
      'A reset link works once, and only the newest one does. It is used up when the password was set, also when a program of the mail provider opened it first, and replaced by the next request; and it is bound to the user, not to a client or contact of the same name.',
    remedies: [
      always(
        askAnew,
        look('If the mail system opens links to examine them, let it leave out the address of the site, or copy the link by hand.'),
        look('Or set the person’s password from the admin area: Clients > Manage Users; before 8.0 on the client’s Profile tab.'),
      ),
    ],
    docs: [docs.index],
  }),
  defineCause({
    id: 'reset-link-expired',
    title: 'The person’s reset link has expired.',
    problems: [],
    beyondTable: true,
    explanation:
      'A reset link lives for about two hours by PHP’s clock. After that WHMCS says “The reset link you have followed has expired”, which is another message than the “invalid” of the documented table and has nothing to do with the System URL.',
    remedies: [
      always(askAnew, look('If links expire at once, see whether clocks or time zones differ.', 'whmcs-doctor check --only clock')),
    ],
    docs: [docs.index],
    follows: ['database-clock-differs', 'php-clock-differs'],
  }),
  defineCause({
    id: 'reset-mail-link-differs',
    title: 'Password reset mails link to another address than the System URL.',
    problems,
    explanation:
      'The link in the mail should begin with the System URL. A mail template or a hook with an address of its own, left over from a move, sends people to a place where their token is not known.',
    remedies: [
      ...inSettings('Email Templates', (menu) => [
        look(`See Password Reset Validation in ${menu}, in every language: does its link come from a merge field or is it written out?`),
        change('Put the merge field in place of the written address, or reset the template to its default.'),
      ]),
      always(
        look('See whether a hook changes mails.', 'grep -rlE "EmailPreSend|EmailTplMergeFields" includes/hooks'),
        look('If the System URL is what is wrong, correct it in General Settings > General.'),
        askAnew,
      ),
    ],
    docs: [docs.generalSettings, docs.index],
    follows: ['system-url-scheme-differs', 'system-url-host-differs', 'system-url-port-differs', 'system-url-path-differs'],
  }),
];
