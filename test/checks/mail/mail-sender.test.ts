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

  test('every reason is named: mending one leaves the others', () => {
    const facts = { 'mail.settings': throughPhp, 'mail.sender': { ...sender, ...yahoo, mx: null, spf: costly } };
    expect(judgements(unauthorised, facts)).toMatchObject(
      ['sender-domain-refuses-mail', 'sender-spf-broken', 'sender-dmarc-misaligned'].map((cause) => ({ is: 'warn', cause })),
    );
  });

  test.each([
    ...['local', 'localdomain', 'localhost', 'internal', 'intranet', 'lan', 'corp', 'home', 'home.arpa'].flatMap((name) => [
      [name, 'skip'],
      [`shop.${name}`, 'skip'],
      [`${name}.example.com`, 'warn'],
      [`shop.my${name}`, 'warn'],
    ]),
    ['homexarpa.test', 'warn'],
    ['intern', 'skip'],
  ])('%s, which public DNS does not know: %s', (domain, is) => expect(judge({ exists: false, domain }).is).toBe(is));

  test.each([
    ['none', null],
    ['p=unknown at acme.test', { at: 'acme.test', policy: null }],
    ['p=none at acme.test', { at: 'acme.test', policy: 'none' }],
  ] as const)('shows the policy: %s', (saw, dmarc) => {
    expect(judge({ dmarc, mx: ['a.test', 'b.test', 'c.test', 'd.test'], dkim: ['default', 'mail'] })).toMatchObject({
      evidence: [
        { label: 'SPF' },
        { label: 'DMARC', saw },
        { label: 'MX', saw: 'a.test, b.test, c.test' },
        { label: 'DKIM keys', saw: 'default, mail' },
      ],
    });
  });

  test.each([
    ['several records, whoever recorded them', { ...spf, records: 2, permanentError: 'two' }, 'warn'],
    ['a limit, without a policy', { ...spf, records: 1, permanentError: 'twelve terms' }, 'pass'],
    ['a limit, with a strict policy', { ...spf, records: 1, permanentError: 'twelve terms' }, 'warn', 'reject'],
    ['a record without a text', { ...spf, records: 2, text: null, permanentError: 'two' }, 'warn'],
  ] as const)('a record of a bundle that tells no kind of error: %s', (_, record, is, policy?: 'reject') => {
    const said = judge({ spf: record, dmarc: policy === undefined ? null : { at: 'acme.test', policy } });
    expect(said.is).toBe(is);
    if (is === 'warn')
      expect(said).toMatchObject({ evidence: [{ saw: record.permanentError }, { label: 'Record', saw: record.text ?? '' }] });
  });

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

  test.each([
    ['mail-template-missing', 'WHMCS’s log says "Email Template not found"', 'disabled', 2],
    ['mail-template-missing', 'The mail template "Password Reset Validation" is missing', 'missing', 1],
    ['mail-template-disabled', 'WHMCS’s log says "Email Template is disabled"', 'missing', 2],
    ['mail-template-disabled', 'The mail template "Password Reset Validation" is disabled, so nobody can reset a password', 'disabled', 1],
  ] as const)('%s of the log and the table: %s', (message, title, state, count) => {
    const found = judgements(unusable, { 'mail.templates': { templates: [reset(state)] }, 'logs.whmcs': hit(message, 60) });
    expect(found).toHaveLength(count);
    expect(found).toContainEqual(expect.objectContaining({ cause: message, title }));
  });

  test('names what can be used, and what is wrong with the rest', () => {
    expect(judge(reset('usable'), template('A', 'usable'), template('B', 'disabled'))).toMatchObject([
      { is: 'pass', evidence: [{ label: 'Templates', saw: 'Password Reset Validation, A' }], note: 'disabled, and so not sent: B' },
    ]);
    for (const [state, saw] of [
      ['missing', 'not in the table'],
      ['subject-empty', 'without a subject'],
      ['body-empty', 'without a text'],
      ['body-broken', 'broken'],
    ] as const)
      expect(judge(reset(state))).toMatchObject([
        { evidence: [{ label: 'Password Reset Validation', saw, want: 'enabled, with subject and text' }] },
      ]);
  });

  test('without a look', () => {
    expect(judgement(unusable, { 'mail.templates': gap('absent', 'none', true) }).is).toBe('skip');
    expect(judgement(unusable, { 'mail.templates': gap('io') }).is).toBe('unknown');
  });
});
