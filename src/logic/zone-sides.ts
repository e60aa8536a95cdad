/** The time zones of the two sides of WHMCS, from the facts that tell them. */
import type { CronState, Evidence, Fact, PhpCli, PhpPool, PhpView, See, SystemZone } from '../model.js';
import { cronZone, cronZoneByCode, webZone, type PhpZone } from './php-zone.js';
import { utcOffset } from './time-zone.js';

export interface ZoneFactsSeen {
  readonly 'clock.now': { readonly epochMs: number };
  /** Where the code was not seen, what PHP itself says stands. */
  readonly 'zone.system': Fact<SystemZone> | SystemZone;
  readonly 'php.web': Fact<PhpView>;
  readonly 'php.cli': Fact<PhpCli>;
  readonly 'php.pool': Fact<PhpPool>;
}

export interface ZoneSides {
  /** null: not seen. */
  readonly web: PhpZone | null;
  /** null: not seen, or it is only guessed which PHP cron calls and no code of its own sets the zone. */
  readonly cron: PhpZone | null;
}

export function zoneSides(facts: ZoneFactsSeen): ZoneSides {
  const { 'php.web': php, 'php.cli': cli, 'php.pool': pool } = facts;
  const code = facts['zone.system'];
  const setters = 'setters' in code ? code.setters : code.ok ? code.value.setters : [];
  const { epochMs } = facts['clock.now'];
  return {
    web: php.ok ? webZone(php.value, pool.ok ? pool.value : null, setters, epochMs) : null,
    cron: cli.ok && cli.value.foundBy !== 'path' ? cronZone(cli.value, setters, epochMs) : cronZoneByCode(setters, epochMs),
  };
}

/** What each side's zone is and where it is set. */
export function zoneEvidence({ web, cron }: ZoneSides, see: See<'php.web' | 'php.cli'>): readonly Evidence[] {
  const line = (one: PhpZone, fact: 'php.web' | 'php.cli', label: string) =>
    see(fact, label, `${one.name} (now ${utcOffset(one.now)})`, {
      ...(one.setBy === null ? {} : { source: `${one.setBy.file}:${one.setBy.line}`, vantage: 'files' as const }),
    });
  return [
    ...(web === null ? [] : [line(web, 'php.web', "The site's time zone")]),
    ...(cron === null ? [] : [line(cron, 'php.cli', "Cron's time zone")]),
  ];
}

/** The shift that the log shows, if its newest entry of cron is of the last week: older ones may be from before a zone was set right. */
export function freshShift(state: Fact<CronState>, ageSeconds: number | null): NonNullable<CronState['log']>['shift'] {
  return state.ok && ageSeconds !== null && ageSeconds < 7 * 86_400 ? (state.value.log?.shift ?? null) : null;
}
