import { expect, it } from 'vitest';
import { isExempt } from '../../../src/host/net/proxy.js';

it.each([
  ['*', 'a.example', 443, true],
  ['', 'a.example', 443, false],
  ['example', 'a.example', 443, true],
  ['.example', 'a.example', 443, true],
  ['*.example', 'a.example', 443, true],
  ['*.example', 'example', 443, true],
  ['ample', 'a.example', 443, false],
  ['A.Example', 'a.example', 443, true],
  ['b.example, a.example', 'a.example', 443, true],
  ['a.example:443', 'a.example', 443, true],
  ['a.example:8443', 'a.example', 443, false],
  ['192.0.2.1', '192.0.2.1', 80, true],
  ['::1', '[::1]', 80, true],
  ['[::1]:80', '[::1]', 80, true],
  ['[::1]:81', '[::1]', 80, false],
  ['.', 'a.example', 443, false],
])('NO_PROXY=%s exempts %s port %i: %s', (noProxy, host, port, expected) => {
  expect(isExempt(noProxy, host, port)).toBe(expected);
});
