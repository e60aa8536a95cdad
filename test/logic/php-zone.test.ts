import { describe, expect, it } from 'vitest';
import { cronZone, cronZoneByCode, doubtfulSetters, webZone, type PhpZone } from '../../src/logic/php-zone.js';
import type { PhpPool, PhpView, ZoneSetter } from '../../src/model.js';
import { phpView } from '../support/php-view.js';
import { now, setter } from '../support/zone-facts.js';

const tokyo = 32_400;
const angeles = -28_800;
const july = Date.UTC(2026, 6, 19);
const conf = (zone: string | null, differs: Partial<ZoneSetter> = {}): ZoneSetter =>
  setter({ file: '/srv/billing/configuration.php', place: 'configuration', zone, ...differs });
const hook = (zone: string | null, differs: Partial<ZoneSetter> = {}): ZoneSetter => setter({ zone, ...differs });
const crons = (zone: string | null): ZoneSetter => setter({ file: '/srv/billing/crons/config.php', place: 'crons', zone });
const files = (zone: string | null, differs: Partial<PhpView> = {}): PhpView =>
  phpView({ way: 'static', timeZone: null, utcOffsetSeconds: null, ini: zone === null ? {} : { 'date.timezone': zone }, ...differs });
const short = (zone: PhpZone | null) =>
  zone === null ? null : { name: zone.name, now: zone.now, refused: zone.refused, asked: zone.asked, underHooks: zone.underHooks };
const web = (php: PhpView, ...setters: readonly ZoneSetter[]) => short(webZone(php, null, setters, now));

describe('PHP’s own zone from its files', () => {
  it.each<[string, PhpView, string, number, string | null]>([
    ['is what date.timezone says', files('Asia/Tokyo'), 'Asia/Tokyo', tokyo, null],
    ['is UTC where it says nothing', files(null), 'UTC', 0, null],
    ['is UTC where it is empty', files(''), 'UTC', 0, null],
    ['is UTC where PHP refuses it', files('Tokyo'), 'UTC', 0, 'Tokyo'],
    [
      'is that of .user.ini, which the question to PHP did not meet',
      phpView({ ini: { 'date.timezone': 'Asia/Tokyo' }, iniFrom: { 'date.timezone': '/srv/billing/.user.ini:1' } }),
      'Asia/Tokyo',
      tokyo,
      null,
    ],
  ])('%s', (_, php, name, offset, refused) => {
    expect(web(php)).toEqual({ name, now: offset, refused, asked: false, underHooks: offset });
  });

  it('is told for the coming year, UTC too', () => {
    expect([...(webZone(files(null), null, [], now)?.ahead.values() ?? [])]).toEqual(Array.from({ length: 28 }, () => 0));
    const berlin = webZone(files('Europe/Berlin'), null, [], now);
    expect(new Set(berlin?.ahead.values())).toEqual(new Set([3600, 7200]));
  });
});

