import { describe, expect, test } from 'vitest';
import check from '../../../checks/license/license-unreachable-from-php.js';
import type { LicenseFromPhp, WebCurl } from '../../../src/model.js';
import { lacksTls12 } from '../../../src/logic/php-reach.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { curl, failing, reached, server, servers, urlA, urlB } from './fixtures.js';

const shell = servers(server(urlA, reached()), server(urlB, reached()));
const deafShell = servers(server(urlA, failing('tcp', 'ETIMEDOUT')), server(urlB, failing('tcp', 'ETIMEDOUT')));
const php = (a: WebCurl, b: WebCurl, more: Partial<LicenseFromPhp> = {}): LicenseFromPhp => ({
  servers: [a, b],
  controls: [curl('https://example.com/', 0)],
  extension: true,
  disabled: [],
  ...more,
});
const same = (errno: number, more: Partial<WebCurl> = {}) => php(curl(urlA, errno, more), curl(urlB, errno, more));

describe("the web PHP's curl, where the shell reaches both", () => {
  test.each([
    ['no error', same(0), 'pass', undefined],
    ['no name in a chroot', same(6), 'fail', 'license-unreachable-from-php'],
    ['refused', same(7), 'fail', 'license-unreachable-from-php'],
    ['timed out', same(28), 'fail', 'license-unreachable-from-php'],
    ['reset in the handshake', same(35, { sslVerifyResult: 1 }), 'fail', 'license-unreachable-from-php'],
    ['no file of authorities', same(77, { sslVerifyResult: 1 }), 'fail', 'php-ca-bundle-broken'],
    ['an old file of authorities', same(60, { sslVerifyResult: 20 }), 'fail', 'php-ca-bundle-broken'],
    ['expired', same(60, { sslVerifyResult: 10 }), 'fail', 'license-unreachable-from-php'],
    ['forbidden by a proxy', same(0, { httpStatus: 403 }), 'fail', 'license-unreachable-from-php'],
    ['one of two', php(curl(urlA, 0), curl(urlB, 28)), 'warn', 'license-unreachable-from-php'],
  ] as const)('%s', (_, seen, is, cause) => {
    const found = judgement(check, { 'license.from-php': seen, 'license.servers': shell });
    expect(found.is).toBe(is);
    if (cause) expect(found).toMatchObject({ cause, confidence: 'proved' });
  });
});

test('where the shell fails too, PHP is not blamed, save for its own store', () => {
  expect(judgement(check, { 'license.from-php': same(28), 'license.servers': deafShell }).is).toBe('skip');
  expect(judgement(check, { 'license.from-php': same(77), 'license.servers': deafShell })).toMatchObject({ cause: 'php-ca-bundle-broken' });
});

test('a server that the shell does not reach either is not held against PHP, though the other one answers both', () => {
  const half = servers(server(urlA, reached()), server(urlB, failing('tcp', 'ECONNREFUSED')));
  expect(judgement(check, { 'license.from-php': php(curl(urlA, 0), curl(urlB, 7)), 'license.servers': half }).is).toBe('skip');
  expect(judgement(check, { 'license.from-php': same(60, { sslVerifyResult: 20 }), 'license.servers': deafShell }).is).toBe('skip');
  const hostsFile = '198.51.100.20 a.licensing.whmcs.com';
  const astray = server(urlA, failing('tcp', 'ECONNREFUSED'), { hostsFile, ipv6: reached(6) });
  expect(
    judgement(check, { 'license.from-php': php(curl(urlA, 7), curl(urlB, 0)), 'license.servers': servers(astray, server(urlB, reached())) })
      .is,
  ).toBe('skip');
});

test('without the shell it is only likely; without curl another check speaks', () => {
  expect(judgement(check, { 'license.from-php': same(28), 'license.servers': gap('io') })).toMatchObject({
    is: 'fail',
    confidence: 'likely',
  });
  expect(judgement(check, { 'license.from-php': { servers: [], controls: [], extension: false, disabled: [] } }).is).toBe('skip');
});

