/** Mails that WHMCS should send do not arrive. */
import type { Tale } from '../../model.js';

export const unsentGeneralEmails: Tale = {
  problem: 'unsent-general-emails',
  phrases: [
    { text: 'The system is not successfully sending general emails', points: 9 },
    { text: 'Email sending aborted', points: 5, apart: 6 },
    { text: 'There was an error sending the email. Please try again.', points: 5 },
    { text: 'This email cannot be sent. Please contact admin for support.', points: 6 },
    { text: 'There was an error sending the confirmation email', points: 6 },
    { text: 'SMTP connect() failed', points: 6 },
    { text: 'SMTP Error: Could not connect to SMTP host', points: 7 },
    { text: 'SMTP Error: Could not authenticate', points: 7 },
    { text: 'SMTP Error: data not accepted', points: 7 },
    { text: 'Could not instantiate mail function', points: 7 },
    { text: 'The following From address failed', points: 6 },
  ],
  signs: [
    {
      when: ['mail-missing', 'mail-kind'],
      points: 6.4,
      example: 'Order confirmations are not sent',
      counterExample: 'Order numbers are not sequential',
      unless: ['mail-import'],
    },
    {
      when: ['mail-missing', 'password-reset'],
      points: 6.4,
      example: 'The password reset email never arrives',
      counterExample: 'The password reset page has a typo',
    },
    {
      when: ['mail-missing', 'whmcs'],
      points: 5.4,
      example: 'WHMCS does not send any emails',
      counterExample: 'WHMCS does not show any products',
      unless: ['mail-import'],
    },
    {
      when: ['mail-missing', 'client-area'],
      points: 5,
      example: 'Customers do not receive our emails',
      counterExample: 'Customers do not receive our parcels',
      unless: ['mail-import'],
    },
    {
      when: ['mail-missing', 'mail-transport'],
      points: 5.6,
      example: 'No email goes out, SMTP says connection refused',
      counterExample: 'The SMTP relay is a product of ours',
    },
    {
      when: ['mail-missing'],
      points: 3.8,
      example: 'emails are not being sent',
      counterExample: 'emails are nice',
      unless: ['mail-import'],
    },
    {
      when: ['mail-transport', 'trouble', 'whmcs'],
      points: 4.4,
      example: 'WHMCS: SMTP error when saving mail settings',
      counterExample: 'WHMCS sells SMTP relays',
      unless: ['mail-import'],
    },
    {
      when: ['mail-transport', 'mail', 'trouble'],
      points: 4,
      example: 'phpmailer error, mail not accepted',
      counterExample: 'A mail about sendmail',
      unless: ['mail-import'],
    },
  ],
  counterExample: 'There was an error printing the label. Please try again.',
  question: 'Are mails that WHMCS should send (welcome, order, invoice, reset) missing?',
  steps: [
    {
      text: 'Read Configuration > System Logs > Email Message Log and the Activity Log: a failed mail names its reason there.',
      risk: 'none',
    },
    {
      text: 'At General Settings > Mail see that Disable Email Sending is off, and use Test Configuration of the mail provider.',
      risk: 'low',
    },
    {
      text: 'See whether one kind of mail is concerned (its template, the client’s preferences) or all (the provider, the cron).',
      risk: 'none',
    },
  ],
};