describe('PHP’s own zone as it says itself', () => {
  it.each<[string, Partial<PhpView>, ReturnType<typeof short>]>([
    [
      'by this program’s rules',
      { timeZone: 'Asia/Tokyo', utcOffsetSeconds: tokyo },
      { name: 'Asia/Tokyo', now: tokyo, refused: null, asked: true, underHooks: tokyo },
    ],
    [
      'by its own rules where it tells the year',
      { timeZone: 'Nowhere/New', utcOffsetSeconds: 1800, utcOffsetsAhead: { [String(july)]: 3600 } },
      { name: 'Nowhere/New', now: 1800, refused: null, asked: true, underHooks: 1800 },
    ],
    ['not where nobody knows the zone', { timeZone: 'Nowhere/New', utcOffsetSeconds: 1800, utcOffsetsAhead: {} }, null],
    ['not where it was not seen', { timeZone: null }, null],
    [
      'whatever php.ini says in its files',
      { timeZone: 'UTC', ini: { 'date.timezone': 'Asia/Tokyo' } },
      { name: 'UTC', now: 0, refused: null, asked: true, underHooks: 0 },
    ],
    [
      'UTC, for it refuses what is written',
      { timeZone: 'UTC', timeZoneWritten: 'Tokyo' },
      { name: 'UTC', now: 0, refused: 'Tokyo', asked: true, underHooks: 0 },
    ],
    [
      'UTC, which is written in other letters',
      { timeZone: 'UTC', timeZoneWritten: 'utc' },
      { name: 'UTC', now: 0, refused: null, asked: true, underHooks: 0 },
    ],
    [
      'UTC, for nothing is written',
      { timeZone: 'UTC', timeZoneWritten: '' },
      { name: 'UTC', now: 0, refused: null, asked: true, underHooks: 0 },
    ],
    [
      'another zone than is written, which a value of the pool may set',
      { timeZone: 'Asia/Tokyo', timeZoneWritten: 'Europe/Berlin' },
      { name: 'Asia/Tokyo', now: tokyo, refused: null, asked: true, underHooks: tokyo },
    ],
  ])('%s', (_, differs, zone) => {
    expect(web(phpView({ utcOffsetSeconds: 0, ...differs }))).toEqual(zone);
  });

  it('keeps its own year', () => {
    const zone = webZone(
      phpView({ timeZone: 'Nowhere/New', utcOffsetSeconds: 1800, utcOffsetsAhead: { [String(july)]: 3600 } }),
      null,
      [],
      now,
    );
    expect(zone?.ahead).toEqual(new Map([[july, 3600]]));
  });

  it('refuses what the pool writes rather than what php.ini does', () => {
    const pool = (value: string | null): PhpPool => ({
      kind: 'fpm',
      foundBy: 'only-one',
      listen: null,
      pool: null,
      file: null,
      masterPid: null,
      user: null,
      group: null,
      chroot: null,
      version: null,
      iniFile: null,
      iniFolder: null,
      values: [{ directive: 'date.timezone', value, admin: false, where: 'www.conf:1' }],
      privateTmp: null,
      alternatives: [],
    });
    const php = phpView({ timeZone: 'UTC', timeZoneWritten: 'Nowhere' });
    expect(webZone(php, pool('Tokyo'), [], now)?.refused).toBe('Tokyo');
    expect(webZone(php, pool(null), [], now)?.refused).toBeNull();
    expect(webZone(php, { ...pool('Tokyo'), values: [] }, [], now)?.refused).toBe('Nowhere');
    expect(webZone(php, null, [], now)?.refused).toBe('Nowhere');
  });
});

describe('what the code sets', () => {
  it.each<[string, readonly ZoneSetter[], string, number, number]>([
    ['nothing', [], 'UTC', 0, 0],
    ['configuration.php', [conf('Asia/Tokyo')], 'Asia/Tokyo', tokyo, tokyo],
    ['the last line of it', [conf('Asia/Tokyo'), conf('America/Los_Angeles')], 'America/Los_Angeles', angeles, angeles],
    ['a hook, after WHMCS has loaded it', [hook('Asia/Tokyo'), conf('America/Los_Angeles')], 'Asia/Tokyo', tokyo, angeles],
    ['a hook alone', [hook('Asia/Tokyo')], 'Asia/Tokyo', tokyo, 0],
    ['two hooks', [hook('Asia/Tokyo'), hook('America/Los_Angeles')], 'America/Los_Angeles', angeles, 0],
    ['not what cron alone reads', [crons('Asia/Tokyo')], 'UTC', 0, 0],
    ['not under a condition', [conf('Asia/Tokyo', { scope: 'condition' })], 'UTC', 0, 0],
    ['not in a function', [conf('Asia/Tokyo', { scope: 'function' })], 'UTC', 0, 0],
    ['not a zone that PHP does not know', [conf('Tokyo')], 'UTC', 0, 0],
    ['not what is no literal', [conf(null)], 'UTC', 0, 0],
    ['what stands before such lines', [conf('Asia/Tokyo'), conf('Tokyo'), conf(null)], 'Asia/Tokyo', tokyo, tokyo],
  ])('%s', (_, setters, name, offset, underHooks) => {
    expect(web(phpView(), ...setters)).toEqual({ name, now: offset, refused: null, asked: true, underHooks });
  });

  it('is named with the line that decides', () => {
    const deciding = conf('Asia/Tokyo');
    expect(webZone(phpView(), null, [deciding, conf(null)], now)?.setBy).toBe(deciding);
    expect(webZone(phpView(), null, [], now)?.setBy).toBeNull();
  });

  it('does not hide what PHP refused, nor that it was asked', () => {
    const php = phpView({ timeZone: 'UTC', timeZoneWritten: 'Tokyo' });
    expect(web(php, conf('Asia/Tokyo'))).toEqual({ name: 'Asia/Tokyo', now: tokyo, refused: 'Tokyo', asked: true, underHooks: tokyo });
  });

  it('decides also where PHP’s own zone was not seen', () => {
    const unseen = phpView({ timeZone: null });
    expect(web(unseen, conf('Asia/Tokyo'))).toEqual({ name: 'Asia/Tokyo', now: tokyo, refused: null, asked: false, underHooks: tokyo });
    expect(web(unseen, hook('Asia/Tokyo'))).toEqual({ name: 'Asia/Tokyo', now: tokyo, refused: null, asked: false, underHooks: tokyo });
  });
});

