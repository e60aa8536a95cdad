import { describe, expect, it, test } from 'vitest';
import {
  blame,
  brokenIpv6,
  failureOf,
  isLedAstray,
  reachabilityOf,
  refuses,
  type Unreached,
  type UnreachedCause,
} from '../../src/logic/reachability.js';
import type { ServerReach } from '../../src/model.js';
import { certificate, control, failing, goodControl, reached, server, urlA } from '../checks/license/fixtures.js';

const v6 = { family: 6 } as const;

describe('one server', () => {
  test('the family that came furthest speaks for the server', () => {
    const both = server(urlA, failing('tcp', 'ETIMEDOUT'), { ipv6: failing('tls', 'EPROTO', v6) });
    expect(reachabilityOf(both)).toMatchObject({ reached: false, stage: 'tls', code: 'EPROTO' });
  });

  it.each([
    ['dns', 'tcp'],
    ['tcp', 'tls'],
    ['tls', 'http'],
  ] as const)('that fails at %s over one family and at %s over the other came as far as the latter', (early, late) => {
    expect(reachabilityOf(server(urlA, failing(early, 'A'), { ipv6: failing(late, 'B', v6) }))).toMatchObject({ stage: late, code: 'B' });
    expect(reachabilityOf(server(urlA, failing(late, 'B'), { ipv6: failing(early, 'A', v6) }))).toMatchObject({ stage: late, code: 'B' });
  });

  test('IPv4 speaks for it where both families come equally far', () => {
    expect(reachabilityOf(server(urlA, failing('tcp', 'ETIMEDOUT'), { ipv6: failing('tcp', 'ECONNREFUSED', v6) }))).toMatchObject({
      code: 'ETIMEDOUT',
      address: '198.51.100.20',
    });
    const ipv4 = reached(4);
    expect(reachabilityOf(server(urlA, ipv4, { ipv6: reached(6) }))).toEqual({ reached: true, by: ipv4 });
  });

  test('an IPv6 address alone is enough', () => {
    const ipv6 = reached(6);
    expect(reachabilityOf(server(urlA, null, { ipv6 }))).toEqual({ reached: true, by: ipv6 });
  });

  it.each<[string, ServerReach['lookup'], string]>([
    ['IPv4’s answer', { ipv4: 'EAI_AGAIN', ipv6: 'ENOTFOUND' }, 'EAI_AGAIN'],
    ['IPv6’s where IPv4 was not asked', { ipv4: null, ipv6: 'ENOTFOUND' }, 'ENOTFOUND'],
    ['no data where neither says anything', { ipv4: null, ipv6: null }, 'ENODATA'],
  ])('without any address the look-up is what failed: %s', (_, lookup, code) => {
    expect(reachabilityOf(server(urlA, null, { lookup }))).toEqual({
      reached: false,
      stage: 'dns',
      code,
      address: null,
      certificate: null,
    });
  });

  test('a refusal over one family does not hide an answer over the other', () => {
    expect(reachabilityOf(server(urlA, reached(4, 403), { ipv6: reached(6, 200) })).reached).toBe(true);
  });

  test('an answer that lets nobody through is a failure of its own', () => {
    expect(failureOf(reached(4, 503))).toMatchObject({ reached: false, stage: 'http', code: 'HTTP 503', address: '198.51.100.20' });
    expect(failureOf({ ...reached(4), httpStatus: null })).toMatchObject({ stage: 'http', code: 'HTTP 0' });
  });
});

test.each([
  [200, false],
  [301, false],
  [400, false],
  [401, true],
  [402, false],
  [404, false],
  [403, true],
  [407, true],
  [428, false],
  [429, true],
  [430, false],
  [451, true],
  [499, false],
  [500, true],
  [503, true],
  [null, false],
])('status %s refuses: %s', (status, is) => {
  expect(refuses(status)).toBe(is);
});

/** The blame for a server that failed like this, while the others did like that. */
function blamed(one: ServerReach, ...controls: readonly ServerReach[]): UnreachedCause {
  const failure = reachabilityOf(one);
  if (failure.reached) throw new Error('it was reached');
  return blame(one, failure, controls);
}

const unknown = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
const tls = (code: string, issuer?: string) => failing('tls', code, { certificate: certificate(code, issuer) });

