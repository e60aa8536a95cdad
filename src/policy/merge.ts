/** The configuration file's endpoints and thresholds over the defaults. */
import type { Endpoints, Thresholds } from '../model.js';
import type { ConfigFile } from './config.js';

export function mergeEndpoints(base: Endpoints, file: ConfigFile['endpoints']): Endpoints {
  return { ...base, ...dropUndefined(file ?? {}) };
}

export function mergeThresholds(base: Thresholds, file: ConfigFile['thresholds']): Thresholds {
  const given = file ?? {};
  return {
    sessionLifetimeMs: given.sessionLifetime ?? base.sessionLifetimeMs,
    clockBehindWarnMs: given.clockBehindWarn ?? base.clockBehindWarnMs,
    clockBehindFailMs: given.clockBehindFail ?? base.clockBehindFailMs,
    clockAheadWarnMs: given.clockAheadWarn ?? base.clockAheadWarnMs,
    freeSpaceBytes: given.freeSpace ?? base.freeSpaceBytes,
    freeSpacePercent: given.freeSpacePercent ?? base.freeSpacePercent,
    freeInodesPercent: given.freeInodesPercent ?? base.freeInodesPercent,
  };
}

function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
