import { describe, expect, it } from 'vitest';
import {
  curlReached,
  describeCurl,
  disabledCurl,
  isBundleFault,
  lacksTls12,
  phpBlame,
  reachedByPhp,
  type PhpReachCause,
} from '../../src/logic/php-reach.js';
import type { LicenseFromPhp, PhpView, WebCurl } from '../../src/model.js';
import { curl, urlA, urlB } from '../checks/license/fixtures.js';

describe('PHP reached a server', () => {
  it.each<[string, WebCurl, boolean]>([
    ['that answers', curl(urlA, 0), true],
    ['that answers with its own 404', curl(urlA, 0, { httpStatus: 404 }), true],
    ['not where something refuses it', curl(urlA, 0, { httpStatus: 403 }), false],
    ['not where nothing can serve it', curl(urlA, 0, { httpStatus: 503 }), false],
    ['not where curl failed', curl(urlA, 28), false],
    ['not where curl failed after an answer', curl(urlA, 56, { httpStatus: 200 }), false],
  ])('%s', (_, seen, is) => {
    expect(curlReached(seen)).toBe(is);
  });

  it('only where it is that server', () => {
    const both = [curl(urlA, 28), curl(urlB, 0)];
    expect(reachedByPhp(both, urlB)).toBe(true);
    expect(reachedByPhp(both, urlA)).toBe(false);
    expect(reachedByPhp([], urlA)).toBe(false);
  });
});

it.each([
  [77, 0, true],
  [60, 20, true],
  [60, 10, false],
  [60, 0, false],
  [35, 20, false],
  [0, 0, false],
  [76, 0, false],
  [78, 0, false],
])('error %i with verify result %i is PHP’s store of authorities: %s', (errno, sslVerifyResult, is) => {
  expect(isBundleFault(curl(urlA, errno, { sslVerifyResult }))).toBe(is);
});

it.each<[WebCurl, string]>([
  [curl(urlA, 6, { message: 'Could not resolve host' }), 'Could not resolve host (6)'],
  [curl(urlA, 0, { httpStatus: 503 }), 'HTTP 503'],
  [curl(urlA, 7, { message: 'x'.repeat(160) }), `${'x'.repeat(160)} (7)`],
  [curl(urlA, 7, { message: 'x'.repeat(161) }), `${'x'.repeat(160)} (7)`],
])('says of an answer: %#', (seen, words) => {
  expect(describeCurl(seen)).toBe(words);
});

describe('disabled functions of curl', () => {
  it.each(['curl_exec', 'curl_init', 'curl_setopt', 'curl_setopt_array'])('WHMCS cannot do without %s', (name) => {
    expect(disabledCurl([name, 'exec'])).toEqual({ vital: [name], useful: [] });
  });

  it.each(['curl_multi_exec', 'curl_multi_init'])('others stand in for %s', (name) => {
    expect(disabledCurl(['exec', name])).toEqual({ vital: [], useful: [name] });
  });

  it('are found however they are written', () => {
    expect(disabledCurl([' CURL_Exec ', ' Curl_Multi_Exec'])).toEqual({ vital: ['curl_exec'], useful: ['curl_multi_exec'] });
  });

  it('are none among others', () => {
    expect(disabledCurl(['exec', 'curl_close', 'my_curl_exec', ''])).toEqual({ vital: [], useful: [] });
  });
});

const php = (differs: Partial<LicenseFromPhp> = {}): LicenseFromPhp => ({
  servers: [],
  controls: [],
  extension: true,
  disabled: [],
  ...differs,
});
const modern: PhpView['curl'] = { version: '7.88.1', ssl: 'OpenSSL/3.0.19', https: true };
const ancient: PhpView['curl'] = { version: '7.19.7', ssl: 'OpenSSL/0.9.8e', https: true };
const both = (errno: number, message = '', more: Partial<WebCurl> = {}): readonly WebCurl[] => [
  curl(urlA, errno, { message, ...more }),
  curl(urlB, errno, { message, ...more }),
];
const hosts = ['a.licensing.whmcs.com', 'b.licensing.whmcs.com'].map((host) => ({ host, line: `198.51.100.20 ${host}` }));
const proxy = { proxyVariables: ['https_proxy'] } as const;

