/**
 * The time zone in which WHMCS runs on one side: date_default_timezone_set() in its code, else date.timezone, else UTC. The environment's TZ
 * and the operating system's zone count for nothing: https://www.php.net/manual/en/function.date-default-timezone-get.php
 */
import type { PhpPool, PhpView, ZoneSetter } from '../model.js';
import { poolValue } from './pool-value.js';
import { utcYear, yearOf, type YearOfOffsets } from './time-zone.js';

export interface PhpZone extends YearOfOffsets {
  readonly name: string;
  /** The code's own setting that decided it; null: PHP's configuration did. */
  readonly setBy: ZoneSetter | null;
  /** Offset now without what hooks set, seconds. */
  readonly underHooks: number;
  /** date.timezone as written where PHP refuses it and takes UTC; null: it is none of these. */
  readonly refused: string | null;
  /** PHP itself was asked, rather than its files. */
  readonly asked: boolean;
}

/** null: PHP's zone was not seen. `nowMs` is the moment of the look. */
export function webZone(php: PhpView, pool: PhpPool | null, setters: readonly ZoneSetter[], nowMs: number): PhpZone | null {
  return effective(iniZone(php, writtenFor(php, pool), nowMs), setters, ['configuration', 'hook'], nowMs);
}

/** crons/config.php is read before configuration.php, which so has the last word of the two. */
export function cronZone(php: PhpView, setters: readonly ZoneSetter[], nowMs: number): PhpZone | null {
  return effective(iniZone(php, php.timeZoneWritten ?? null, nowMs), setters, ['crons', 'configuration', 'hook'], nowMs);
}

/** What cron's side is led into whichever PHP runs it: null where no code says so. */
export function cronZoneByCode(setters: readonly ZoneSetter[], nowMs: number): PhpZone | null {
  return setters.some(({ place }) => place === 'crons') ? effective(null, setters, ['crons', 'configuration', 'hook'], nowMs) : null;
}

function iniZone(php: PhpView, written: string | null, nowMs: number): PhpZone | null {
  const asked = php.way !== 'static' && !fromUserIni(php);
  if (!asked) {
    const text = php.ini['date.timezone'] ?? '';
    const year = yearOf(text, nowMs);
    if (year !== null) return { name: text, setBy: null, refused: null, asked, ...year, underHooks: year.now };
    return { name: 'UTC', setBy: null, refused: text === '' ? null : text, asked, ...utcYear(nowMs), underHooks: 0 };
  }
  if (php.timeZone === null) return null;
  const year = ownYear(php) ?? yearOf(php.timeZone, nowMs);
  if (year === null) return null;
  // A zone that PHP knows it uses: another text beside UTC is one that it refused.
  const refused = written !== null && written !== '' && !same(written, php.timeZone) && same(php.timeZone, 'UTC') ? written : null;
  return { name: php.timeZone, setBy: null, refused, asked, ...year, underHooks: year.now };
}

/** The temporary script lies outside the web root: what .user.ini sets there was added from disk. */
function fromUserIni(php: PhpView): boolean {
  return php.iniFrom['date.timezone'] !== undefined;
}

function ownYear(php: PhpView): YearOfOffsets | null {
  const ahead = Object.entries(php.utcOffsetsAhead ?? {}).map(([moment, seconds]): [number, number] => [Number(moment), seconds]);
  return php.utcOffsetSeconds === null || ahead.length === 0 ? null : { now: php.utcOffsetSeconds, ahead: new Map(ahead) };
}

/** A pool's own line wins over php.ini, and where PHP alone knows what it sets, php.ini's does not stand for it. */
function writtenFor(php: PhpView, pool: PhpPool | null): string | null {
  const own = pool === null ? undefined : poolValue(pool.values, 'date.timezone', pool.kind);
  return own === undefined ? (php.timeZoneWritten ?? null) : own;
}

/** A place later in the list runs later; a zone that no rules know is left alone by PHP, with a notice. */
function effective(
  base: PhpZone | null,
  setters: readonly ZoneSetter[],
  places: readonly ZoneSetter['place'][],
  nowMs: number,
): PhpZone | null {
  let zone = base;
  for (const place of places) {
    for (const setter of setters.filter((one) => one.place === place && one.scope === 'always')) {
      const name = setter.zone;
      const year = name === null ? null : yearOf(name, nowMs);
      if (name === null || year === null) continue;
      const underHooks = place === 'hook' ? (zone?.underHooks ?? year.now) : year.now;
      zone = {
        name,
        setBy: setter,
        refused: base?.refused ?? null,
        asked: base?.asked ?? false,
        ...year,
        underHooks,
      };
    }
  }
  return zone;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Settings of another zone than the rest of WHMCS runs in: in a hook, which takes effect only once WHMCS has loaded it, or under a condition
 * or in a function. A file that also sets a zone that is no literal puts back what was there before.
 */
export function doubtfulSetters(setters: readonly ZoneSetter[], rest: PhpZone, nowMs: number): readonly ZoneSetter[] {
  const restoring = new Set(setters.filter(({ zone }) => zone === null).map(({ file }) => file));
  return setters.filter((setter) => {
    const passing = setter.scope !== 'always' || setter.place === 'hook';
    if (!passing || setter.zone === null || restoring.has(setter.file)) return false;
    const year = yearOf(setter.zone, nowMs);
    return year !== null && year.now !== rest.underHooks;
  });
}
