import { describe, expect, it, test } from 'vitest';
import {
  describeDuoAccounts,
  duoAccounts,
  duoHostOf,
  duoRefusalOf,
  duoToleratesMs,
  isDuoHost,
  malformedKeys,
  shapeWanted,
} from '../../src/logic/duo.js';
import type { DuoSetup } from '../../src/model.js';

test.each([
  ['api-1a2b3c4d.duosecurity.com', 'api-1a2b3c4d.duosecurity.com'],
  ['  HTTPS://API-1a2b3c4d.DuoSecurity.com//\n', 'api-1a2b3c4d.duosecurity.com'],
  ['http://api-1a2b3c4d.duosecurity.com/', 'api-1a2b3c4d.duosecurity.com'],
  ['see https://x/', 'see https://x'],
  ['a//b', 'a//b'],
  ['x'.repeat(100), 'x'.repeat(100)],
  ['x'.repeat(101), 'x'.repeat(100)],
])('from %j the hostname %j', (text, host) => {
  expect(duoHostOf(text)).toBe(host);
});

test.each([
  ['api-1a2b3c4d.duosecurity.com', true],
  ['api-1a2b3c4d.duofederal.com', true],
  ['api-123456.duosecurity.com', true],
  ['api-12345.duosecurity.com', false],
  ['api-1234567890abcdef.duosecurity.com', true],
  ['api-1234567890abcdefg.duosecurity.com', false],
  ['admin-1a2b3c4d.duosecurity.com', false],
  ['my-api-1a2b3c4d.duosecurity.com', false],
  ['api-1a2b3c4d.duosecurity.com.evil.example', false],
  ['api-1a2b3c4d.duosecurity.org', false],
  ['api-1a2b3c4d.evil.com', false],
  ['api-1A2B3C4D.duosecurity.com', false],
  ['', false],
])('%j is a host of Duo: %s', (host, is) => {
  expect(isDuoHost(host)).toBe(is);
});

describe('keys', () => {
  const host = 'api-1a2b3c4d.duosecurity.com';

  it('of the wanted form are told of by nobody', () => {
    expect(malformedKeys('20 characters', '40 characters', host)).toEqual([]);
  });

  it('are named with the form that they have', () => {
    expect(malformedKeys('40 characters', '20 characters', 'duo.example')).toEqual([
      { field: 'client id', shape: '40 characters' },
      { field: 'client secret', shape: '20 characters' },
      { field: 'API hostname', shape: 'duo.example' },
    ]);
  });

  it('have a wanted form', () => {
    expect([shapeWanted('client id'), shapeWanted('client secret'), shapeWanted('API hostname')]).toEqual([
      '20 characters',
      '40 characters',
      'api-XXXXXXXX.duosecurity.com',
    ]);
  });
});

test("Duo's library allows a minute", () => {
  expect(duoToleratesMs).toBe(60_000);
});

test.each([
  [null, 'other'],
  ['', 'other'],
  ['server_error', 'other'],
  ['Integration type does not support frameless access', 'application-type'],
  ['DOES NOT SUPPORT FRAMELESS', 'application-type'],
  ['invalid_client: does not support frameless', 'application-type'],
  ['invalid_client', 'credentials'],
  ['INVALID_CLIENT', 'credentials'],
  ['Failed to verify signature', 'credentials'],
  ['The client_assertion was invalid', 'credentials'],
  ['Invalid signature in request credentials', 'credentials'],
] as const)('%j blames %s', (message, blamed) => {
  expect(duoRefusalOf(message)).toBe(blamed);
});

const accounts = (admins: number | null, users: number | null) => ({ admins, users }) as DuoSetup;

test.each([
  [null, null, null, ''],
  [0, 0, 0, '0 administrators and 0 users'],
  [1, 1, 2, '1 administrator and 1 user'],
  [2, 3, 5, '2 administrators and 3 users'],
  [2, null, 2, '2 administrators'],
  [null, 1, 1, '1 user'],
])('%s administrators and %s users are %s: %s', (admins, users, all, said) => {
  expect(duoAccounts(accounts(admins, users))).toBe(all);
  expect(describeDuoAccounts(accounts(admins, users))).toBe(said);
});
