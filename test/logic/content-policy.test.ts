import { describe, expect, it } from 'vitest';
import { forbidding } from '../../src/logic/content-policy.js';

const page = new URL('https://billing.test/login');
const script = new URL('https://www.google.com/recaptcha/api.js');
const image = new URL('https://billing.test/includes/verifyimage.php');

describe('a policy lets a script load', () => {
  it.each([
    "frame-ancestors 'self'",
    '',
    'script-src *',
    'script-src https:',
    'script-src www.google.com',
    'script-src https://*.google.com',
    'script-src http://www.google.com',
    'script-src https://www.google.com/recaptcha/',
    'script-src https://www.google.com:443',
    "default-src 'none'; script-src-elem https://www.google.com",
    "script-src 'nonce-abc' 'strict-dynamic'",
    "default-src 'none'; SCRIPT-SRC WWW.GOOGLE.COM",
  ])('%s', (policy) => {
    expect(forbidding(policy, 'script', script, page)).toBeNull();
  });
});

describe('a policy forbids a script', () => {
  it.each([
    ["script-src 'self'", "script-src 'self'"],
    ["default-src 'self' data:", "default-src 'self' data:"],
    ["script-src 'none'", "script-src 'none'"],
    ['script-src https://google.com', 'script-src https://google.com'],
    ['script-src https://www.google.com/other/', 'script-src https://www.google.com/other/'],
    ["script-src *, script-src 'self'", "script-src 'self'"],
    ["script-src 'self'; script-src *", "script-src 'self'"],
  ])('%s', (policy, directive) => {
    expect(forbidding(policy, 'script', script, page)).toBe(directive);
  });
});

it('speaks of pictures and frames apart', () => {
  expect(forbidding("img-src 'self'; script-src 'none'", 'image', image, page)).toBeNull();
  expect(forbidding('img-src data:', 'image', image, page)).toBe('img-src data:');
  expect(forbidding("frame-src 'self'", 'frame', script, page)).toBe("frame-src 'self'");
});
