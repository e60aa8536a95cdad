/** Durations and sizes as people write them: 5s, 24m, 250MB. */

const durations: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const sizes: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/** Milliseconds, or null. A bare number counts seconds, as in curl and timeout(1). */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = match?.[2] === '' ? 1000 : durations[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : null;
}

/** Bytes, or null. A bare number counts bytes. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = match?.[2] === '' ? 1 : sizes[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : null;
}
