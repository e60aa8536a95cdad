import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  differences,
  hostOf,
  httpUrl,
  identityOf,
  isIpLiteral,
  originOf,
  readUrl,
  schemeTwin,
  shownUrl,
  wwwTwin,
  type SiteIdentity,
} from '../../src/logic/url-identity.js';

const site = (raw: string): SiteIdentity => {
  const { identity } = readUrl(raw);
  if (identity === null) throw new Error(raw);
  return identity;
};

describe('readUrl', () => {
  it.each([
    ['HTTPS://Example.COM:443/whmcs/', 'https://example.com/whmcs/', []],
    ['http://example.com:80/whmcs', 'http://example.com/whmcs/', ['no-closing-slash']],
    ['https://example.com:8443/', 'https://example.com:8443/', []],
    ['https://exämple.com/', 'https://xn--exmple-cua.com/', []],
    ['https://faß.de/', 'https://xn--fa-hia.de/', []],
    ['https://example.com./', 'https://example.com/', ['trailing-dot']],
    ['https://x.com/whmcs/../billing/', 'https://x.com/billing/', []],
    ['https://x.com//whmcs/', 'https://x.com//whmcs/', ['double-slash']],
    ['https://x.com/%77hmcs/', 'https://x.com/%77hmcs/', []],
    ['https://x.com/WHMCS/', 'https://x.com/WHMCS/', []],
    ['https://user:p@x.com/', 'https://x.com/', ['credentials']],
    [' https://example.com/ ', 'https://example.com/', ['whitespace']],
    ['http:/example.com', 'http://example.com/', ['slashes', 'no-closing-slash']],
    ['https:\\\\example.com\\x', 'https://example.com/x/', ['backslash', 'no-closing-slash']],
    ['https://0300.0.2.10/', 'https://192.0.2.10/', ['ip-literal']],
    ['https://[2001:db8::1]/', 'https://[2001:db8::1]/', ['ip-literal']],
    ['https://x.com/?x=1#f', 'https://x.com/', ['query', 'fragment']],
    ['https://x.com/index.php', 'https://x.com/index.php/', ['file', 'no-closing-slash']],
    ['https://x.com', 'https://x.com/', ['no-closing-slash']],
    ['HTTPS://X.COM', 'https://x.com/', ['no-closing-slash']],
    ['https:/x.com/?u=http://y', 'https://x.com/', ['slashes', 'query']],
    ['https:///x.com/', 'https://x.com/', ['slashes']],
    ['https://user@x.com/', 'https://x.com/', ['credentials']],
    ['https://:p@x.com/', 'https://x.com/', ['credentials']],
    ['https://x.com/index.htm', 'https://x.com/index.htm/', ['file', 'no-closing-slash']],
    ['https://x.com/INDEX.HTML/', 'https://x.com/INDEX.HTML/', ['file']],
    ['https://x.com/index.php/', 'https://x.com/index.php/', ['file']],
    ['https://x.com/whmcs.php.old/', 'https://x.com/whmcs.php.old/', []],
    ['https://x.com/php/', 'https://x.com/php/', []],
    ['https://x.com/whmcs/?', 'https://x.com/whmcs/', ['query']],
    ['https://x.com/whmcs?a=/', 'https://x.com/whmcs/', ['query', 'no-closing-slash']],
    ['https://x.com/whmcs?a\n/', 'https://x.com/whmcs/', ['query', 'no-closing-slash']],
    ['https://x.com/whmcs#/', 'https://x.com/whmcs/', ['fragment', 'no-closing-slash']],
    ['https://x.com/ ?a', 'https://x.com/%20/', ['query']],
    ['https://192.0.2.1.example.com/', 'https://192.0.2.1.example.com/', []],
  ])('%j is %s with %j', (raw, address, remarks) => {
    expect(addressOf(site(raw))).toBe(address);
    expect(readUrl(raw).remarks).toEqual(remarks);
  });

  it.each([
    ['', ['empty']],
    ['   ', ['empty']],
    ['example.com/whmcs', ['no-scheme']],
    ['example.com:8080/whmcs', ['no-scheme']],
    ['localhost:8080', ['no-scheme']],
    ['//example.com/', ['no-scheme']],
    ['ftp://example.com/', ['not-http']],
    ['javascript:alert(1)', ['not-http']],
    ['x:y', ['not-http']],
    ['see http://example.com/', ['no-scheme']],
    [' example.com ', ['whitespace', 'no-scheme']],
    [' ftp://example.com/ ', ['whitespace', 'not-http']],
    [' https:// ', ['whitespace', 'unparsable']],
    ['https://', ['unparsable']],
    ['https://.', ['unparsable']],
    ['https://exa mple.com/', ['unparsable']],
  ])('%j cannot be visited: %j', (raw, remarks) => {
    expect(readUrl(raw)).toEqual({ identity: null, remarks });
  });

  it('never throws, and what it read it reads again unchanged', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true }),
          fc.string(),
          fc.string().map((rest) => `https://${rest}`),
        ),
        (raw) => {
          const { identity } = readUrl(raw);
          return identity === null || JSON.stringify(readUrl(addressOf(identity)).identity) === JSON.stringify(identity);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('differences', () => {
  it.each([
    ['http://www.x.com/', 'https://x.com/', ['scheme', 'www']],
    ['https://x.com/billing', 'https://x.com/billing/', []],
    ['https://x.com/', 'https://x.com/client/', ['path']],
    ['https://x.com:443/', 'https://X.com/', []],
    ['https://x.com/', 'https://x.com:8443/', ['port']],
    ['http://x.com:8080/', 'https://x.com/', ['scheme', 'port']],
    ['https://x.com/', 'https://y.com/', ['host']],
    ['https://exämple.com/', 'https://xn--exmple-cua.com/', []],
    ['https://x.com./', 'https://x.com/', []],
    ['https://x.com/A/', 'https://x.com/a/', ['path']],
  ])('%s against %s: %j', (configured, observed, found) => {
    expect(differences(site(configured), site(observed))).toEqual(found);
    expect(differences(site(observed), site(configured))).toEqual(found);
  });
});

describe('twins', () => {
  it('are the other scheme and the other www', () => {
    expect(schemeTwin(site('https://x.com/b/'))).toEqual(site('http://x.com/b/'));
    expect(schemeTwin(site('https://x.com:8443/'))).toBeNull();
    expect(wwwTwin(site('https://x.com/'))).toEqual(site('https://www.x.com/'));
    expect(wwwTwin(site('https://www.x.com/'))).toEqual(site('https://x.com/'));
    expect(wwwTwin(site('https://192.0.2.1/'))).toBeNull();
    expect(wwwTwin(site('http://localhost/'))).toBeNull();
    expect(schemeTwin(site('http://x.com/b/'))).toEqual(site('https://x.com/b/'));
    expect(schemeTwin(site('http://x.com:443/'))).toBeNull();
    expect(wwwTwin(site('https://[2001:db8::1]/'))).toBeNull();
  });
});

describe('shownUrl', () => {
  it.each([
    ['https://admin:s3cret@x.com/a/?token=abc#t', 'https://x.com/a/'],
    ['https:\\\\admin:s3cret@x.com', 'https:\\\\x.com'],
    ['x.com/b', 'x.com/b'],
    ['https://x.com/@me', 'https://x.com/@me'],
    ['  HTTPS://admin:s3cret@x.com/', '  HTTPS://x.com/'],
    ['https:admin:s3cret@x.com/', 'https:x.com/'],
    ['https:////admin:s3cret@x.com/', 'https:////x.com/'],
    [`https://admin:${'s'.repeat(600)}@x.com/`, 'https://x.com/'],
    ['https://@x.com/', 'https://x.com/'],
    ['x:admin:s3cret@x.com/', 'x:x.com/'],
    ['/srv/https://admin@x.com/', '/srv/https://admin@x.com/'],
    ['https://x.com/?', 'https://x.com/'],
    ['https://x.com/?a\nb#c', 'https://x.com/'],
    [`https://x.com/${'a'.repeat(286)}`, `https://x.com/${'a'.repeat(286)}`],
    [`https://x.com/${'a'.repeat(287)}`, `https://x.com/${'a'.repeat(285)}…`],
  ])('%s is shown as %s', (raw, shown) => {
    expect(shownUrl(raw)).toBe(shown);
  });
});

describe('httpUrl', () => {
  it('takes addresses of the web', () => {
    expect(httpUrl('http://x.com/a')?.href).toBe('http://x.com/a');
    expect(httpUrl('https://a..b/')?.hostname).toBe('a..b');
    expect(httpUrl('/login', 'https://x.com/a')?.href).toBe('https://x.com/login');
  });

  it.each(['ftp://x.com/', 'file:///etc/passwd', 'x.com', '', 'https://.', 'https://x.com../', 'https://'])(
    'takes nothing else: %j',
    (text) => {
      expect(httpUrl(text)).toBeNull();
    },
  );

  it('takes up to 2048 characters', () => {
    expect(httpUrl('https://x.com/'.padEnd(2048, 'a'))).not.toBeNull();
    expect(httpUrl('https://x.com/'.padEnd(2049, 'a'))).toBeNull();
  });
});

it.each([
  ['http://x.com/', 80],
  ['https://x.com/', 443],
  ['http://x.com:443/', 443],
  ['https://x.com:8443/', 8443],
])('%s is asked at port %i', (url, port) => {
  expect(identityOf(new URL(url)).port).toBe(port);
});

it.each([
  ['https://x.com/a/', 'https://x.com'],
  ['https://x.com:80/', 'https://x.com:80'],
  ['http://x.com:80/', 'http://x.com'],
])('%s is of the origin %s', (url, origin) => {
  expect(originOf(site(url))).toBe(origin);
});

it.each([
  ['1.2.3.4', true],
  ['192.168.100.200', true],
  ['[2001:db8::1]', true],
  ['1234.1.1.1', false],
  ['1.1.1.1234', false],
  ['a.1.2.3.4', false],
  ['1.2.3.4.example.com', false],
  ['1.2.3', false],
  ['x.com', false],
])('%s is an address: %s', (host, is) => {
  expect(isIpLiteral(host)).toBe(is);
});

it.each([
  ['https://x.com/a', 'x.com'],
  ['https://x.com:8443/a', 'x.com:8443'],
  ['no address', 'no address'],
  ['a'.repeat(100), 'a'.repeat(100)],
  ['a'.repeat(101), 'a'.repeat(100)],
])('the host of %s is %s', (url, host) => {
  expect(hostOf(url)).toBe(host);
});
