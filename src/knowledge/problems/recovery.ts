/** Sections "Password Resets" and "Two-Factor Authentication" of the documented table. */
import type { Problem } from '../../model.js';
import { docs } from '../docs.js';

export const recovery: readonly Problem[] = [
  {
    id: 'invalid-reset-link-errors',
    title: 'Invalid Reset Link Errors',
    area: 'Password Resets',
    symptoms: [{ text: 'The reset link you have followed is invalid. Please try again.', note: 'An expired link has a text of its own.' }],
    documentedCause: 'The WHMCS System URL does not match the URL that the user used to access the password reset page.',
    docs: docs.index,
    proof:
      'The link that was used, the links in sent mails and every address that answers are compared with the System URL, and redirects must keep path and query.',
  },
  {
    id: 'unsent-general-emails',
    title: 'Unsent General Emails',
    area: 'Password Resets',
    symptoms: [{ text: 'The system is not successfully sending general emails, like client sign-up or order confirmations.' }],
    documentedCause: 'This issue is usually due to a misconfiguration.',
    docs: docs.index,
    proof:
      'The mail server is spoken to in stages up to its log-in, without sending; the sender’s domain, templates, queue and logs are read.',
  },
  {
    id: 'duo-security-login-failures',
    title: 'Duo Security Login Failures',
    area: 'Two-Factor Authentication',
    symptoms: [
      { text: 'You see errors or experience problems while attempting to use Duo® Security for two-factor authentication.' },
      {
        text: 'Client Duo® Security Login Failed: invalid_client: Integration type does not support frameless access.',
        note: 'As the documented table prints it; the product writes Duo Security without the sign.',
      },
      { text: 'Client Duo Security Login Failed: invalid_client: Integration type does not support frameless access.' },
    ],
    documentedCause: 'You need to update your Duo Security credentials to use Duo’s Universal Prompt system.',
    docs: docs.index,
    proof: 'Duo’s health check is asked with the operator’s keys: it names a wrong kind of application, wrong keys, and its own time.',
  },
  {
    id: 'system-timezone-issues',
    title: 'System Timezone Issues',
    area: 'Two-Factor Authentication',
    symptoms: [
      { text: 'You experience timezone-related issues in WHMCS or while running WHMCS automation.' },
      {
        text: 'The timezone used by the WHMCS cron script, <timezone>, has a <number> hour difference to the timezone used by the WHMCS UI.',
        versions: { from: '8.2' },
        note: 'System Health, Cron PHP timezone.',
      },
    ],
    documentedCause:
      'There is a timezone misconfiguration or a mismatch between the webserver’s PHP configuration and the cron engine’s PHP configuration.',
    docs: docs.index,
    proof: 'The PHP of the site and the PHP that cron calls are both run; their zones are compared now and over the year.',
  },
];
