import { describe, expect, it } from 'vitest';
import { canCompare, changingAccounts } from '../../src/logic/session-addresses.js';
import type { RecordedAddress, RecordedAddresses } from '../../src/model.js';

/** At so many minutes (and seconds) after ten o'clock. */
const entry = (at: string | null, value: string, differs: Partial<RecordedAddress> & { readonly kind?: string } = {}): RecordedAddress => {
  const { kind = 'public', ...more } = differs;
  return {
    address: { personal: 'address', value, class: kind },
    column: 'tblactivitylog.ipaddr',
    at: at === null ? null : `2026-11-22 10:${at}`,
    account: 1,
    ...more,
  };
};
const activity = (...entries: readonly RecordedAddress[]): RecordedAddresses => ({ adminLogins: [], activity: entries, users: [] });
const edge = { kind: 'cloudflare' } as const;

describe('the address of an account changes', () => {
  it.each<[string, readonly RecordedAddress[], readonly string[]]>([
    ['to and fro', [entry('03:00', 'a'), entry('02:00', 'b'), entry('01:00', 'a')], ['a', 'b']],
    ['from one to the next', [entry('03:00', 'c'), entry('02:00', 'b'), entry('01:00', 'a')], ['c', 'b', 'a']],
    ['to a proxy’s', [entry('02:00', 'e', edge), entry('01:00', 'a')], ['e', 'a']],
    ['in entries of no order', [entry('02:00', 'b'), entry('03:00', 'a'), entry('01:00', 'a')], ['a', 'b']],
    ['within 24 minutes', [entry('48:00', 'a'), entry('24:00', 'b'), entry('00:00', 'a')], ['a', 'b']],
  ])('%s', (_, entries, addresses) => {
    expect(changingAccounts(activity(...entries)).map((one) => one.addresses)).toEqual([addresses]);
  });

  it.each<[string, readonly RecordedAddress[]]>([
    ['once, as of a person who moved', [entry('03:00', 'b'), entry('02:00', 'a'), entry('01:00', 'a')]],
    ['not at all', [entry('02:00', 'a'), entry('01:00', 'a')]],
    ['not at all, though it is a proxy’s', [entry('02:00', 'e', edge), entry('01:00', 'e', edge)]],
    ['away from a proxy’s', [entry('02:00', 'a'), entry('01:00', 'e', edge)]],
    [
      'by what a program on this machine does through the API',
      [entry('03:00', 'l', { kind: 'loopback' }), entry('02:00', 'a'), entry('01:00', 'l', { kind: 'loopback' })],
    ],
    ['once to one of an office', [entry('02:00', 'p', { kind: 'private' }), entry('01:00', 'a')]],
    ['to and fro in entries of no order', [entry('02:00', 'b'), entry('01:00', 'a'), entry('03:00', 'b')]],
    ['after more than 24 minutes', [entry('48:01', 'a'), entry('24:00', 'b'), entry('00:00', 'a')]],
    ['between accounts', [entry('03:00', 'a'), entry('02:00', 'b', { account: 2 }), entry('01:00', 'a')]],
    [
      'for nobody',
      [entry('03:00', 'a', { account: null }), entry('02:00', 'b', { account: null }), entry('01:00', 'a', { account: null })],
    ],
    ['at no known time', [entry(null, 'a'), entry('02:00', 'b'), entry(null, 'a')]],
    ['to what is no address', [entry('03:00', 'a'), entry('02:00', 'b', { kind: 'invalid' }), entry('01:00', 'a')]],
    ['never', []],
  ])('but not %s', (_, entries) => {
    expect(changingAccounts(activity(...entries))).toEqual([]);
  });

  it('between log-ins of administrators and their activity', () => {
    const recorded = {
      adminLogins: [entry('03:00', 'a', edge)],
      activity: [entry('02:00', 'b')],
      users: [entry('01:00', 'c')],
    };
    expect(changingAccounts(recorded)).toEqual([{ account: 1, addresses: ['a', 'b'], proxied: true }]);
  });

  it('between log-ins, of which the newest is this machine’s', () => {
    const recorded = { adminLogins: [entry('02:00', 'l', { kind: 'loopback' })], activity: [entry('01:00', 'a')], users: [] };
    expect(changingAccounts(recorded)).toEqual([{ account: 1, addresses: ['l', 'a'], proxied: true }]);
  });

  it('in the newest session alone', () => {
    const entries = [entry('50:00', 'a'), entry('49:00', 'a'), entry('03:00', 'c'), entry('02:00', 'b'), entry('01:00', 'c')];
    expect(changingAccounts(activity(...entries))).toEqual([]);
    const late = [entry('50:00', 'e', edge), entry('49:00', 'a'), entry('03:00', 'c')];
    expect(changingAccounts(activity(...late))).toEqual([{ account: 1, addresses: ['e', 'a'], proxied: true }]);
  });

  it('of each account by itself', () => {
    const two = [entry('02:00', 'e', { ...edge, account: 2 }), entry('01:00', 'a', { account: 2 })];
    expect(changingAccounts(activity(entry('03:00', 'a'), ...two))).toEqual([{ account: 2, addresses: ['e', 'a'], proxied: true }]);
  });

  it('by seconds, whatever follows them', () => {
    const entries = [entry('48:00.900', 'a'), entry('24:00.000', 'b'), entry('00:00.5', 'a')];
    expect(changingAccounts(activity(...entries))).toHaveLength(1);
  });
});

it.each<[string, RecordedAddresses, boolean]>([
  ['one of the activity log', activity(entry('01:00', 'a')), true],
  ['one of an administrator', { adminLogins: [entry('01:00', 'a')], activity: [], users: [] }, true],
  ['one of a user, who has one alone', { adminLogins: [], activity: [], users: [entry('01:00', 'a')] }, false],
  ['one without a time', activity(entry(null, 'a')), false],
  ['one of a time that is none', activity(entry('xx', 'a')), false],
  ['one of nobody', activity(entry('01:00', 'a', { account: null })), false],
  ['what is no address', activity(entry('01:00', 'a', { kind: 'invalid' })), false],
  ['none', activity(), false],
])('entries can be compared where there is %s: %s', (_, recorded, can) => {
  expect(canCompare(recorded)).toBe(can);
});
