import { describe, expect, test } from 'vitest';
import check from '../../../checks/mail/mail-server-failing.js';
import { gap, judgement } from '../../support/judge.js';
import { certificate, conversation, fromPhp, outbox, settings, smtp, transport } from './facts.js';

const judge = (seen: ReturnType<typeof transport>, more: object = {}) =>
  judgement(check, {
    'mail.settings': settings(),
    'mail.transport': seen,
    'clock.now': { epochMs: Date.parse('2026-07-01T00:00:00Z') },
    ...more,
  });

describe('the blame', () => {
  const others = [{ port: 465, reached: true, code: null }];
  test.each([
    ['no such name', transport({ stage: 'dns', code: 'ENOTFOUND' }), 'mail-server-unresolvable', 'proved'],
    ['a resolver that fails', transport({ stage: 'dns', code: 'EAI_AGAIN' }), 'mail-server-unresolvable', 'likely'],
    ['refused', transport({}), 'mail-server-unreachable', 'proved'],
    ['refused, another port answers', transport({}, { others }), 'mail-server-unreachable', 'proved'],
    ['silent', transport({ code: 'ETIMEDOUT' }), 'mail-server-unreachable', 'proved'],
    ['silent, another port answers', transport({ code: 'ETIMEDOUT' }, { others }), 'mail-port-blocked', 'likely'],
    [
      'silent, and the control too',
      transport({ code: 'ETIMEDOUT' }, { control: { host: 'mx.example.com', port: 587, reached: false } }),
      'mail-port-blocked',
      'likely',
    ],
    [
      'silent, the control answers',
      transport({ code: 'ETIMEDOUT' }, { control: { host: 'mx.example.com', port: 587, reached: true } }),
      'mail-server-unreachable',
      'proved',
    ],
    ['554', transport({ stage: 'banner', code: 'EPROTO', reply: '554 5.7.1 blocked' }), 'mail-server-refuses', 'proved'],
    ['421', transport({ stage: 'banner', code: 'EPROTO', reply: '421 4.7.0 later' }), 'mail-server-refuses', 'likely'],
    ['454 to EHLO', transport({ stage: 'hello', code: 'EPROTO', reply: '454 4.3.0 later' }), 'mail-server-refuses', 'likely'],
    ['hangs up', transport({ stage: 'banner', code: 'ECONNRESET' }), 'mail-server-refuses', 'proved'],
    [
      'waits for TLS',
      transport({ stage: 'banner', code: 'ETIMEDOUT' }, { otherWay: 'implicit-tls' }),
      'mail-encryption-mismatch',
      'proved',
    ],
    ['SSL at a plain port', transport({ stage: 'tls', code: 'EPROTO' }, { otherWay: 'plain' }), 'mail-encryption-mismatch', 'proved'],
    ['handshake', transport({ stage: 'tls', code: 'EPROTO' }), 'mail-server-tls-failing', 'proved'],
    [
      'no STARTTLS',
      transport(null, { conversation: conversation({ stage: 'starttls', code: 'EPROTO', reply: '502' }, { offersStartTls: false }) }),
      'mail-encryption-mismatch',
      'proved',
    ],
    ['STARTTLS refused', transport({ stage: 'starttls', code: 'EPROTO', reply: '454' }), 'mail-server-tls-failing', 'proved'],
    [
      'a wrong password',
      transport(null, {
        loginTried: true,
        conversation: conversation({ stage: 'login', code: 'EPROTO', reply: '535 5.7.8' }, { login: 'refused' }),
      }),
      'mail-login-refused',
      'proved',
    ],
  ] as const)('%s', (_, seen, cause, confidence) => {
    const said = judge(seen);
    expect(said).toMatchObject({ cause, confidence, subject: 'mail.acme.test:587' });
    expect(['fail', 'warn']).toContain(said.is);
  });

  test('what comes later only warns', () => {
    expect(judge(transport({ stage: 'banner', reply: '421 later' })).is).toBe('warn');
  });

  test('of a server that greets late nothing is said, but by PHP', () => {
    const late = transport({ stage: 'banner', code: 'ETIMEDOUT' });
    expect(judge(late).is).toBe('unknown');
    expect(judge(late, { 'mail.from-php': fromPhp({ banner: null }) }).is).toBe('unknown');
    expect(judge(late, { 'mail.from-php': fromPhp() }).is).toBe('pass');
    expect(judge(late, { 'mail.from-php': fromPhp({ connected: false, banner: null, error: 'Connection refused' }) })).toMatchObject({
      is: 'fail',
      cause: 'mail-port-blocked',
    });
  });

  test('rows without a server', () => {
    const rows = { 'mail.settings': settings({ smtp: null, incomplete: 'SMTPHost is empty' }) };
    expect(judge(transport(null), { ...rows, 'mail.transport': gap('absent') })).toMatchObject({ is: 'fail', cause: 'mail-server-unset' });
  });
});

