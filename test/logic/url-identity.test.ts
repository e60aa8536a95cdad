import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  differences,
  hostOf,
  httpUrl,
  isIpLiteral,
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
    ['HTTPS://x.com', 'https://x.com/', ['no-closing-slash']],
    ['http://x.com', 'http://x.com/', ['no-closing-slash']],
    ['https://x.com?a=/', 'https://x.com/', ['query', 'no-closing-slash']],
    ['https://x.com/billing?a=/', 'https://x.com/billing/', ['query', 'no-closing-slash']],
    ['https://x.com/billing/?', 'https://x.com/billing/', ['query']],
    ['https://x.com/billing/#a\n/b', 'https://x.com/billing/', ['fragment']],
    ['https://x.com/http://y.com', 'https://x.com/http://y.com/', ['double-slash', 'no-closing-slash']],
    ['https:///x.com/', 'https://x.com/', ['slashes']],
    ['https:x.com/http://y/', 'https://x.com/http://y/', ['slashes', 'double-slash']],
    ['https://user@x.com/', 'https://x.com/', ['credentials']],
    ['https://:secret@x.com/', 'https://x.com/', ['credentials']],
    ['https://x.com/INDEX.PHP/', 'https://x.com/INDEX.PHP/', ['file']],
    ['https://x.com/index.htm/', 'https://x.com/index.htm/', ['file']],
    ['https://x.com/index.html/', 'https://x.com/index.html/', ['file']],
    ['https://x.com/a.php/b/', 'https://x.com/a.php/b/', []],
    ['https://x.com/a.phpbb/', 'https://x.com/a.phpbb/', []],
    ['https://1.2.3.4.example/', 'https://1.2.3.4.example/', []],
    ['https://8.8.8.8/', 'https://8.8.8.8/', ['ip-literal']],
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
    ['https://', ['unparsable']],
    ['https://.', ['unparsable']],
    ['https://exa mple.com/', ['unparsable']],
    ['https://a..', ['unparsable']],
    [' ftp://example.com/ ', ['whitespace', 'not-http']],
    [' example.com', ['whitespace', 'no-scheme']],
    [' https://. ', ['whitespace', 'unparsable']],
    ['see https://x.com/', ['no-scheme']],
    ['x:', ['not-http']],
    [`${'x'.repeat(20)}:`, ['not-http']],
    [`${'x'.repeat(21)}:`, ['no-scheme']],
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
  });
});

describe('shownUrl', () => {
  it.each([
    ['https://admin:s3cret@x.com/a/?token=abc#t', 'https://x.com/a/'],
    ['https:\\\\admin:s3cret@x.com', 'https:\\\\x.com'],
    ['x.com/b', 'x.com/b'],
    ['https://x.com/@me', 'https://x.com/@me'],
    ['  HTTPS:/admin:s3cret@x.com', '  HTTPS:/x.com'],
    ['https:admin:s3cret@x.com', 'https:x.com'],
    ['h:a@x.com', 'h:x.com'],
    ['https://x.com/?', 'https://x.com/'],
    ['https://x.com/?a\nb', 'https://x.com/'],
    ['https://x.com/#a\n@b', 'https://x.com/'],
    ['see https://admin:s3cret@x.com/', 'see https://admin:s3cret@x.com/'],
    [`https://x.com/${'a'.repeat(286)}`, `https://x.com/${'a'.repeat(286)}`],
    [`https://x.com/${'a'.repeat(287)}`, `https://x.com/${'a'.repeat(285)}…`],
  ])('%s is shown as %s', (raw, shown) => {
    expect(shownUrl(raw)).toBe(shown);
  });
});

describe('an http address', () => {
  it.each([
    [`https://x.com/${'a'.repeat(2034)}`, true],
    [`https://x.com/${'a'.repeat(2035)}`, false],
    ['https://x.com./', true],
    ['https://x.com../', false],
    ['https://./', false],
    ['mailto:a@x.com', false],
  ])('%.30s: %s', (text, expected) => {
    expect(httpUrl(text) !== null).toBe(expected);
  });
  it('is read against another one', () => {
    expect(httpUrl('b?c', 'http://x.com/a/')?.href).toBe('http://x.com/a/b?c');
    expect(httpUrl('b?c')).toBeNull();
  });
});

it('a port of the scheme is the same, written or not', () => {
  expect(site('http://x.com/')).toEqual({ scheme: 'http', host: 'x.com', port: 80, path: '/' });
  expect(site('https://x.com/')).toEqual({ scheme: 'https', host: 'x.com', port: 443, path: '/' });
  expect(schemeTwin(site('http://x.com/b/'))).toEqual(site('https://x.com/b/'));
});

it.each([
  ['192.0.2.1', true],
  ['8.8.8.8', true],
  ['[2001:db8::1]', true],
  ['a192.0.2.1', false],
  ['192.0.2.1.example', false],
  ['1920.0.2.1', false],
  ['192.0.2.1000', false],
  ['192.0.2', false],
  ['example.com', false],
])('%s is an address and no name: %s', (host, expected) => {
  expect(isIpLiteral(host)).toBe(expected);
});

it.each([
  ['https://x.com:8443/a', 'x.com:8443'],
  ['https://x.com/a', 'x.com'],
  ['no address', 'no address'],
  ['n'.repeat(101), 'n'.repeat(100)],
])('%.20s is at %.20s', (url, host) => {
  expect(hostOf(url)).toBe(host);
});