describe('cron’s zone', () => {
  const cron = (...setters: readonly ZoneSetter[]) => cronZone(phpView(), setters, now)?.name;
  const byCode = (...setters: readonly ZoneSetter[]) => cronZoneByCode(setters, now);

  it('is set by crons/config.php, then configuration.php, then hooks', () => {
    expect(cron(crons('Asia/Tokyo'))).toBe('Asia/Tokyo');
    expect(cron(conf('America/Los_Angeles'), crons('Asia/Tokyo'))).toBe('America/Los_Angeles');
    expect(cron(hook('Europe/Berlin'), conf('America/Los_Angeles'), crons('Asia/Tokyo'))).toBe('Europe/Berlin');
    expect(cron()).toBe('UTC');
  });

  it('is refused as php.ini has it', () => {
    expect(cronZone(phpView({ timeZoneWritten: 'Tokyo' }), [], now)?.refused).toBe('Tokyo');
    expect(cronZone(phpView(), [], now)?.refused).toBeNull();
  });

  it('is known without its PHP only where crons/config.php sets it', () => {
    expect(byCode(crons('Asia/Tokyo'))).toMatchObject({ name: 'Asia/Tokyo', now: tokyo, asked: false, refused: null });
    expect(byCode(conf('America/Los_Angeles'), crons('Asia/Tokyo'))?.name).toBe('America/Los_Angeles');
    expect(byCode(crons('Asia/Tokyo'), hook('Europe/Berlin'))).toMatchObject({ name: 'Europe/Berlin', underHooks: tokyo });
    expect(byCode(conf('Asia/Tokyo'), hook('Europe/Berlin'))).toBeNull();
    expect(byCode(crons(null))).toBeNull();
    expect(byCode()).toBeNull();
  });
});

describe('doubtful settings', () => {
  const doubtful = (...setters: readonly ZoneSetter[]) => {
    const rest = webZone(phpView(), null, setters, now);
    if (rest === null) throw new Error('no zone');
    return doubtfulSetters(setters, rest, now);
  };
  const perhaps = conf('Asia/Tokyo', { scope: 'condition' });

  it.each<[string, readonly ZoneSetter[], readonly number[]]>([
    ['a hook with another zone', [hook('Asia/Tokyo')], [0]],
    ['a line under a condition', [perhaps], [0]],
    ['a line in a function', [conf('Asia/Tokyo', { scope: 'function' })], [0]],
    ['not a plain line, also where a later one has the last word', [conf('Asia/Tokyo'), conf('UTC')], []],
    ['not a hook with the zone that is in force', [hook('Africa/Abidjan')], []],
    ['a hook beside the zone of configuration.php', [conf('Asia/Tokyo'), hook('UTC'), hook('Asia/Seoul')], [1]],
    ['not a zone that PHP does not know', [hook('Tokyo')], []],
    ['not what is no literal', [hook(null)], []],
    ['not in a file that puts back what it found', [hook('Asia/Tokyo'), hook(null)], []],
    ['in another file than one that puts it back', [hook('Asia/Tokyo'), hook(null, { file: '/srv/billing/includes/hooks/b.php' })], [0]],
  ])('%s', (_, setters, places) => {
    expect(doubtful(...setters)).toEqual(places.map((place) => setters[place]));
  });
});
