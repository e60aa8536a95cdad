/** From a clock on the wall to a moment: by the rules of a time zone, as the platform's own copy of the IANA data has them. */

/** A reading without a zone; the month counts from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** null: no such zone. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...parts });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  // Zones come from examined machines: as many as one likes to make up.
  if (formats.size < 200) formats.set(zone, format);
  return format;
}

function utcOf(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
}

/** What the zone's clocks show at that moment, minus UTC, ms. null: no such zone. */
export function zoneOffsetMs(zone: string, epochMs: number): number | null {
  // The usual zone of servers costs no table: loading the first one takes as long as some other looks.
  if (/^(?:UTC|Etc\/UTC|GMT)$/.test(zone)) return 0;
  const format = formatOf(zone);
  if (format === null || !Number.isFinite(epochMs)) return null;
  const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return shown - Math.floor(epochMs / 1000) * 1000;
}

/**
 * Milliseconds since 1970 at which clocks in that zone (an IANA name) show this; where they show it twice, in autumn, the first time.
 * null: there is no such zone or no such day.
 */
export function momentOf(wall: WallTime, zone: string): number | null {
  const asUtc = utcOf(wall);
  if (!Number.isFinite(asUtc)) return null;
  const day = 86_400_000;
  const before = zoneOffsetMs(zone, asUtc - day);
  const after = zoneOffsetMs(zone, asUtc + day);
  if (before === null || after === null) return null;
  const first = asUtc - before;
  return zoneOffsetMs(zone, first) === before ? first : asUtc - after;
}
