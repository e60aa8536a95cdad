import { describe, expect, it } from 'vitest';
import { blockedBy, inlineBlockedBy, namesScripts } from '../../src/logic/content-security-policy.js';
import type { ContentPolicy } from '../../src/model.js';

const page = 'https://billing.test/index.php?rp=/login';
const policy = (directives: ContentPolicy['directives']): ContentPolicy => ({ from: 'header', after: 0, directives });
const script = 'https://accounts.google.com/gsi/client';

describe('a script from elsewhere', () => {
  it.each([
    [['https://accounts.google.com'], true],
    [['accounts.google.com'], true],
    [['https://accounts.google.com/gsi/'], true],
    [['https://accounts.google.com/gsi/client'], true],
    [['https://accounts.google.com/gsi'], false],
    [['https://accounts.google.com/other'], false],
    [['https://accounts.google.com:443'], true],
    [['https://accounts.google.com:8443'], false],
    [['https://accounts.google.com:*'], true],
    [['http://accounts.google.com'], true],
    [['*.google.com'], true],
    [['*.accounts.google.com'], false],
    [['google.com'], false],
    [['https:'], true],
    [['http:'], true],
    [['data:'], false],
    [['*'], true],
    [["'self'"], false],
    [["'none'"], false],
    [[], false],
    [["'unsafe-inline'", "'unsafe-eval'"], false],
    [["'strict-dynamic'", 'https:'], false],
  ])('%j', (sources, allowed) => {
    expect(blockedBy(policy({ 'script-src': sources }), 'script', script, page) === null).toBe(allowed);
  });

  it('may be named by a nonce', () => {
    expect(blockedBy(policy({ 'script-src': ["'strict-dynamic'", "'nonce'"] }), 'script', script, page, true)).toBeNull();
  });
});

describe('the directive that decides', () => {
  it.each([
    ['script', { 'default-src': ["'none'"] }, "default-src 'none'"],
    ['script', { 'default-src': ["'none'"], 'script-src': ['*'] }, null],
    ['script', { 'script-src': ['*'], 'script-src-elem': [] }, "script-src-elem 'none'"],
    ['frame', { 'child-src': ["'self'"], 'default-src': ['*'] }, "child-src 'self'"],
    ['frame', { 'frame-src': ['*'], 'child-src': ["'self'"] }, null],
    ['connect', { 'script-src': ["'none'"] }, null],
    ['connect', { 'default-src': ["'self'"] }, "default-src 'self'"],
  ] as const)('%s in %j', (kind, directives, expected) => {
    expect(blockedBy(policy(directives), kind, script, page)).toBe(expected);
  });
});

it.each([
  [{ 'script-src': ["'unsafe-inline'"] }, false, true],
  [{ 'script-src': ["'self'"] }, false, false],
  [{ 'script-src': ["'unsafe-inline'", "'nonce'"] }, false, false],
  [{ 'script-src': ["'unsafe-inline'", "'sha256-x'"] }, false, false],
  [{ 'script-src': ["'nonce'"] }, true, true],
  [{ 'img-src': ["'none'"] }, false, true],
])('an inline script under %j', (directives, trusted, allowed) => {
  expect(inlineBlockedBy(policy(directives), trusted) === null).toBe(allowed);
});

it("'self' is the page's origin", () => {
  const self = policy({ 'connect-src': ["'self'"] });
  expect(blockedBy(self, 'connect', page, page)).toBeNull();
  expect(blockedBy(self, 'connect', 'https://billing.test:8443/', page)).not.toBeNull();
  expect(blockedBy(self, 'connect', 'https://billing.test/', 'http://billing.test/')).toBeNull();
});

it.each<[ContentPolicy['directives'], boolean]>([
  [{ 'script-src': ["'self'", "'nonce'"] }, true],
  [{ 'script-src': ["'sha256-abc='"] }, true],
  [{ 'default-src': ["'strict-dynamic'"] }, true],
  [{ 'script-src': ["'self'", 'https:'] }, false],
  [{ 'script-src': ["'self'"], 'style-src': ["'nonce'"] }, false],
  [{}, false],
])('%j names scripts: %s', (directives, names) => {
  expect(namesScripts(policy(directives))).toBe(names);
});

