/** Sizes and durations as people read them. */

/** "250 MB" in decimal units, as df and disk makers count: 1 MB is 1 000 000 bytes. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let amount = bytes;
  let unit = 0;
  // 999 950 is 1 MB: what is rounded to a thousand has a larger unit
  while (Math.round(amount) >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  if (bytes === 1) return '1 byte';
  return `${unit === 0 || amount >= 99.95 ? Math.round(amount) : Math.round(amount * 10) / 10} ${units[unit] ?? ''}`;
}

/** "once", "3 times". */
export function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** The last millisecond that a calendar has: no duration is longer. https://tc39.es/ecma262/#sec-time-values-and-time-range */
export const longestMs = 8_640_000_000_000_000;

/** "24 minutes", "3 days": the largest unit that keeps it at least 2 (or a whole 1). */
export function formatSeconds(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [name, size] of units) {
    if (seconds >= 2 * size || seconds === size) {
      const amount = Math.round((seconds / size) * 10) / 10;
      return `${amount} ${name}${amount === 1 ? '' : 's'}`;
    }
  }
  return `${Math.round(seconds)} second${Math.round(seconds) === 1 ? '' : 's'}`;
}
