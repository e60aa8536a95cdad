import { describe, expect, test } from 'vitest';
import check from '../../../checks/sessions/session-ip-check-unstable.js';
import type { RecordedAddress, WhmcsSettings } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { logins, settings } from '../../support/session-facts.js';

const row = (value: string): WhmcsSettings['disableSessionIpCheck'] => ({ present: true, value, key: 'DisableSessionIPCheck' });
const says = (
  activity: readonly RecordedAddress[],
  value: WhmcsSettings['disableSessionIpCheck'] = row(''),
  visitor: string | null = null,
) =>
  judgement(check, {
    'database.settings': settings(value),
    'database.addresses': { adminLogins: [], activity, users: [] },
    'operator.report': {
      usedUrl: null,
      visitorIp: visitor === null ? null : { personal: 'address', value: visitor, class: 'public' },
      admin: null,
      user: null,
      permissions: [],
    },
  });
const proxied = logins(1, 'cloudflare=172.64.0.1', 'cloudflare=162.158.1.1', 'cloudflare=172.64.0.1');
const moving = (account: number) => logins(account, '203.0.113.9', '198.51.100.7', '203.0.113.9');

describe('session-ip-check-unstable', () => {
  test('a proxy’s changing addresses prove it', () => {
    expect(says(proxied)).toMatchObject({ is: 'fail', cause: 'session-ip-check-changing-addresses', confidence: 'proved' });
  });
  test('many people at once make it likely', () => {
    expect(says([...moving(1), ...moving(2), ...moving(3)])).toMatchObject({ is: 'warn', confidence: 'likely' });
  });
  test('one person on a VPN is a finding only where the operator named his address', () => {
    expect(says(moving(1)).is).toBe('pass');
    expect(says(moving(1), row(''), '198.51.100.7')).toMatchObject({ is: 'warn' });
    expect(says(moving(1), row(''), '192.0.2.1').is).toBe('pass');
  });
  test.each([
    ['one address each', [...logins(1, '203.0.113.9', '203.0.113.9'), ...logins(2, '198.51.100.7')]],
    ['one change: a second device', logins(1, '203.0.113.9', '198.51.100.7')],
    ['repaired: the newest entry is the visitor’s own', logins(1, '203.0.113.9', 'cloudflare=172.64.0.1')],
    ['one proxy address only', logins(1, 'cloudflare=172.64.0.1', 'cloudflare=172.64.0.1')],
    [
      'a new session a day later',
      [{ ...logins(1, 'cloudflare=172.64.0.1')[0], at: '2026-11-23 10:00:00' } as RecordedAddress, ...logins(1, 'cloudflare=162.158.1.1')],
    ],
  ])('pass: %s', (_, activity) => expect(says(activity).is).toBe('pass'));
  test.each([
    ['no log-ins', []],
    ['no times', proxied.map((entry) => ({ ...entry, at: null }))],
    ['unreadable times', proxied.map((entry) => ({ ...entry, at: 'yesterday' }))],
    ['no accounts', proxied.map((entry) => ({ ...entry, account: null }))],
    ['no addresses', logins(1, 'invalid=%s', 'invalid=<<<')],
  ])('nothing to compare: %s', (_, activity) => expect(says(activity).is).toBe('skip'));
  test.each(['on', '1', 'true'])('the check is switched off (%s)', (value) => expect(says(proxied, row(value)).is).toBe('pass'));
  test('an absent row says nothing', () => expect(says(proxied, { present: false }).is).toBe('skip'));
  test('could not look', () => {
    expect(judgement(check, { 'database.settings': settings(row('')), 'database.addresses': gap('denied') }).is).toBe('unknown');
  });
});