describe('what keeps PHP from servers that the shell reaches', () => {
  it.each<[string, readonly WebCurl[], LicenseFromPhp, PhpView['curl'], PhpReachCause, boolean]>([
    ['its store of authorities', both(77), php(), modern, 'php-ca-bundle-broken', true],
    ['not its store where one fails otherwise', [curl(urlA, 77), curl(urlB, 28)], php(), modern, 'license-unreachable-from-php', true],
    ['its hosts file', both(7), php({ hostsFile: hosts }), modern, 'license-hosts-file-override', true],
    [
      'not its hosts file where that names one of them',
      both(7),
      php({ hostsFile: hosts.slice(0, 1) }),
      modern,
      'license-unreachable-from-php',
      true,
    ],
    [
      'not its hosts file where that names others',
      both(7),
      php({ hostsFile: [{ host: 'whmcs.com', line: '198.51.100.20 whmcs.com' }] }),
      modern,
      'license-unreachable-from-php',
      true,
    ],
    ['not its hosts file where it may not read it', both(7), php(), modern, 'license-unreachable-from-php', true],
    ['its store before its hosts file', both(77), php({ hostsFile: hosts }), modern, 'php-ca-bundle-broken', true],
    ['its hosts file before a proxy', both(5), php({ hostsFile: hosts, ...proxy }), modern, 'license-hosts-file-override', true],
    ['no proxy where none is set', both(5), php({ proxyVariables: [] }), modern, 'license-unreachable-from-php', true],
    ['a TLS library of before TLS 1.2', both(35), php(), ancient, 'php-tls-outdated', true],
    ['not that library where the connection timed out', both(28), php(), ancient, 'license-unreachable-from-php', true],
    ['not that library where one timed out', [curl(urlA, 35), curl(urlB, 28)], php(), ancient, 'license-unreachable-from-php', true],
    ['a broken handshake of a newer one', both(35, 'Connection reset'), php(), modern, 'license-unreachable-from-php', true],
    ['a broken handshake of an unknown one', both(35, 'Connection reset'), php(), null, 'license-unreachable-from-php', true],
    ['the version, but not in a handshake', both(56, 'unsupported protocol'), php(), modern, 'license-unreachable-from-php', true],
  ])('%s', (_, failing, seen, library, cause, certain) => {
    expect(phpBlame(failing, seen, library)).toEqual({ cause, certain });
  });

  it.each([
    'error:0A00042E:SSL routines::tlsv1 alert protocol version',
    'error:0A000102:SSL routines::unsupported protocol',
    'error:141E70BF:SSL routines:tls_construct_client_hello:no protocols available',
    'error:0A000000:legacy sigalg disallowed or unsupported',
    'Wrong SSL version number',
  ])('the version of TLS, by OpenSSL’s words: %s', (message) => {
    expect(phpBlame(both(35, message), php(), modern)).toEqual({ cause: 'php-tls-outdated', certain: true });
  });

  it('an address that is none is compared as it stands', () => {
    const failing = [curl(urlA, 7, { url: 'a.licensing' })];
    expect(phpBlame(failing, php({ hostsFile: [{ host: 'a.licensing', line: '198.51.100.20 a.licensing' }] }), modern).cause).toBe(
      'license-hosts-file-override',
    );
  });
});

describe('a proxy in PHP’s environment', () => {
  it.each<[string, number, string, boolean]>([
    ['has no address', 5, '', true],
    ['breaks the handshake', 97, '', true],
    ['is spoken of', 56, 'Received HTTP code 403 from proxy after CONNECT', true],
    ['is spoken of without its name', 56, 'CONNECT tunnel failed, response 403', true],
    ['is spoken of in other letters', 56, 'Proxy error', true],
    ['is where curl tried to connect', 7, 'Failed to connect to proxy.lan port 3128 after 2 ms: Could not connect', true],
    ['has a name of one letter', 7, 'Failed to connect to p port 3128: Connection refused', true],
    ['is not where curl tried to connect', 7, 'Failed to connect to a.licensing.whmcs.com port 443 after 2 ms: Could not connect', false],
    ['is not spoken of', 28, 'Operation timed out', false],
    ['is not meant by a longer word', 7, 'proxying reproxy connected disconnect', false],
    ['is not in the error beside', 6, 'Could not resolve host', false],
    ['is not in the other error beside', 98, 'A client certificate is needed', false],
  ])('%s', (_, errno, message, certain) => {
    expect(phpBlame([curl(urlA, errno, { message })], php(proxy), modern)).toEqual({ cause: 'license-proxy-variables', certain });
  });

  it('is only suspected where one of two failures does not speak of it', () => {
    const failing = [curl(urlA, 5), curl(urlB, 28)];
    expect(phpBlame(failing, php(proxy), modern)).toEqual({ cause: 'license-proxy-variables', certain: false });
  });
});

it.each([
  ['OpenSSL/0.9.8e-fips-rhel5', true],
  ['OpenSSL/1.0.0t', true],
  ['OpenSSL/1.0.1', false],
  ['OpenSSL/1.0.1e', false],
  ['OpenSSL/1.1.1w', false],
  ['OpenSSL/3.0.19', false],
  ['OpenSSL/10.0', false],
  ['OpenSSL/.9.8', false],
  ['OpenSSL/0.', false],
  ['NSS/3.15.01', false],
  ['NSS/3.12.9.0', true],
  ['NSS/3.12', true],
  ['NSS/3.15', true],
  ['NSS/3.15.0', true],
  ['NSS/3.15.1', false],
  ['NSS/3.15.10', false],
  ['NSS/3.101', false],
  ['NSS/3.53.1 Basic ECC', false],
  ['GnuTLS/1.6.99', true],
  ['GnuTLS/1.7.0', false],
  ['GnuTLS/1.7', false],
  ['GnuTLS/3.7.9', false],
  ['LibreSSL/2.8.3', false],
  ['(SecureTransport) LibreSSL/2.8.3', false],
  ['(OpenSSL/0.9.8) Schannel', true],
  ['OpenSSL/', false],
  ['OpenSSL/1', false],
  ['', false],
])('%s lacks TLS 1.2: %s', (library, is) => {
  expect(lacksTls12(library)).toBe(is);
});