describe('the blame, where other servers are reached,', () => {
  it.each<[UnreachedCause, ServerReach]>([
    ['license-name-unresolvable', server(urlA, null)],
    ['license-connection-refused', server(urlA, failing('tcp', 'ECONNREFUSED'))],
    ['license-connection-refused', server(urlA, failing('tcp', 'ECONNRESET'))],
    ['license-connection-timeout', server(urlA, failing('tcp', 'ETIMEDOUT'))],
    ['license-connection-timeout', server(urlA, failing('tcp', 'ECONNABORTED'))],
    ['license-tls-failing', server(urlA, failing('tls', 'EPROTO'))],
    ['license-tls-failing', server(urlA, tls('CERT_HAS_EXPIRED'))],
    ['license-http-refused', server(urlA, reached(4, 403))],
    ['license-hosts-file-override', server(urlA, failing('tcp', 'ECONNREFUSED'), { hostsFile: '198.51.100.20 a.licensing.whmcs.com' })],
    ['license-intercepted', server(urlA, failing('tcp', 'ECONNREFUSED', { address: '10.0.0.1' }))],
    ['license-intercepted', server(urlA, failing('tcp', 'ECONNREFUSED', { address: '127.0.0.1' }))],
  ])('is %s', (cause, one) => {
    expect(blamed(one, goodControl)).toBe(cause);
  });

  it('is the same where one of two is reached', () => {
    const one = server(urlA, failing('tcp', 'ETIMEDOUT'));
    expect(blamed(one, control(failing('tcp', 'ETIMEDOUT')), goodControl)).toBe('license-connection-timeout');
    expect(blamed(one, goodControl, control(failing('tcp', 'ETIMEDOUT')))).toBe('license-connection-timeout');
  });

  it('is the same where no other was tried', () => {
    expect(blamed(server(urlA, failing('tcp', 'ETIMEDOUT')))).toBe('license-connection-timeout');
    expect(blamed(server(urlA, tls(unknown)))).toBe('license-tls-failing');
  });
});

describe('the blame, where no other server is reached,', () => {
  const timeout = control(failing('tcp', 'ETIMEDOUT'));

  it.each<[string, ServerReach, ServerReach, UnreachedCause]>([
    ['is the network', server(urlA, failing('tcp', 'ETIMEDOUT')), timeout, 'outbound-blocked'],
    ['is the network where they fail earlier', server(urlA, failing('tls', 'EPROTO')), timeout, 'outbound-blocked'],
    [
      'is the server’s where they come further',
      server(urlA, failing('tcp', 'ETIMEDOUT')),
      control(failing('tls', 'EPROTO')),
      'license-connection-timeout',
    ],
    [
      'is the network although the hosts file names it',
      server(urlA, failing('tcp', 'ETIMEDOUT'), { hostsFile: '198.51.100.20 a.licensing.whmcs.com' }),
      timeout,
      'outbound-blocked',
    ],
    [
      'is the network although its address is one of the inside',
      server(urlA, failing('tcp', 'ETIMEDOUT', { address: '10.0.0.1' })),
      timeout,
      'outbound-blocked',
    ],
    [
      'is no network where certificates look expired everywhere',
      server(urlA, tls('CERT_HAS_EXPIRED')),
      control(tls('CERT_HAS_EXPIRED')),
      'license-tls-failing',
    ],
    [
      'is no network where certificates look too new everywhere',
      server(urlA, tls('CERT_NOT_YET_VALID')),
      control(tls('CERT_NOT_YET_VALID')),
      'license-tls-failing',
    ],
    [
      'is whoever opens all connections, also in a public authority’s name',
      server(urlA, tls(unknown)),
      control(tls(unknown)),
      'license-intercepted',
    ],
    ['is the network where others are merely refused', server(urlA, tls(unknown)), timeout, 'outbound-blocked'],
    [
      'is the network where only the others’ connections are opened',
      server(urlA, reached(4, 403)),
      control(tls(unknown)),
      'outbound-blocked',
    ],
  ])('%s', (_, one, other, cause) => {
    expect(blamed(one, other)).toBe(cause);
  });

  it('is the network where the connections of some alone are opened', () => {
    expect(blamed(server(urlA, tls(unknown)), timeout, control(tls(unknown)))).toBe('outbound-blocked');
    expect(blamed(server(urlA, tls(unknown)), control(tls(unknown)), timeout)).toBe('outbound-blocked');
  });
});

