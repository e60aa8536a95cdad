/** Times that PHP wrote into the database without a zone: their age by the clock of the PHP that wrote them. */
/** Seconds since "2026-01-31 12:00:00" as written with this offset, not below 0; null: no such time ("0000-00-00 …" stands for none). */
export function ageOf(written: string, offsetSeconds: number, epochMs: number): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(written);
  if (!found || found[1] === '0000') return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - offsetSeconds * 1000;
  return Math.max(0, Math.round((epochMs - at) / 1000));
}
