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
