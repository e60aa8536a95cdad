import { describe, expect, test } from 'vitest';
import disabled from '../../../checks/mail/mail-sending-disabled.js';
import unavailable from '../../../checks/mail/mail-function-unavailable.js';
import failing from '../../../checks/mail/mails-failing.js';
import waiting from '../../../checks/mail/mails-waiting.js';
import { phpView } from '../../support/php-view.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { encrypted, failure, fromPhp, hit, outbox, php, settings, throughPhp, transport } from './facts.js';

const hour = 3600;

describe('mail-sending-disabled', () => {
  const on = settings({ sendingDisabled: [{ key: 'DisableEmailSending', on: true }] });
  const off = settings({ sendingDisabled: [{ key: 'DisableEmailSending', on: false }] });
  const aborted = outbox({ failures: [failure('mail-aborted-by-configuration')] });
  test.each([
    ['the row says so', { 'mail.settings': on }, 'fail'],
    ['the row is off', { 'mail.settings': off, 'mail.outbox': aborted }, 'pass'],
    ['the mail log says so', { 'mail.settings': settings(), 'mail.outbox': aborted }, 'warn'],
    ['the log says so', { 'mail.settings': settings(), 'logs.whmcs': hit('mail-aborted-by-configuration', hour) }, 'warn'],
    ['an old entry', { 'mail.settings': settings(), 'logs.whmcs': hit('mail-aborted-by-configuration', 8 * 24 * hour) }, 'skip'],
    [
      'a mail was sent since',
      { 'mail.settings': settings(), 'mail.outbox': outbox(), 'logs.whmcs': hit('mail-aborted-by-configuration', 3 * hour) },
      'pass',
    ],
    ['nothing is known', { 'mail.settings': settings() }, 'skip'],
    ['no look', { 'mail.settings': gap('denied') }, 'unknown'],
  ])('%s', (_, facts, is) => expect(judgement(disabled, facts).is).toBe(is));
});

describe('mail-function-unavailable', () => {
  const facts = { 'mail.settings': throughPhp, 'mail.php': php, 'php.web': phpView() };
  const missing = { ...php, state: 'missing', stateWhy: 'there is no /usr/sbin/sendmail' } as const;
  test.each([
    ['all is well', {}, { is: 'pass' }],
    ['missing', { 'mail.php': missing }, { is: 'fail', cause: 'sendmail-missing', confidence: 'proved' }],
    ['missing, by its files', { 'mail.php': missing, 'php.web': phpView({ way: 'static' }) }, { is: 'fail', confidence: 'likely' }],
    ['not executable', { 'mail.php': { ...php, state: 'not-executable', stateWhy: 'x' } }, { is: 'fail', cause: 'sendmail-missing' }],
    ['disabled', { 'mail.php': { ...php, disabled: ['mail'] } }, { is: 'fail', cause: 'mail-function-disabled' }],
    ['popen disabled only', { 'mail.php': { ...php, disabled: ['popen', 'proc_open'] } }, { is: 'pass' }],
    ['empty', { 'mail.php': { ...missing, program: null, sendmailPath: '-t -i' } }, { is: 'fail', cause: 'sendmail-path-empty' }],
    ['not seen', { 'mail.php': { ...php, sendmailPath: null, program: null, state: 'unseen', stateWhy: 'not seen' } }, { is: 'skip' }],
    ['SMTP is used', { 'mail.settings': settings(), 'mail.php': missing }, { is: 'skip' }],
    ['the provider is not known', { 'mail.settings': encrypted, 'mail.php': missing }, { is: 'skip' }],
    [
      'the provider is not known, and the log tells',
      { 'mail.settings': encrypted, 'mail.php': missing, 'mail.outbox': outbox({ failures: [failure('mail-function-refused')] }) },
      { is: 'fail', cause: 'sendmail-missing' },
    ],
    ['no look', { 'mail.php': gap('io') }, { is: 'unknown' }],
  ] as const)('%s', (_, changes, said) => expect(judgement(unavailable, { ...facts, ...changes })).toMatchObject(said));
});

