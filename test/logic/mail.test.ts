import { describe, expect, it } from 'vitest';
import { isFreemail, isOwnServer } from '../../src/logic/freemail.js';
import { ageOf } from '../../src/logic/local-time.js';
import { offsetAt } from '../../src/logic/time-zone.js';
import { mailFailure } from '../../src/logic/mail-failure.js';

describe('what a failure reason means', () => {
  it.each([
    ['Email sending aborted by configuration', 'mail-aborted-by-configuration'],
    ['No recipients provided for message', 'mail-no-recipients'],
    ['You must provide at least one recipient email address.', 'mail-no-recipients'],
    ['Message Body Empty', 'mail-body-empty'],
    ['Email Send Aborted By Hook', 'mail-aborted-by-hook'],
    ['Sender Verify Failed', 'mail-sender-verify'],
    ['SMTP Error: The following recipients failed: a@b.test: Sender verify failed', 'mail-sender-verify'],
    ['SMTP Error: data not accepted.', 'mail-data-refused'],
    ['Could not instantiate mail function.', 'mail-function-refused'],
    ['SMTP Error: Could not connect to SMTP host.', 'mail-smtp-unreachable'],
    ['SMTP connect() failed. https://github.com/PHPMailer', 'mail-smtp-unreachable'],
    ['SMTP Error: Could not authenticate.', 'mail-smtp-login'],
    ['Sending Failed. Please see documentation.', 'mail-sending-failed'],
    ['SMTP Error: The following recipients failed: nobody@b.test: User unknown', 'mail-recipient-refused'],
    ['SMTP Error: The following recipients failed: a@b.test: 452 4.2.2 Mailbox full', 'mail-recipient-refused'],
    ['SMTP Error: The following recipients failed: a@b.test: 550 5.7.1 Relaying denied', 'mail-data-refused'],
    ['550 5.1.1 unauthorized recipient', 'mail-recipient-refused'],
    ['Unauthorized (401): invalid_grant: the provided grant is invalid', 'mail-provider-refused'],
    ['Client error: POST https://api.mail.test resulted in a 403 Forbidden response', 'mail-provider-refused'],
    ['535 5.7.139 Authentication unsuccessful', 'mail-smtp-login'],
    ['530 5.7.57 Client not authenticated to send mail', 'mail-smtp-login'],
    ['The service is on holiday', 'unclassified'],
    ['', 'unclassified'],
  ])('%s', (reason, message) => expect(mailFailure(reason)).toBe(message));
});

describe('free mailboxes', () => {
  it('go out through their own servers', () => {
    expect(isFreemail('Yahoo.com')).toBe(true);
    expect(isFreemail('acme.example')).toBe(false);
    expect(isOwnServer('yahoo.com', 'smtp.mail.yahoo.com.')).toBe(true);
    expect(isOwnServer('gmail.com', 'smtp-relay.gmail.com')).toBe(true);
    expect(isOwnServer('yahoo.com', 'notyahoo.com')).toBe(false);
    expect(isOwnServer('yahoo.com', 'mail.acme.example')).toBe(false);
  });
});

describe("ages by PHP's clock", () => {
  const noon = Date.UTC(2026, 6, 1, 12);
  it.each([
    ['UTC', 0],
    ['Europe/Berlin', 7200],
    ['America/St_Johns', -9000],
    ['Nowhere/At_All', null],
  ])('%s is ahead by %s seconds', (zone, seconds) => expect(offsetAt(zone, noon)).toBe(seconds));
  it('counts from the local time that was written', () => {
    expect(ageOf('2026-07-01 13:00:00', 7200, noon)).toBe(3600);
    expect(ageOf('2026-07-01 15:00:00', 0, noon)).toBe(0);
    expect(ageOf('0000-00-00 00:00:00', 0, noon)).toBeNull();
    expect(ageOf('soon', 0, noon)).toBeNull();
  });
});
