import { describe, expect, test } from 'vitest';
import { everywhere, offsetsOf, recordOffsets, zoneNameOf, type Side } from '../../src/logic/php-offsets.js';
import type { PhpView, ZoneSetter } from '../../src/model.js';
import { seen, unseen } from '../support/fake-host.js';
import { phpView } from '../support/php-view.js';
import { now, phpCli, setter, systemZone } from '../support/zone-facts.js';

const angeles = -28_800;
const tokyo = 32_400;
const code = (differs: Partial<ZoneSetter>): ZoneSetter => setter({ place: 'configuration', zone: 'America/Los_Angeles', ...differs });
const offsets = (setters: readonly ZoneSetter[], php: Partial<PhpView> = {}, side: Side = 'web') =>
  offsetsOf(side, seen(phpView(php)), seen(systemZone(...setters)), now);

test.each<[string, readonly ZoneSetter[], readonly number[] | null]>([
  ['no code', [], [0]],
  ['configuration.php', [code({})], [angeles]],
  ['configuration.php, which has the last word', [code({ zone: null }), code({})], [angeles]],
  ['under a condition', [code({ scope: 'condition' })], [0, angeles]],
  ['in a function', [code({ scope: 'function' })], [0, angeles]],
  ['in a hook, which runs late', [code({}), setter()], [angeles, tokyo]],
  ['in a hook that puts it back', [setter({ scope: 'function' }), setter({ scope: 'function', zone: null })], [0, tokyo]],
  ['no literal', [code({ zone: null })], null],
  ['no literal, under a condition', [code({}), code({ zone: null, scope: 'condition' })], null],
  ['crons/config.php, which the site does not read', [code({ place: 'crons' })], [0]],
  ['a zone that does not exist', [code({ zone: 'Nope/Zone' })], [0]],
])('%s', (_, setters, wanted) => {
  expect(offsets(setters)).toEqual(wanted);
});

test('of cron, configuration.php has the last word', () => {
  expect(offsets([code({ place: 'crons', zone: 'Asia/Tokyo' })], {}, 'cron')).toEqual([tokyo]);
  expect(offsets([code({}), code({ place: 'crons', zone: 'Asia/Tokyo' })], {}, 'cron')).toEqual([angeles]);
});

test("PHP's own zone", () => {
  expect(offsets([], { timeZone: 'Nowhere/New', utcOffsetSeconds: 3600 })).toEqual([3600]);
  expect(offsets([], { timeZone: 'Asia/Tokyo', utcOffsetSeconds: null })).toEqual([tokyo]);
  expect(offsets([], { ini: { 'date.timezone': 'Asia/Tokyo' }, iniFrom: { 'date.timezone': '/srv/.user.ini:1' } })).toEqual([tokyo]);
  expect(offsets([], { timeZone: null, utcOffsetSeconds: null })).toBeNull();
  expect(offsetsOf('web', unseen(), unseen(), now)).toBeNull();
  expect(offsetsOf('web', seen(phpView()), unseen(), now)).toEqual([0]);
  expect(offsetsOf('web', unseen(), seen(systemZone(code({}))), now)).toEqual([angeles]);
});

test('the one name', () => {
  const name = (...setters: readonly ZoneSetter[]) => zoneNameOf('web', seen(phpView()), seen(systemZone(...setters)), now);
  expect(name()).toBe('UTC');
  expect(name(code({}))).toBe('America/Los_Angeles');
  expect(name(code({ scope: 'condition' }))).toBeNull();
  expect(name(code({ zone: null }))).toBeNull();
});

describe('records of either side', () => {
  const of = (...setters: readonly ZoneSetter[]) =>
    recordOffsets(
      { 'php.web': seen(phpView({ utcOffsetSeconds: 3600 })), 'php.cli': seen(phpCli()), 'zone.system': seen(systemZone(...setters)) },
      now,
    );

  test('are of those that were seen, else of the whole world', () => {
    expect(of()).toEqual([3600, 0]);
    expect(of(code({}))).toEqual([angeles]);
    expect(recordOffsets({ 'php.web': seen(phpView()), 'zone.system': unseen() }, now)).toEqual([0]);
    expect(recordOffsets({ 'php.web': unseen(), 'php.cli': unseen(), 'zone.system': unseen() }, now)).toBe(everywhere);
  });

  test('are of the whole world where code cannot be followed on one side', () => {
    expect(of(code({ zone: null }))).toBe(everywhere);
    expect(of(code({ place: 'crons', zone: null }))).toBe(everywhere);
  });
});
