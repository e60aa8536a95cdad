import { expect, test } from 'vitest';
import { passedInPhp } from '../../src/logic/php-time.js';
import { seen, unseen } from '../support/fake-host.js';
import { phpView } from '../support/php-view.js';
import { setter, systemZone } from '../support/zone-facts.js';

const noon = Date.parse('2026-11-22T12:00:00Z');
const at = (hours: number) => new Date(noon + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

test.each([
  ['UTC, an hour ago', at(-1), phpView(), 'passed'],
  ['UTC, in an hour', at(1), phpView(), 'ahead'],
  // 13:00 in Berlin: what was written as 12:30 there is over
  ['PHP an hour ahead of UTC', at(0.5), phpView({ timeZone: 'Europe/Berlin', utcOffsetSeconds: 3600 }), 'passed'],
  ['PHP behind UTC', at(-1), phpView({ timeZone: 'America/New_York', utcOffsetSeconds: -18_000 }), 'ahead'],
  ['only the name of the zone is known', at(0.5), phpView({ timeZone: 'Europe/Berlin', utcOffsetSeconds: null }), 'passed'],
  ['no such zone', at(1), phpView({ timeZone: 'Mars/Olympus', utcOffsetSeconds: null }), 'unsure'],
  ['no zone', at(1), phpView({ timeZone: null, utcOffsetSeconds: null }), 'unsure'],
  ['no zone, but over everywhere', at(-13), phpView({ timeZone: null, utcOffsetSeconds: null }), 'passed'],
  ['no zone, but nowhere over', at(15), phpView({ timeZone: null, utcOffsetSeconds: null }), 'ahead'],
  ['a clock that is behind by two hours', at(-1), phpView({ clock: { lowMs: -7_200_010, highMs: -7_200_000 } }), 'ahead'],
  ['a date alone', '2026-11-23', phpView(), 'ahead'],
  ['zero', '0000-00-00 00:00:00', phpView(), 'unsure'],
  ['nonsense', 'tomorrow', phpView(), 'unsure'],
  ['no such day', '2026-13-45 00:00:00', phpView(), 'unsure'],
] as const)('%s', (_, stored, view, passed) => {
  expect(passedInPhp(stored, seen(view), unseen(), noon)).toBe(passed);
});

test('without PHP every zone is possible', () => {
  expect(passedInPhp(at(-1), unseen(), unseen(), noon)).toBe('unsure');
  expect(passedInPhp(at(-13), unseen(), unseen(), noon)).toBe('passed');
  expect(passedInPhp(at(15), unseen(), unseen(), noon)).toBe('ahead');
});

test('code that sets the zone decides before php.ini', () => {
  const angeles = setter({ place: 'configuration', zone: 'America/Los_Angeles' });
  const passed = (hours: number, code = angeles) => passedInPhp(at(hours), seen(phpView()), seen(systemZone(code)), noon);
  expect(passed(-7)).toBe('ahead');
  expect(passed(-9)).toBe('passed');
  expect(passed(-7, { ...angeles, scope: 'condition' })).toBe('unsure');
  expect(passed(-7, { ...angeles, zone: null })).toBe('unsure');
});