describe('what PHP sees', () => {
  const failing = (error: string, inTls = false) => fromPhp({ connected: false, banner: null, error, inTls });
  test.each([
    ['PHP alone is blocked', failing('Connection refused'), 'mail-port-blocked', 'proved'],
    ['PHP alone meets silence', failing('Connection timed out'), 'mail-port-blocked', 'likely'],
    ['PHP does not trust it', failing('certificate verify failed', true), 'mail-certificate-invalid', 'likely'],
    ['PHP has no cipher for it', failing('SSL handshake failure', true), 'mail-server-tls-failing', 'likely'],
    [
      'PHP cannot look it up',
      failing('php_network_getaddresses: getaddrinfo failed: Name or service not known'),
      'mail-server-unresolvable',
      'proved',
    ],
    [
      'PHP is led to the local server',
      fromPhp({ banner: '220 host.panel.test ESMTP Exim', localBanner: '220 host.panel.test ESMTP Exim' }),
      'mail-port-blocked',
      'proved',
    ],
  ] as const)('%s', (_, php, cause, confidence) => {
    expect(judge(transport(null), { 'mail.from-php': php })).toMatchObject({ is: 'fail', cause, confidence });
  });

  test('PHP does not trust it, and mail was sent all the same', () => {
    const facts = { 'mail.from-php': failing('certificate verify failed', true), 'mail.outbox': outbox() };
    expect(judge(transport(null), facts).is).toBe('pass');
  });

  test('this program is blocked, PHP is not', () => {
    expect(judge(transport({ code: 'ETIMEDOUT' }), { 'mail.from-php': fromPhp() }).is).toBe('pass');
    expect(judge(transport({ stage: 'banner', reply: '554 no' }), { 'mail.from-php': fromPhp() }).is).toBe('fail');
  });

  test('servers of one name greet with several names, and the mail server may be this machine', () => {
    expect(judge(transport(null), { 'mail.from-php': fromPhp({ banner: '220 mx7.acme.test ESMTP' }) }).is).toBe('pass');
    expect(judge(transport(null), { 'mail.from-php': fromPhp({ localBanner: '220 mail.acme.test ESMTP' }) }).is).toBe('pass');
  });
});

describe('the certificate', () => {
  const bad = (error: string, changes = {}) =>
    transport(null, { conversation: conversation(null, { certificate: certificate({ authorized: false, error, ...changes }) }) });
  const expired = bad('CERT_HAS_EXPIRED', { validTo: '2026-06-30T23:30:00.000Z' });

  test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'])('%s', (error) => {
    expect(judge(bad(error))).toMatchObject({ is: 'fail', cause: 'mail-certificate-invalid', confidence: 'likely' });
  });

  test('that was as bad when the last mail was sent is silent', () => {
    expect(judge(bad('DEPTH_ZERO_SELF_SIGNED_CERT'), { 'mail.outbox': outbox() }).is).toBe('pass');
    expect(judge(expired, { 'mail.outbox': outbox() }).is).toBe('fail');
    expect(judge(expired, { 'mail.outbox': outbox({ newestSentAgeSeconds: 600 }) }).is).toBe('pass');
  });

  test('that nobody asked for is silent', () => {
    const plain = { ...smtp, encryption: 'none' } as const;
    expect(judge({ ...bad('DEPTH_ZERO_SELF_SIGNED_CERT'), settings: plain }).is).toBe('pass');
  });
});

test('all is well', () => expect(judge(transport(null)).is).toBe('pass'));

test('without a look there is no answer', () => {
  const none = (code: 'unsupported' | 'disabled' | 'io') =>
    judgement(check, { 'mail.settings': settings(), 'mail.transport': gap(code) }).is;
  expect(none('unsupported')).toBe('skip');
  expect(none('disabled')).toBe('skip');
  expect(none('io')).toBe('unknown');
  expect(judgement(check, { 'mail.settings': gap('io') }).is).toBe('unknown');
});