it('speaks of pictures apart', () => {
  const image = 'https://billing.test/includes/verifyimage.php';
  expect(blockedBy(policy({ 'img-src': ["'self'"], 'script-src': ["'none'"] }), 'image', image, page)).toBeNull();
  expect(blockedBy(policy({ 'img-src': ['data:'] }), 'image', image, page)).toBe('img-src data:');
});

describe('sources by the rules of CSP3', () => {
  const elsewhere = 'https://cdn.test/lib/app.js';
  it.each<[string, string, string, boolean]>([
    // any host, port and scheme of the network
    ['*', 'https://cdn.test:8443/', page, true],
    ['*', 'http://cdn.test/', page, true],
    ['https://*', 'https://cdn.test/', page, true],
    ['https://*', 'http://cdn.test/', page, false],
    ['https://*', 'https://cdn.test:8443/', page, false],
    ['*:8443', 'https://cdn.test:8443/', page, true],
    ['*:8443', 'https://cdn.test/', page, false],
    // schemes
    ['HTTPS:', elsewhere, page, true],
    ['https:', 'http://cdn.test/', page, false],
    ['http:', 'http://cdn.test/', page, true],
    ['h:', elsewhere, page, false],
    ['x-https:', elsewhere, page, false],
    ['nonsense https:', elsewhere, page, false],
    ['HTTPS://cdn.test', elsewhere, page, true],
    ['ftp://cdn.test', elsewhere, page, false],
    ['x://cdn.test', elsewhere, page, false],
    ['https://cdn.test', 'http://cdn.test/', page, false],
    // without one the page's own counts, and https is better than http
    ['cdn.test', elsewhere, page, true],
    ['cdn.test', 'http://cdn.test/', page, false],
    ['cdn.test', elsewhere, 'http://billing.test/', true],
    ['cdn.test', 'http://cdn.test/', 'http://billing.test/', true],
    // hosts
    ['CDN.Test', elsewhere, page, true],
    ['cdn.test.', elsewhere, page, false],
    ['dn.test', elsewhere, page, false],
    ['cdn_1.test', 'https://cdn_1.test/', page, true],
    ['*.test', elsewhere, page, true],
    ['*.TEST', elsewhere, page, true],
    ['*.cdn.test', 'https://a.b.cdn.test/', page, true],
    ['*.cdn.test', elsewhere, page, false],
    ['*.cdn.test', 'https://notcdn.test/', page, false],
    ['cdn.*', elsewhere, page, false],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', page, true],
    ['https://[2001:DB8::1]', 'https://[2001:db8::1]/', page, true],
    ['[2001:db8::2]', 'https://[2001:db8::1]/', page, false],
    ['[]', 'https://[2001:db8::1]/', page, false],
    ['192.0.2.1', 'https://192.0.2.1/', page, true],
    ['https://', elsewhere, page, false],
    ['https:///lib/app.js', elsewhere, page, false],
    ['', elsewhere, page, false],
    ['say cdn.test', elsewhere, page, false],
    ['cdn.test say', elsewhere, page, false],
    // ports
    ['cdn.test:443', elsewhere, page, true],
    ['cdn.test:80', elsewhere, page, true],
    ['http://cdn.test:80', elsewhere, page, true],
    ['https://cdn.test:80', elsewhere, page, false],
    ['HTTPS://cdn.test:80', elsewhere, page, false],
    ['cdn.test:80', 'https://cdn.test:8443/', page, false],
    ['http://cdn.test:8080', elsewhere, page, false],
    ['http://cdn.test:80', 'http://cdn.test/', page, true],
    ['http://cdn.test', 'http://cdn.test:80/', page, true],
    ['http://cdn.test:443', 'http://cdn.test/', page, false],
    ['cdn.test:8443', 'https://cdn.test:8443/', page, true],
    ['cdn.test', 'https://cdn.test:8443/', page, false],
    ['cdn.test:*', 'https://cdn.test:8443/', page, true],
    ['cdn.test:9', 'https://cdn.test:9/', page, true],
    ['cdn.test:65535', 'https://cdn.test:65535/', page, true],
    ['cdn.test:', elsewhere, page, false],
    ['cdn.test:00000443', elsewhere, page, false],
    // paths
    ['cdn.test/', elsewhere, page, true],
    ['cdn.test/lib/', elsewhere, page, true],
    ['cdn.test/lib', elsewhere, page, false],
    ['cdn.test/lib/app.js', elsewhere, page, true],
    ['cdn.test/LIB/app.js', elsewhere, page, false],
    ['cdn.test/lib/app.js/', elsewhere, page, false],
    ['cdn.test/lib/app.js?v=1', elsewhere, page, false],
    ['cdn.test/lib/app.js#v', elsewhere, page, false],
    ['cdn.test/lib/app.js', `${elsewhere}?v=1`, page, true],
    ['cdn.test/%6Cib/', elsewhere, page, true],
    ['cdn.test/my%20lib/', 'https://cdn.test/my lib/app.js', page, true],
    ['cdn.test/100%', 'https://cdn.test/100%', page, true],
    ['cdn.test/100%', elsewhere, page, false],
  ])('%j lets %s onto %s: %s', (source, address, at, allowed) => {
    expect(blockedBy(policy({ 'script-src': [source] }), 'script', address, at) === null).toBe(allowed);
  });
});

