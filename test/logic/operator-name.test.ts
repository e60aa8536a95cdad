import { expect, test } from 'vitest';
import { operatorOf } from '../../src/logic/operator-name.js';

test.each([
  ['time.google.com', 'google.com'],
  ['www.google.com.', 'google.com'],
  ['ntp.example.co.uk', 'example.co.uk'],
  ['time.example.de', 'example.de'],
  ['time.go.jp', 'go.jp'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['localhost', 'localhost'],
])('%s is run by %s', (host, operator) => {
  expect(operatorOf(host)).toBe(operator);
});
