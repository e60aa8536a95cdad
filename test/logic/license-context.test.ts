import { describe, expect, test } from 'vitest';
import { addressFault, directoryFault, isWrittenFault, nameFault } from '../../src/logic/license-context.js';
import { context, variable } from '../checks/license/validity-facts.js';

describe('SERVER_NAME', () => {
  test.each([
    ['billing.test', 'billing.test', null],
    ['WWW.billing.test.', 'billing.test', null],
    ['billing.test', null, null],
    ['shop.billing.test', 'billing.test', 'other'],
    ['billing.test', '192.0.2.10', null],
    ['', 'billing.test', 'missing'],
    ['_', 'billing.test', 'no-domain'],
    ['localhost', 'billing.test', 'no-domain'],
    ['*.billing.test', 'billing.test', 'no-domain'],
    ['~^www', 'billing.test', 'no-domain'],
    ['192.0.2.10', 'billing.test', 'address'],
    ['[2001:db8::10]', 'billing.test', 'address'],
    ['2001:db8::10', 'billing.test', 'address'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', null],
  ])('%s on %s: %s', (value, siteHost, fault) => {
    expect(nameFault(context({ serverName: variable(value), siteHost }))).toBe(fault);
  });

  test('that follows the visitor, that nobody saw, or that configuration.php sets, is no fault', () => {
    expect(nameFault(context({ serverName: variable(null, { follows: 'visitor' }) }))).toBeNull();
    expect(nameFault(context({ serverName: null }))).toBeNull();
    expect(nameFault(context({ serverName: variable('_'), overrides: ['SERVER_NAME'] }))).toBeNull();
    expect(nameFault(context({ serverName: variable(null) }))).toBe('missing');
  });

  test('only what was written for PHP cannot be meant', () => {
    expect(isWrittenFault('no-domain', variable('_', { written: true }))).toBe(true);
    expect(isWrittenFault('no-domain', variable('_'))).toBe(false);
    expect(isWrittenFault('other', variable('old.test', { written: true }))).toBe(false);
  });
});

describe('SERVER_ADDR', () => {
  const replaces = { value: '203.0.113.5', where: '/etc/nginx/site:9' };
  test.each([
    ['public', context({}), null],
    ['private, as on many clouds', context({ serverAddress: variable('10.0.0.5'), addressClass: 'private' }), 'inside'],
    ["a container's", context({ serverAddress: variable('172.18.0.3'), addressClass: 'private', container: true }), 'container'],
    ['public in a container', context({ container: true }), null],
    ['of the connection', context({ serverAddress: variable(null, { follows: 'connection' }), addressClass: null }), null],
    [
      'of the connection, in a container',
      context({ serverAddress: variable(null, { follows: 'connection' }), addressClass: null, container: true }),
      'inside',
    ],
    [
      'written, in a container',
      context({ serverAddress: variable('172.18.0.3', { written: true }), addressClass: 'private', container: true }),
      null,
    ],
    ['replaced', context({ serverAddress: variable('10.0.0.5', { replaces }) }), 'replaced'],
    ['set by configuration.php', context({ serverAddress: variable('10.0.0.5', { replaces }), overrides: ['SERVER_ADDR'] }), null],
    ['not seen', context({ serverAddress: null }), null],
  ] as const)('%s', (_, given, fault) => {
    expect(addressFault(given)).toBe(fault);
  });
});

test('the directory', () => {
  expect(directoryFault(context({}))).toBeNull();
  expect(directoryFault(context({ directory: { path: '/srv/whmcs', real: '/srv/releases/2' } }))).toBe('link');
  expect(directoryFault(context({ cronPath: '/srv/whmcs' }))).toBeNull();
  expect(directoryFault(context({ cronPath: '/home/old/whmcs' }))).toBe('cron');
});

describe('names', () => {
  const fault = (value: string) => nameFault(context({ serverName: variable(value), siteHost: 'billing.test' }));
  test.each([
    [' Billing.Test ', null],
    ['www.billing.test', null],
    ['billing.www.test', 'other'],
    ['a.b', 'other'],
    [`${'a'.repeat(63)}.b`, 'other'],
    [`${'a'.repeat(64)}.b`, 'no-domain'],
    [`a.${'b'.repeat(63)}`, 'other'],
    [`a.${'b'.repeat(64)}`, 'no-domain'],
    ['billing.test/x', 'no-domain'],
    ['-billing.test', 'no-domain'],
    [' ', 'missing'],
  ])('%j: %s', (value, expected) => {
    expect(fault(value)).toBe(expected);
  });
});

test.each([
  ['loopback', 'inside'],
  ['private', 'inside'],
  ['link-local', 'inside'],
  ['carrier-nat', 'inside'],
  ['public', null],
  ['documentation', null],
] as const)('an address of class %s: %s', (addressClass, fault) => {
  expect(addressFault(context({ addressClass }))).toBe(fault);
});

test('a cron path that is where the links lead is none other', () => {
  const directory = { path: '/srv/whmcs', real: '/srv/whmcs' };
  expect(directoryFault(context({ directory, cronPath: '/srv/whmcs' }))).toBeNull();
  expect(directoryFault(context({ directory, cronPath: '/srv/other' }))).toBe('cron');
});