describe('a certificate of an authority that nobody knows', () => {
  it.each([unknown, 'UNABLE_TO_GET_ISSUER_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
    'shows somebody in between: %s',
    (code) => {
      expect(blamed(server(urlA, tls(code, 'CN=Acme Web Gateway')), goodControl)).toBe('license-intercepted');
    },
  );

  it.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])('is not what %s says', (code) => {
    expect(blamed(server(urlA, tls(code, 'CN=Acme Web Gateway')), goodControl)).toBe('license-tls-failing');
  });

  it('cannot be told without a certificate', () => {
    expect(blamed(server(urlA, failing('tls', unknown)), goodControl)).toBe('license-tls-failing');
  });

  it.each([
    "O=Let's Encrypt",
    'O=Lets Encrypt',
    'CN=ISRG Root X1',
    'O=DigiCert Inc',
    'CN=GeoTrust Global CA',
    'O=thawte\\, Inc.',
    'CN=RapidSSL Global TLS RSA4096 SHA256 2022 CA1',
    'O=Sectigo Limited',
    'O=The USERTRUST Network',
    'O=COMODO CA Limited',
    'O=ZeroSSL',
    'O=GlobalSign nv-sa',
    'O=Google Trust Services LLC',
    'CN=GTS CA 1C3',
    'O=Amazon',
    'O=Starfield Technologies\\, Inc.',
    'O=GoDaddy.com\\, Inc.',
    'O=Entrust\\, Inc.',
    'O=IdenTrust',
    'O=SSL.com',
    'CN=Certum Trusted Network CA',
    'O=Asseco Data Systems S.A.',
    'O=Buypass AS-983163327',
    'O=Actalis S.p.A.',
    'O=QuoVadis Limited',
    'CN=HARICA TLS RSA Root CA 2021',
    'O=Telia Finland Oyj',
    'O=SwissSign AG',
    'O=T-Systems Enterprise Services GmbH',
    'O=D-TRUST GmbH',
    'O=Baltimore',
    'O=VeriSign\\, Inc.',
    'O=Microsoft Corporation',
    'O=Cloudflare\\, Inc.',
    'O=Certigna',
    'O=SECOM Trust Systems CO.\\,LTD.',
    'CN=TWCA Root Certification Authority',
    'O=WISeKey',
    'o=digicert inc',
  ])('that has a public one’s name is only missing here: %s', (issuer) => {
    expect(blamed(server(urlA, tls(unknown, issuer)), goodControl)).toBe('license-tls-failing');
  });

  it.each(['CN=Fortinet', 'CN=Zscaler Root CA', 'O=Acme', 'CN=SSL-com proxy', 'CN=GTSx', 'CN=Letters Encrypted', ''])(
    'that has none of these names is somebody’s own: %s',
    (issuer) => {
      expect(blamed(server(urlA, tls(unknown, issuer)), goodControl)).toBe('license-intercepted');
    },
  );
});

describe('IPv6', () => {
  const over = (ipv6: ServerReach['ipv6'], ipv4: ServerReach['ipv4'] = reached()): Unreached | null =>
    brokenIpv6(server(urlA, ipv4, { ipv6 }));

  it.each(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT', 'EINVAL', 'EACCES', 'EPERM'])(
    'that this machine does not have is noticed at once: %s',
    (code) => {
      expect(over(failing('tcp', code, v6))).toBeNull();
    },
  );

  it.each(['ETIMEDOUT', 'ECONNREFUSED', 'EHOSTUNREACH'])('that is announced and does not work is waited for: %s', (code) => {
    expect(over(failing('tcp', code, v6))).toMatchObject({ stage: 'tcp', code, address: '2001:db8::20' });
  });

  it('that ends after the connection was made is broken, whatever the code', () => {
    expect(over(failing('tls', 'ENETUNREACH', v6))).toMatchObject({ stage: 'tls', code: 'ENETUNREACH' });
  });

  it('is not broken where it works, where there is none, and where IPv4 is no better', () => {
    expect(over(reached(6))).toBeNull();
    expect(over(null)).toBeNull();
    expect(over(failing('tcp', 'ETIMEDOUT', v6), failing('tcp', 'ETIMEDOUT'))).toBeNull();
    expect(over(failing('tcp', 'ETIMEDOUT', v6), null)).toBeNull();
  });
});

describe('the hosts file leads astray', () => {
  const line = '198.51.100.20 a.licensing.whmcs.com';
  it.each<[string, ServerReach, boolean]>([
    ['to an address that does not answer', server(urlA, failing('tcp', 'ETIMEDOUT'), { hostsFile: line }), true],
    [
      'to an IPv6 address that does not answer',
      server(urlA, reached(), { ipv6: failing('tcp', 'ETIMEDOUT', v6), hostsFile: '2001:db8::20 a.licensing.whmcs.com' }),
      true,
    ],
    ['not where the address answers', server(urlA, reached(), { hostsFile: line }), false],
    ['not where another family fails', server(urlA, reached(), { ipv6: failing('tcp', 'ETIMEDOUT', v6), hostsFile: line }), false],
    ['not where no address was found', server(urlA, failing('dns', 'EAI_AGAIN', { address: null }), { hostsFile: line }), false],
    ['not where it does not name the server', server(urlA, failing('tcp', 'ETIMEDOUT')), false],
    ['not where nothing was tried', server(urlA, null, { hostsFile: line }), false],
  ])('%s', (_, one, is) => {
    expect(isLedAstray(one)).toBe(is);
  });
});