describe("WHMCS's own test where PHP could not be asked", () => {
  const host = (url: string, success: boolean) => ({ url, address: '198.51.100.20', status: success ? 200 : null, success });
  const ask = (a: boolean, b: boolean, available = true) =>
    judgement(check, {
      'license.from-php': gap('absent', 'no pool was found', true),
      'license.connection-test': {
        available,
        url: 'https://billing.test/admin/login.php?conntest=1',
        hosts: [host(urlA, a), host(urlB, b)],
      },
      'license.servers': shell,
    });

  test('speaks for it', () => {
    expect(ask(true, true).is).toBe('pass');
    expect(ask(false, true).is).toBe('warn');
    expect(ask(false, false)).toMatchObject({ is: 'fail', cause: 'license-unreachable-from-php', confidence: 'likely' });
    expect(ask(false, false, false).is).toBe('skip');
  });
});

test('without a look there is no answer', () => {
  expect(judgement(check, { 'license.from-php': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { 'license.from-php': gap('disabled') }).is).toBe('skip');
});

describe("what is in PHP's own surroundings", () => {
  const ask = (seen: LicenseFromPhp, more = {}) => judgement(check, { 'license.from-php': seen, 'license.servers': shell, ...more });
  const refused = { message: 'Failed to connect to 127.0.0.1 port 3128 after 0 ms' };
  const direct = { message: 'Failed to connect to a.licensing.whmcs.com port 443 after 0 ms' };
  const line = { host: 'a.licensing.whmcs.com', line: '192.0.2.53 a.licensing.whmcs.com' };
  const lines = [line, { host: 'b.licensing.whmcs.com', line: '192.0.2.53 b.licensing.whmcs.com' }];
  const proxy = { proxyVariables: ['https_proxy'] };
  const from = (errno: number, curlMore: Partial<WebCurl>, more: Partial<LicenseFromPhp> = {}) => ({ ...same(errno, curlMore), ...more });

  test.each([
    ['a proxy that curl names', from(7, refused, proxy), 'license-proxy-variables', 'proved'],
    ['a proxy without a name', from(5, { message: 'Could not resolve proxy: gone' }, proxy), 'license-proxy-variables', 'proved'],
    ['a tunnel', from(56, { message: 'CONNECT tunnel failed, response 407' }, proxy), 'license-proxy-variables', 'proved'],
    ['a proxy, and silence', from(28, { message: 'Connection timed out' }, proxy), 'license-proxy-variables', 'likely'],
    ['no proxy', from(7, direct), 'license-unreachable-from-php', 'proved'],
    ['the hosts file that PHP sees', from(7, direct, { hostsFile: lines }), 'license-hosts-file-override', 'proved'],
    ['a hosts file for one of two', from(7, direct, { hostsFile: [line] }), 'license-unreachable-from-php', 'proved'],
    ['TLS 1.2 refused', from(35, { message: 'error:0A00042E:SSL routines::tlsv1 alert protocol version' }), 'php-tls-outdated', 'proved'],
    ['a reset in the handshake', from(35, { message: 'Recv failure: Connection reset by peer' }), 'license-unreachable-from-php', 'proved'],
  ] as const)('%s', (_, seen, cause, confidence) => {
    expect(ask(seen)).toMatchObject({ is: 'fail', cause, confidence });
  });

  test('an old library of TLS', () => {
    const old = phpView({ curl: { version: '7.19.7', ssl: 'OpenSSL/0.9.8zh', https: true } });
    expect(ask(same(35, { message: 'SSL connect error' }), { 'php.web': old })).toMatchObject({ cause: 'php-tls-outdated' });
    expect(ask(same(0), { 'php.web': old }).is).toBe('pass');
  });

  test('a line that the shell sees too is not what tells them apart', () => {
    const hostsFile = line.line;
    const both = servers(server(urlA, reached(), { hostsFile }), server(urlB, reached(), { hostsFile }));
    expect(ask(from(7, direct, { hostsFile: lines }), { 'license.servers': both })).toMatchObject({
      cause: 'license-unreachable-from-php',
    });
  });

  test('a proxy that works is silent', () => {
    expect(ask({ ...same(0), ...proxy }).is).toBe('pass');
  });
});

test.each([
  ['OpenSSL/1.0.0t', true],
  ['OpenSSL/0.9.8', true],
  ['OpenSSL/1.0.1e-fips', false],
  ['OpenSSL/3.0.19', false],
  ['NSS/3.14.0', true],
  ['NSS/3.53.1', false],
  ['GnuTLS/3.7.3', false],
  ['BoringSSL', false],
  ['', false],
])('%s lacks TLS 1.2: %s', (library, lacks) => {
  expect(lacksTls12(library)).toBe(lacks);
});
