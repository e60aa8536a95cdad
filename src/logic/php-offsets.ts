/**
 * In which zones a time can be meant that WHMCS stored as the local time of its PHP: the zone that code sets, else PHP's own. Code that may or
 * may not have run before (a hook, a condition, a function) leaves both possible: https://www.php.net/manual/en/function.date-default-timezone-set.php
 */
import type { Fact, PhpView, SystemZone, ZoneSetter } from '../model.js';
import { offsetAt } from './time-zone.js';

/** Seconds east of UTC. All zones of the world: from 12 hours behind UTC to 14 ahead. */
export const everywhere: readonly number[] = [-12 * 3600, 14 * 3600];

const places = {
  web: ['configuration', 'hook'],
  // crons/config.php is read before configuration.php
  cron: ['crons', 'configuration', 'hook'],
} as const;
export type Side = keyof typeof places;

type Seen<T> = Fact<T> | { readonly ok: true; readonly value: T };

/** All offsets that are possible on this side, seconds east of UTC; null: PHP was not seen and no code decides, or the code cannot be followed. */
export function offsetsOf(side: Side, php: Seen<PhpView>, code: Seen<SystemZone>, nowMs: number): readonly number[] | null {
  return possible(side, php.ok ? ownOffset(php.value, nowMs) : null, code, (zone) => offsetAt(zone, nowMs));
}

/** IANA name of the one zone that is possible on this side; null: it is not known, or there are several. */
export function zoneNameOf(side: Side, php: Seen<PhpView>, code: Seen<SystemZone>, nowMs: number): string | null {
  const names = possible(side, php.ok ? ownName(php.value) : null, code, (zone) => (offsetAt(zone, nowMs) === null ? null : zone));
  return names?.length === 1 ? (names[0] ?? null) : null;
}

/** The offsets of any of these sides, where one is known; else of the whole world. */
export function recordOffsets(
  facts: { readonly 'php.web': Seen<PhpView>; readonly 'php.cli'?: Seen<PhpView>; readonly 'zone.system': Seen<SystemZone> },
  nowMs: number,
): readonly number[] {
  const { 'php.web': web, 'php.cli': cli, 'zone.system': code } = facts;
  const known = [offsetsOf('web', web, code, nowMs), cli === undefined ? null : offsetsOf('cron', cli, code, nowMs)];
  const all = [...new Set(known.flatMap((offsets) => offsets ?? []))];
  // Where code sets a zone that nobody can read, what the other side has tells nothing of this one.
  return all.length === 0 || unreadable('web', code) || (cli !== undefined && unreadable('cron', code)) ? everywhere : all;
}

function unreadable(side: Side, code: Seen<SystemZone>): boolean {
  return code.ok && possible(side, 'own', code, (zone) => zone) === null;
}

/** Later places run later: a plain line of a file replaces what was before, anything else may or may not have. */
function possible<T>(side: Side, own: T | null, code: Seen<SystemZone>, read: (zone: string) => T | null): readonly T[] | null {
  const setters = code.ok ? code.value.setters : [];
  let found: readonly (T | null)[] = [own];
  for (const place of places[side]) {
    for (const setter of setters.filter((one) => one.place === place)) {
      if (putsBack(setter, setters)) continue;
      const zone = setter.zone === null ? null : read(setter.zone);
      // PHP refuses a zone that it does not know and stays as it was.
      if (setter.zone !== null && zone === null) continue;
      found = setter.scope === 'always' && place !== 'hook' ? [zone] : [...found, zone];
    }
  }
  const sure = found.filter((one) => one !== null);
  return sure.length < found.length ? null : [...new Set(sure)];
}

/** A hook that sets a zone for a while and then the one that it found. */
function putsBack(setter: ZoneSetter, all: readonly ZoneSetter[]): boolean {
  return setter.zone === null && setter.place === 'hook' && all.some(({ file, zone }) => file === setter.file && zone !== null);
}

/** A .user.ini that was read from disk holds for the site, and not for the script that PHP was asked with. */
function ownName(php: PhpView): string | null {
  const fromUserIni = php.iniFrom['date.timezone'] !== undefined;
  return (fromUserIni ? php.ini['date.timezone'] || null : null) ?? php.timeZone;
}

function ownOffset(php: PhpView, nowMs: number): number | null {
  const name = ownName(php);
  if (php.utcOffsetSeconds !== null && name === php.timeZone) return php.utcOffsetSeconds;
  return name === null ? null : offsetAt(name, nowMs);
}