describe("'self'", () => {
  it.each([
    ['http://billing.test/', 'https://billing.test/x', true],
    ['http://billing.test/', 'http://billing.test/x', true],
    ['https://billing.test/', 'http://billing.test/x', false],
    ['http://billing.test/', 'https://other.test/x', false],
    ['http://billing.test:8080/', 'https://billing.test/x', false],
    ['http://billing.test/', 'https://billing.test:8443/x', false],
    ['http://billing.test:8080/', 'http://billing.test:8080/x', true],
    ['http://billing.test:8080/', 'http://billing.test/x', false],
    ['https://billing.test/', 'https://www.billing.test/x', false],
  ])('of %s is %s: %s', (at, address, allowed) => {
    expect(blockedBy(policy({ 'connect-src': ["'SELF'"] }), 'connect', address, at) === null).toBe(allowed);
  });
});

describe('nothing is said of', () => {
  const closed = policy({ 'default-src': [] });
  it.each(['script', 'frame', 'image', 'connect'] as const)('a %s where there is no directive for it', (kind) => {
    expect(blockedBy(policy({ 'style-src': [] }), kind, script, page)).toBeNull();
    expect(blockedBy(closed, kind, script, page)).toBe("default-src 'none'");
  });

  it('what does not come over the network, or of a page that does not', () => {
    expect(blockedBy(closed, 'image', 'data:image/png;base64,AA', page)).toBeNull();
    expect(blockedBy(closed, 'image', 'https://x.test/a.png', 'about:blank')).toBeNull();
  });

  it('a directive that the policy does not have itself', () => {
    const inherited = policy(Object.create({ 'script-src': [] }) as ContentPolicy['directives']);
    expect(blockedBy(inherited, 'script', script, page)).toBeNull();
  });
});

it('hosts count for everything but scripts beside strict-dynamic', () => {
  const strict = policy({ 'default-src': ["'Strict-Dynamic'", 'https:'] });
  expect(blockedBy(strict, 'script', script, page)).toBe("default-src 'Strict-Dynamic' https:");
  expect(blockedBy(strict, 'frame', script, page)).toBeNull();
});

it.each([
  ["'NONCE-abc'", true],
  ["'SHA384-abc='", true],
  ["'sha512-abc='", true],
  ["'Strict-Dynamic'", true],
  ["'sha-abc'", false],
  ["'strict-dynamic", false],
  ['nonce-abc', false],
  ["x'nonce-abc'", false],
  ["'unsafe-hashes'", false],
])('%s names scripts: %s', (source, names) => {
  expect(namesScripts(policy({ 'script-src': [source] }))).toBe(names);
});

it('a directive is quoted up to 200 characters', () => {
  const quoted = (length: number) => blockedBy(policy({ 'img-src': ['x'.repeat(length - 'img-src '.length)] }), 'image', script, page);
  expect(quoted(200)).toBe(`img-src ${'x'.repeat(192)}`);
  expect(quoted(201)).toBe(`img-src ${'x'.repeat(191)}…`);
});

it('a blocked script within the page is told with the directive', () => {
  expect(inlineBlockedBy(policy({ 'default-src': ["'self'", 'https:'] }), false)).toBe("default-src 'self' https:");
  expect(inlineBlockedBy(policy({ 'script-src': ["'UNSAFE-INLINE'"] }), false)).toBeNull();
});
