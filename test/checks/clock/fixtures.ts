import type { ClockOffset } from '../../../src/model.js';

/** A measured offset, as the probe reports it. */
export function offset(lowMs: number, highMs: number, agreeing = 3): ClockOffset {
  return { sources: [{ name: 'time.example', kind: 'ntp', lowMs, highMs, agreed: true }], interval: { lowMs, highMs }, agreeing };
}

export const contradiction: ClockOffset = {
  sources: [
    { name: 'a.example', kind: 'ntp', lowMs: 0, highMs: 5, agreed: false },
    { name: 'b.example', kind: 'ntp', lowMs: 40_000, highMs: 40_005, agreed: false },
  ],
  interval: null,
  agreeing: 0,
};