describe('mails-failing', () => {
  test.each([
    ['mail-body-empty', 'mail-template-broken'],
    ['mail-aborted-by-hook', 'mail-aborted-by-hook'],
    ['mail-sender-verify', 'mail-sender-unknown'],
    ['mail-data-refused', 'mail-refused-by-server'],
    ['mail-function-refused', 'mail-function-refused'],
    ['mail-smtp-unreachable', 'mail-server-unreachable'],
    ['mail-smtp-login', 'mail-login-refused'],
    ['mail-provider-refused', 'mail-provider-refuses'],
  ])('%s → %s', (message, cause) => {
    expect(judgement(failing, { 'mail.outbox': outbox({ failures: [failure(message)] }) })).toMatchObject({
      is: 'warn',
      cause,
      confidence: 'likely',
    });
    const none = outbox({ sent: 0, newestSentAgeSeconds: null });
    expect(judgement(failing, { 'mail.outbox': none, 'logs.whmcs': hit(message, hour) })).toMatchObject({ is: 'warn', cause });
  });

  test('a mail that was sent later ends it', () => {
    const over = (message: string, changes: object) =>
      judgement(failing, { 'mail.outbox': outbox({ failures: [failure(message, changes)] }) }).is;
    expect(over('mail-smtp-login', { sentSince: true })).toBe('pass');
    expect(over('mail-body-empty', { sentSince: true })).toBe('warn');
    expect(over('mail-body-empty', { sentSince: true, likeSentSince: true })).toBe('pass');
    expect(judgement(failing, { 'mail.outbox': outbox(), 'logs.whmcs': hit('mail-smtp-login', 3 * hour) }).is).toBe('pass');
  });

  test("single recipients' failures and opted-out clients are daily business", () => {
    const failures = [failure('mail-recipient-refused', { count: 40 }), failure('mail-no-recipients', { count: 9 })];
    expect(judgement(failing, { 'mail.outbox': outbox({ failures }) }).is).toBe('pass');
    expect(judgement(failing, { 'mail.outbox': outbox({ failures, sent: 0, newestSentAgeSeconds: null }) }).is).toBe('skip');
  });

  test.each([
    ['Sending Failed. Please see documentation.', 'mail-sending-failed', 'mail-provider-refuses'],
    ['SMTP Error: 452 out of resources', 'unclassified', 'mail-refused-by-server'],
    ['The service is on holiday', 'unclassified', 'mail-provider-refuses'],
    ['', 'unclassified', 'mail-provider-refuses'],
  ])('%j, and nothing was sent: a cause that is possible', (sample, message, cause) => {
    const none = outbox({ sent: 0, newestSentAgeSeconds: null, failures: [failure(message, { sample, count: 480 })] });
    expect(judgements(failing, { 'mail.outbox': none })).toMatchObject([{ is: 'warn', cause, confidence: 'possible' }]);
    const over = outbox({ failures: [failure(message, { sample, sentSince: true })] });
    expect(judgement(failing, { 'mail.outbox': over }).is).toBe('pass');
  });

  test('a reason that is known stands for those that say nothing', () => {
    const failures = [failure('mail-sending-failed'), failure('mail-smtp-login')];
    expect(judgements(failing, { 'mail.outbox': outbox({ failures }) })).toMatchObject([{ cause: 'mail-login-refused' }]);
  });

  test('a server that can be reached now contradicts the log', () => {
    const facts = { 'mail.outbox': outbox({ failures: [failure('mail-smtp-unreachable')] }), 'mail.transport': transport(null) };
    expect(judgement(failing, facts).is).toBe('warn');
    expect(judgement(failing, { ...facts, 'mail.from-php': fromPhp() }).is).toBe('pass');
  });

  test('the client named takes no such mails', () => {
    const optedOut = { count: 2, newestAgeSeconds: hour };
    expect(judgements(failing, { 'mail.outbox': outbox({ optedOut }) })).toMatchObject([{ is: 'warn', cause: 'mail-opted-out' }]);
    expect(judgement(failing, { 'mail.outbox': outbox({ optedOut: { count: 0, newestAgeSeconds: null } }) }).is).toBe('pass');
  });

  test('nothing was sent, or nothing could be seen', () => {
    expect(judgement(failing, { 'mail.outbox': outbox({ sent: 0, newestSentAgeSeconds: null }) }).is).toBe('skip');
    expect(judgement(failing, { 'mail.outbox': gap('absent', 'no table', true) }).is).toBe('skip');
    expect(judgement(failing, { 'mail.outbox': gap('timeout') }).is).toBe('unknown');
  });
});

describe('mails-waiting', () => {
  const queue = (oldestAgeSeconds: number | null, changes: object = {}) =>
    judgement(waiting, { 'mail.outbox': outbox({ waiting: { count: 3, oldestAgeSeconds, retried: 0 }, ...changes }) });
  test('for hours', () => expect(queue(3 * hour)).toMatchObject({ is: 'warn', cause: 'mail-queue-stalled', confidence: 'likely' }));
  test("by the database's clock", () => expect(queue(3 * hour, { clock: 'database' })).toMatchObject({ confidence: 'possible' }));
  test('for minutes', () => expect(queue(600).is).toBe('pass'));
  test('for nobody knows how long', () => expect(queue(null, { clock: 'unknown' }).is).toBe('skip'));
  test('two hours are the limit', () => {
    expect(queue(2 * hour).is).toBe('pass');
    expect(queue(2 * hour + 1).is).toBe('warn');
  });
  test('shows how long, and how many were tried before', () => {
    const stalled = { waiting: { count: 3, oldestAgeSeconds: 3 * hour, retried: 2 } };
    expect(queue(0, stalled)).toMatchObject({
      evidence: [
        { label: 'Mails waiting', saw: 3, want: 0 },
        { label: 'The oldest has waited for at least', saw: '3.0 hours', want: 'minutes' },
        { label: 'Tried before', saw: 2 },
      ],
    });
    expect(queue(3 * hour)).toHaveProperty('evidence.length', 2);
  });
  test('a queue that is empty needs no clock, and a full one no mail that was sent', () => {
    const none = { waiting: { count: 0, oldestAgeSeconds: null, retried: 0 }, clock: 'unknown' };
    expect(queue(null, none).is).toBe('pass');
    expect(queue(600, { sent: 0 }).is).toBe('pass');
    const of = { personal: 'email', value: 'a@b.test', class: '' };
    expect(queue(600, { of })).toMatchObject({ is: 'pass', subject: 'a@b.test' });
  });
  test('WHMCS 7 has no queue', () => expect(queue(null, { hasStates: false }).is).toBe('skip'));
  test('an empty log', () => expect(judgement(waiting, { 'mail.outbox': outbox({ sent: 0 }) }).is).toBe('skip'));
  test('no look', () => expect(judgement(waiting, { 'mail.outbox': gap('io') }).is).toBe('unknown'));
});
