import { expect, test } from 'vitest';
import { mailFailure } from '../../src/logic/mail-failure.js';

test.each([
  ['mail-aborted-by-configuration', ['Aborted by configuration']],
  ['mail-no-recipients', ['No recipients provided', 'at least one recipient']],
  ['mail-body-empty', ['message body empty']],
  ['mail-aborted-by-hook', ['aborted by hook']],
  [
    'mail-sender-verify',
    [
      'Sender verify failed',
      'The following From address failed: a@b.test',
      '553 Sender address rejected: not owned by user',
      'Sender rejected',
      'address is not owned by user x',
      '5.7.60 client not allowed to send as this sender',
    ],
  ],
  [
    'mail-smtp-login',
    [
      'SMTP Error: Could not authenticate.',
      'authentication failed',
      'Authentication unsuccessful',
      'authentication required',
      'Authentication credentials invalid',
      '535 5.7.3 x',
      '535 5.7.8 x',
      '535 5.7.9 x',
      '534 5.7.14 x',
      '530 5.7.57 x',
      '535 5.7.139 x',
    ],
  ],
  ['mail-smtp-unreachable', ['Could not connect to SMTP host', 'SMTP connect() failed', 'Failed to connect to server']],
  ['mail-function-refused', ['Could not instantiate mail function', 'Could not execute: /usr/sbin/sendmail']],
  ['mail-template-missing', ['Email Template not found']],
  ['mail-template-disabled', ['Email Template is disabled']],
  [
    'mail-recipient-refused',
    [
      'Invalid address: (to)',
      'mailbox full',
      'Mailbox is full',
      'mailbox unavailable',
      'mailbox not found',
      'over quota',
      'overquota',
      'Quota exceeded',
      'user unknown',
      'recipient unknown',
      'unknown user',
      'Unknown recipient',
      'no such user',
      'No such recipient',
      'no such mailbox',
      '550 5.1.1 x',
      '550 5.1.6 x',
      '452 4.2.2 x',
      '552 5.2.1 x',
      'The following recipients failed: x',
    ],
  ],
  ['mail-data-refused', ['550 5.7.1 x', '554 5.7.0 x', 'SMTP Error: Data not accepted.']],
  [
    'mail-provider-refused',
    ['invalid_grant', 'Invalid grant', 'the provided grant is invalid', 'Unauthorized', 'unauthorised', 'HTTP 401', 'HTTP 403'],
  ],
  ['mail-sending-failed', ['Sending failed.']],
  [
    'unclassified',
    [
      '535 5.7',
      '5.1.7 x',
      '5.1.11 x',
      '15.1.1 x',
      '3.2.2 x',
      '4.2.3 x',
      '4.2.22 x',
      '14.2.2 x',
      '15.7.1 x',
      '5.7.x',
      'HTTP 402',
      'HTTP 4011',
      'HTTP 1401',
      'invalid-grant',
      'over  quota',
      'unauthorited',
      'mailbox was full',
    ],
  ],
] as const)('%s', (message, reasons) => {
  for (const reason of reasons) {
    expect(mailFailure(reason), reason).toBe(message);
    expect(mailFailure(reason.toUpperCase()), reason).toBe(message);
    expect(mailFailure(reason.toLowerCase()), reason).toBe(message);
  }
});

// 5.7.x is a matter of policy; some codes of it are those of the log-in, and only these
test.each(['535 5.7.33 x', '535 5.7.89 x', '535 5.7.145 x', '535 5.7.570 x', '535 5.7.1390 x', '535 5.7.5 x'])(
  '%s is no log-in',
  (reason) => {
    expect(mailFailure(reason)).toBe('mail-data-refused');
  },
);

test('an enhanced code of another number is none', () => {
  expect(mailFailure('version 15.7.3')).toBe('unclassified');
});

// the first that fits counts
test.each([
  ['recipients failed: sender verify failed', 'mail-sender-verify'],
  ['recipients failed: 550 5.7.1 denied', 'mail-data-refused'],
  ['550 5.7.1 user unknown', 'mail-recipient-refused'],
  ['data not accepted: over quota', 'mail-recipient-refused'],
  ['sending failed: could not connect to SMTP host', 'mail-smtp-unreachable'],
  ['SMTP connect() failed: could not authenticate', 'mail-smtp-login'],
] as const)('%s: %s', (reason, message) => {
  expect(mailFailure(reason)).toBe(message);
});
