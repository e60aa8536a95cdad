/** From points to the chance that the answer is right, fitted on the tuning half of the labelled reports: `npm run triage:measure -- --fit`. */

export interface Calibration {
  readonly base: number;
  /** Per point above what is enough. */
  readonly excess: number;
  /** Per point before the next problem. */
  readonly lead: number;
}

/** Points beyond these say nothing more. */
export const mostExcess = 8;
export const mostLead = 5;

export const calibration: Calibration = { base: 0.4, excess: 0.35, lead: 0.3 };

/** 0 to 1, two digits. */
export function scoreOf(excess: number, lead: number, by: Calibration = calibration): number {
  const sum =
    by.base + by.excess * Math.min(Math.max(excess, 0), mostExcess) + by.lead * Math.min(Math.max(lead, -mostLead), mostLead);
  return Math.round(100 / (1 + Math.exp(-sum))) / 100;
}
