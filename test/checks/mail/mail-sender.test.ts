import { describe, expect, test } from 'vitest';
import unauthorised from '../../../checks/mail/mail-sender-unauthorised.js';
import unusable from '../../../checks/mail/mail-template-unusable.js';
import type { MailSender, MailSettings, MailTemplate } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { encrypted, hit, outbox, sender, settings, smtp, throughPhp } from './facts.js';

describe('mail-sender-unauthorised', () => {
  const judge = (changes: Partial<MailSender>, set: MailSettings = settings()) =>
    judgement(unauthorised, { 'mail.settings': set, 'mail.sender': { ...sender, ...changes } });
  const spf = { ...sender.spf, records: 1, text: 'v=spf1', lookups: 1, voids: 0, open: false, permanentError: null };
  const costly = { ...spf, lookups: 12, permanentError: '12 terms need a DNS question', errorKind: 'limit' } as const;
  const strict = { at: 'acme.test', policy: 'quarantine' } as const;
  const yahoo = { domain: 'yahoo.com', freemail: true, dmarc: { at: 'yahoo.com', policy: 'reject' } } as const;

  test.each([
    ['the domain does not exist', { exists: false }, 'sender-domain-unknown'],
    ['null MX', { mx: null }, 'sender-domain-refuses-mail'],
    ['SPF', { spf: { ...spf, permanentError: '2 records begin with v=spf1', errorKind: 'records' } as const }, 'sender-spf-broken'],
    [
      'SPF, not understood',
      { spf: { ...spf, permanentError: '"x" is not understood', errorKind: 'syntax' } as const },
      'sender-spf-broken',
    ],
    ['too many questions, where DMARC counts on SPF', { spf: costly, dmarc: strict }, 'sender-spf-broken'],
    ['a free mailbox', yahoo, 'sender-dmarc-misaligned'],
  ])('%s', (_, changes, cause) => expect(judge(changes)).toMatchObject({ is: 'warn', cause }));

  test.each([
    ['no SPF, no DMARC', { spf: null, dmarc: null }],
    ['too many questions', { spf: costly }],
    ['too many questions, where DKIM carries DMARC', { spf: costly, dmarc: strict, dkim: ['default'] }],
    ['+all', { spf: { ...spf, open: true } }],
    ['no MX', { mx: [] }],
    ['a strict policy of its own', { dmarc: { at: 'acme.test', policy: 'reject' } as const }],
    ['a free mailbox without a strict policy', { ...yahoo, dmarc: { at: 'gmail.com', policy: 'none' } as const }],
  ])('%s is no finding', (_, changes) => expect(judge(changes).is).toBe('pass'));

  test('a free mailbox through its own server, or nobody knows through which', () => {
    expect(judge(yahoo, settings({ smtp: { ...smtp, host: 'smtp.mail.yahoo.com' } })).is).toBe('pass');
    expect(judge(yahoo, encrypted).is).toBe('pass');
    expect(judge(yahoo, throughPhp)).toMatchObject({ cause: 'sender-dmarc-misaligned' });
  });

  test('a name of the inside', () => expect(judge({ exists: false, domain: 'billing.local' }).is).toBe('skip'));

  test('the setting itself', () => {
    const set = (changes: Partial<NonNullable<MailSettings['sender']>>) =>
      judgement(unauthorised, { 'mail.settings': settings({ sender: { key: 'Email', address: null, domain: null, ...changes } }) });
    expect(set({})).toMatchObject({ is: 'fail', cause: 'sender-address-missing' });
    expect(set({ address: { personal: 'email', value: 'nobody', class: '' } })).toMatchObject({
      is: 'warn',
      cause: 'sender-address-missing',
    });
    expect(judgement(unauthorised, { 'mail.settings': settings({ sender: null }) }).is).toBe('skip');
  });

  test('without a look', () => {
    const none = (code: 'disabled' | 'io', beyond?: true) =>
      judgement(unauthorised, { 'mail.settings': settings(), 'mail.sender': gap(code, 'x', beyond) }).is;
    expect(none('disabled')).toBe('skip');
    expect(none('io', true)).toBe('skip');
    expect(none('io')).toBe('unknown');
  });
});

describe('mail-template-unusable', () => {
  const template = (name: string, state: MailTemplate['state'], reset = false): MailTemplate => ({ name, state, reset, why: null });
  const judge = (...templates: MailTemplate[]) => judgements(unusable, { 'mail.templates': { templates } });
  const reset = (state: MailTemplate['state']) => template('Password Reset Validation', state, true);

  test.each([
    ['missing', 'mail-template-missing'],
    ['disabled', 'mail-template-disabled'],
    ['subject-empty', 'mail-template-broken'],
    ['body-empty', 'mail-template-broken'],
    ['body-broken', 'mail-template-broken'],
  ] as const)('the reset template is %s', (state, cause) =>
    expect(judge(reset(state))).toMatchObject([{ is: 'fail', cause, subject: 'Password Reset Validation' }]),
  );

  test('a list without texts and switches proves nothing but what is missing', () => {
    expect(judge(reset('unseen'), template('Order Confirmation', 'unseen'))).toMatchObject([{ is: 'skip' }]);
    expect(judge(reset('missing'), template('Order Confirmation', 'unseen'))).toMatchObject([
      { is: 'fail', cause: 'mail-template-missing' },
    ]);
  });

  test('others warn, but for what is switched off on purpose', () => {
    expect(judge(reset('usable'), template('Order Confirmation', 'missing'))).toMatchObject([
      { is: 'warn', cause: 'mail-template-missing' },
    ]);
    expect(judge(reset('usable'), template('Order Confirmation', 'disabled'))).toMatchObject([
      { is: 'pass', note: expect.stringContaining('Order Confirmation') as string },
    ]);
  });

  test("WHMCS's own log, unless a mail was sent since", () => {
    const facts = { 'mail.templates': { templates: [reset('usable')] }, 'logs.whmcs': hit('mail-template-missing', 3600) };
    expect(judgement(unusable, facts)).toMatchObject({ is: 'warn', cause: 'mail-template-missing' });
    expect(judgement(unusable, { ...facts, 'mail.outbox': outbox({ newestSentAgeSeconds: 60 }) }).is).toBe('pass');
  });

  test('without a look', () => {
    expect(judgement(unusable, { 'mail.templates': gap('absent', 'none', true) }).is).toBe('skip');
    expect(judgement(unusable, { 'mail.templates': gap('io') }).is).toBe('unknown');
  });
});
