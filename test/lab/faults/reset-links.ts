/** Faults of password reset links. */
import { stamp } from '../automation.js';
import type { Lab } from '../lab.js';
import { accounts } from '../seed.js';
import { site } from '../names.js';
import type { Fault } from './fault.js';

const problems = ['invalid-reset-link-errors'];
const token = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
const link = (base: string): string => `${base}index.php?rp=/password/reset/redeem/${token}`;
const person = ['--user', accounts.user.username];

async function pending(lab: Lab, hoursAhead: number): Promise<void> {
  await lab.sql('UPDATE tblusers SET reset_token = ?, reset_token_expiry = ? WHERE id = 1', [token, stamp(-hoursAhead)]);
}

async function mail(lab: Lab, base: string): Promise<void> {
  const text = `<p>Dear Ann,</p><p>To reset your password, please visit <a href="${link(base)}">${link(base)}</a></p>`;
  await lab.sql('INSERT INTO tblemails (userid, subject, message, date) VALUES (1, ?, ?, ?)', [
    'Password Reset Validation',
    text,
    stamp(0.1),
  ]);
}

function redirectFault(how: string, line: string, right: string, more: Partial<Fault> = {}): Fault {
  return {
    cause: 'redirect-drops-path',
    how,
    problems,
    status: 1,
    ...more,
    inject: (lab) => lab.siteLines([line]),
    heal: (lab) => lab.siteLines([right]),
  };
}

const kept = `if ($host = ${site.apex}) { return 301 https://${site.host}$request_uri; }`;

const fromApex = ['RewriteEngine On', `RewriteCond %{HTTP_HOST} =${site.apex}`];

export const resetLinkFaults: readonly Fault[] = [
  redirectFault('to the home page', `if ($host = ${site.apex}) { return 301 https://${site.host}/; }`, kept),
  redirectFault('without the query', `if ($host = ${site.apex}) { return 301 https://${site.host}$uri; }`, kept),
  {
    ...redirectFault('in Apache', '', ''),
    setup: { web: 'apache-fpm' },
    inject: (lab) => lab.siteLines([...fromApex, `RewriteRule ^ https://${site.host}/ [R=301,L,QSD]`]),
    heal: (lab) => lab.siteLines([...fromApex, `RewriteRule ^ https://${site.host}%{REQUEST_URI} [R=301,L]`]),
  },
  {
    cause: 'reset-token-missing',
    problems,
    args: [...person, '--used-url', link(site.url)],
    inject: (lab) => lab.sql("UPDATE tblusers SET reset_token = '', reset_token_expiry = NULL").then(() => undefined),
    heal: (lab) => pending(lab, 2),
  },
  {
    cause: 'reset-link-expired',
    status: 1,
    args: person,
    inject: (lab) => pending(lab, -3),
    heal: (lab) => pending(lab, 2),
  },
  {
    cause: 'reset-mail-link-differs',
    problems,
    status: 1,
    inject: (lab) => mail(lab, 'https://old.billing.test/members/'),
    heal: (lab) => mail(lab, site.url),
  },
];
