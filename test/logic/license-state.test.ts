import { describe, expect, it, test } from 'vitest';
import { describeHit, licenseState, recentHit } from '../../src/logic/license-state.js';
import type { AdminPage, LogHit } from '../../src/model.js';
import { admin, hit, logs, shows } from '../checks/license/validity-facts.js';
import { seen, unseen } from '../support/fake-host.js';

const week = 7 * 86_400;
const of = (page: AdminPage, ...hits: readonly LogHit[]) => licenseState(seen(page), [seen(logs(...hits))]);
const old = (message: string, lastAgeSeconds: number | null) => hit(message, { lastAgeSeconds });

describe('what the admin page says decides', () => {
  it.each(['license-invalid', 'license-suspended', 'license-expired'] as const)('%s', (notice) => {
    expect(of(shows(notice), old('no-connection', 1))).toEqual({ is: 'refused', notice, by: 'page' });
  });

  it('no connection', () => {
    expect(of(shows('no-connection'), old('license-invalid', 1))).toEqual({ is: 'no-connection', by: 'page' });
  });

  it.each([null, 'admin-path-not-configured', 'maintenance', 'banned'] as const)(
    'with the form and the notice %s it is accepted',
    (notice) => {
      expect(of(admin({ notice }), old('license-invalid', 1))).toEqual({ is: 'accepted' });
      expect(of(admin({ notice, challenge: true })).is).toBe('unseen');
      expect(of(admin({ notice, form: false })).is).toBe('unseen');
    },
  );
});

describe('where it shows neither, recent lines of logs do', () => {
  const page = admin({ form: false, status: 500 });
  const invalid = old('license-invalid', 100);
  const lost = old('no-connection', 100);

  it.each([
    ['refused', [invalid], { is: 'refused', notice: 'license-invalid', by: 'log', hit: invalid }],
    ['no connection', [lost], { is: 'no-connection', by: 'log', hit: lost }],
    ['the newer one', [invalid, old('no-connection', 99)], { is: 'no-connection', by: 'log', hit: old('no-connection', 99) }],
    ['the newer one', [invalid, old('no-connection', 101)], { is: 'refused', notice: 'license-invalid', by: 'log', hit: invalid }],
    ['of two at once the refusal', [lost, invalid], { is: 'refused', notice: 'license-invalid', by: 'log', hit: invalid }],
  ])('%s', (_, hits, state) => {
    expect(of(page, ...hits)).toEqual(state);
  });

  it('of a week, and dated', () => {
    const logged = (age: number | null) => recentHit([seen(logs(old('license-invalid', age)))], ['license-invalid']);
    expect([logged(week), logged(week + 1), logged(null)].map((found) => found !== null)).toEqual([true, false, false]);
    expect(recentHit([unseen('denied')], ['license-invalid'])).toBeNull();
  });
});

describe('what is not seen is told with what would settle it', () => {
  it.each([
    [{ challenge: true }, /^a challenge of the proxy in front stands before https:.*--origin IP$/],
    [{ form: false, status: 401 }, /is closed to this machine \(HTTP status 401\)/],
    [{ form: false, status: 403 }, /is closed to this machine \(HTTP status 403\)/],
    [{ form: false, status: 402 }, /shows neither the log-in form nor a notice of the license \(HTTP status 402\)/],
    [{ form: false, status: 500 }, /shows neither the log-in form/],
  ])('%j', (page, why) => {
    const state = of(admin(page));
    expect(state).toMatchObject({ is: 'unseen' });
    expect(state.is === 'unseen' && state.why).toMatch(why);
  });

  it('with the reason why the page itself is not', () => {
    expect(licenseState(unseen('denied'), [])).toEqual({ is: 'unseen', why: 'not seen: denied' });
  });
});

test('a line is told with its number and its time', () => {
  expect(describeHit(hit('x', { count: 1 }))).toBe('once, last 2026-10-04T10:00:00Z');
  expect(describeHit(hit('x', { count: 2, last: null }))).toBe('2 times, last at an unknown time');
});
