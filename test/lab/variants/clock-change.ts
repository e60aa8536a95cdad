/** A machine on which the clocks of a zone have just been changed: every program of it that starts from now on lives in that hour. */
import { writeFile } from 'node:fs/promises';
import { fakeClock } from '../certificates.js';
import type { Lab } from '../lab.js';

const hour = 3_600_000;
/** Records of the last hours then lie on both sides of the change. */
const after = 25 * 60_000;
/** Certificates of the lab end a year after they were made. */
const farthest = 300 * 24;

export interface ClockChange {
  readonly zone: string;
  /** From now to the moment at which the machine lives. */
  readonly shiftMs: number;
}

function offsetMinutes(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at);
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York'] as const;

/** The next change of this kind in one of the zones, one of which is on the other half of the earth. */
export function nextChange(kind: 'forward' | 'back', now = Date.now()): ClockChange {
  const begin = Math.floor(now / hour) * hour;
  for (let hours = 1; hours < farthest; hours += 1) {
    const at = begin + hours * hour;
    for (const zone of zones) {
      const gained = offsetMinutes(zone, at) - offsetMinutes(zone, at - hour);
      if (kind === 'forward' ? gained > 0 : gained < 0) return { zone, shiftMs: at + after - now };
    }
  }
  throw new Error(`no clock goes ${kind} within ${farthest} hours`);
}

/** In /etc, which the caller has covered: no program can be started there without it. */
export async function liveThen({ shiftMs }: ClockChange): Promise<void> {
  await writeFile('/etc/faketimerc', `+${Math.round(shiftMs / 1000)}s\n`);
  await writeFile('/etc/ld.so.preload', `${fakeClock('+0s')['LD_PRELOAD'] ?? ''}\n`);
}

/** What this process does for the machine: the world's clocks, and what the stand-in keeps of its last license check. */
export async function worldThen(lab: Lab, { shiftMs }: ClockChange): Promise<void> {
  lab.internet.shiftTime(shiftMs);
  await lab.setting('LabLocalKey', String(Math.floor((Date.now() + shiftMs) / 1000)));
}
