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
  ['Time.Google.COM', 'google.com'],
  ['a.b.c.example.org', 'example.org'],
  ['example.org', 'example.org'],
  ['1.2.3.4', '1.2.3.4'],
  ['fe80::a.b.c', 'fe80::a.b.c'],
  ['1.2.3.4.example.org', 'example.org'],
  ['x.1.2.3.4', '3.4'],
  ['1234.1.1.1', '1.1'],
  ['1.1.1.1234', '1.1234'],
  ['ntp.example.ac.uk', 'example.ac.uk'],
  ['ntp.example.com.au', 'example.com.au'],
  ['ntp.example.edu.au', 'example.edu.au'],
  ['ntp.example.gov.uk', 'example.gov.uk'],
  ['ntp.example.net.nz', 'example.net.nz'],
  ['ntp.example.or.jp', 'example.or.jp'],
  ['ntp.example.org.uk', 'example.org.uk'],
  ['ntp.example.com.info', 'com.info'],
  ['ntp.disco.de', 'disco.de'],
  ['ntp.coop.de', 'coop.de'],
  ['co.uk', 'co.uk'],
  ['', ''],
])('%s is run by %s', (host, operator) => {
  expect(operatorOf(host)).toBe(operator);
});
