import { describe, expect, test } from 'vitest';
import check from '../../../checks/license/license-server-unreachable.js';
import type { Reach } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { certificate, control, curl, failing, reached, server, servers, urlA, urlB } from './fixtures.js';

const both = (reach: Reach | null, more: Parameters<typeof servers>[2] = {}) => servers(server(urlA, reach), server(urlB, reach), more);
const untrusted = (issuer: string) =>
  failing('tls', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', {
    certificate: certificate('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', issuer),
    httpStatus: 200,
  });

describe('the blame, where the control answers', () => {
  test.each([
    ['no such name', null, 'license-name-unresolvable'],
    ['refused', failing('tcp', 'ECONNREFUSED'), 'license-connection-refused'],
    ['a resolver that says 0.0.0.0', failing('tcp', 'ECONNREFUSED', { address: '0.0.0.0' }), 'license-intercepted'],
    ['a resolver that leads inside', failing('tls', 'EPROTO', { address: '10.0.0.1' }), 'license-intercepted'],
    ['silent', failing('tcp', 'ETIMEDOUT'), 'license-connection-timeout'],
    ['no route', failing('tcp', 'EHOSTUNREACH'), 'license-connection-timeout'],
    ['silent in TLS', failing('tls', 'ETIMEDOUT'), 'license-tls-failing'],
    ['not TLS', failing('tls', 'EPROTO'), 'license-tls-failing'],
    ['expired', failing('tls', 'CERT_HAS_EXPIRED', { certificate: certificate('CERT_HAS_EXPIRED') }), 'license-tls-failing'],
    [
      'other name',
      failing('tls', 'ERR_TLS_CERT_ALTNAME_INVALID', { certificate: certificate('ERR_TLS_CERT_ALTNAME_INVALID') }),
      'license-tls-failing',
    ],
    ['a public authority unknown here', untrusted("C=US, O=Let's Encrypt, CN=R11"), 'license-tls-failing'],
    ['an authority nobody knows', untrusted('CN=ACME Web Filter'), 'license-intercepted'],
    ['forbidden', reached(4, 403), 'license-http-refused'],
    ['out of order', reached(4, 503), 'license-http-refused'],
    ['closed without an answer', failing('http', 'ECONNRESET'), 'license-http-refused'],
  ] as const)('%s', (_, reach, cause) => {
    expect(judgement(check, { 'license.servers': both(reach) })).toMatchObject({ is: 'fail', cause, confidence: 'proved' });
  });
});

describe('the blame, where the control fails too', () => {
  test.each([
    ['no names at all', null, null, 'outbound-blocked'],
    ['everything dropped', failing('tcp', 'ETIMEDOUT'), failing('tcp', 'ETIMEDOUT'), 'outbound-blocked'],
    ['everything reset in TLS', failing('tls', 'ECONNRESET'), failing('tls', 'ECONNRESET'), 'outbound-blocked'],
    ['a proxy that wants a password', reached(4, 407), reached(4, 407), 'outbound-blocked'],
    ['everything opened by a filter', untrusted('CN=ACME Web Filter'), untrusted('CN=ACME Web Filter'), 'license-intercepted'],
    [
      'a clock that makes all certificates look expired',
      failing('tls', 'CERT_HAS_EXPIRED'),
      failing('tls', 'CERT_HAS_EXPIRED'),
      'license-tls-failing',
    ],
    ['the control fails later', failing('tcp', 'ECONNREFUSED'), failing('tls', 'EPROTO'), 'license-connection-refused'],
  ] as const)('%s', (_, reach, other, cause) => {
    expect(judgement(check, { 'license.servers': both(reach, { controls: [control(other)] }) })).toMatchObject({ is: 'fail', cause });
  });
});

describe('one of two', () => {
  test('warns, for the other one serves', () => {
    const found = judgements(check, { 'license.servers': servers(server(urlA, reached()), server(urlB, failing('tcp', 'ECONNREFUSED'))) });
    expect(found).toMatchObject([{ is: 'warn', cause: 'license-connection-refused', subject: 'b.licensing.whmcs.com' }]);
  });

  test('IPv6 alone is enough', () => {
    const six = server(urlA, failing('tcp', 'ETIMEDOUT'), { ipv6: reached(6) });
    expect(judgement(check, { 'license.servers': servers(six, six) }).is).toBe('pass');
  });
});

describe('an entry in the hosts file', () => {
  const hostsFile = '127.0.0.1 a.licensing.whmcs.com';
  test('that leads nowhere is the cause', () => {
    const a = server(urlA, failing('tcp', 'ECONNREFUSED'), { hostsFile });
    const b = server(urlB, failing('tcp', 'ECONNREFUSED'), { hostsFile });
    expect(judgement(check, { 'license.servers': servers(a, b) })).toMatchObject({ is: 'fail', cause: 'license-hosts-file-override' });
  });

  test('that works is only a warning', () => {
    const found = judgements(check, { 'license.servers': servers(server(urlA, reached(), { hostsFile }), server(urlB, reached())) });
    expect(found).toMatchObject([{ is: 'warn', cause: 'license-hosts-file-override', confidence: 'possible' }]);
  });

  test('that leads one family astray while the other, which it leaves alone, works', () => {
    const line = '198.51.100.20 a.licensing.whmcs.com';
    const a = server(urlA, failing('tcp', 'ECONNREFUSED'), { hostsFile: line, ipv6: reached(6) });
    const facts = { 'license.servers': servers(a, server(urlB, reached())) };
    expect(judgement(check, facts)).toMatchObject({ is: 'warn', cause: 'license-hosts-file-override', confidence: 'likely' });
    const php = { servers: [curl(urlA, 7), curl(urlB, 0)], controls: [], extension: true, disabled: [] };
    expect(judgement(check, { ...facts, 'license.from-php': php })).toMatchObject({ is: 'fail', confidence: 'proved' });
  });
});

describe('no false alarm', () => {
  test('reached, also with 404', () => {
    expect(judgement(check, { 'license.servers': both(reached()) }).is).toBe('pass');
    expect(judgement(check, { 'license.servers': both(reached(4, 404)) }).is).toBe('pass');
  });

  test('the web PHP goes through a proxy that this shell does not use', () => {
    const facts = {
      'license.servers': both(failing('tcp', 'ETIMEDOUT'), { proxyVariables: ['https_proxy'] }),
      'license.from-php': { servers: [curl(urlA, 0), curl(urlB, 0)], controls: [], extension: true, disabled: [] },
    };
    expect(judgement(check, facts).is).toBe('pass');
  });
});

test('without a look there is no answer', () => {
  expect(judgement(check, { 'license.servers': gap('disabled') }).is).toBe('skip');
  expect(judgement(check, { 'license.servers': gap('io') }).is).toBe('unknown');
});
