/** Lines of tmpfiles.d that clean by age. https://www.freedesktop.org/software/systemd/man/latest/tmpfiles.d.html */

export interface TmpfilesAge {
  /** 1 for the first line. */
  readonly line: number;
  readonly path: string;
  /** Seconds. */
  readonly ageSeconds: number;
}

/** Types whose age cleans what lies in the folder. */
const cleaning = /^[dDeQqvC][!=~^$+-]*$/;

const units: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800, y: 31_557_600 };

export function parseTmpfiles(text: string): readonly TmpfilesAge[] {
  const found: TmpfilesAge[] = [];
  for (const [index, line] of text.split('\n').slice(0, 2000).entries()) {
    const [type, path, , , , age] = line.trim().slice(0, 2000).split(/\s+/);
    if (type === undefined || path === undefined || age === undefined || !cleaning.test(type) || !path.startsWith('/')) continue;
    const seconds = ageSeconds(age.replace(/^~/, '').replace(/^[abcmABCM]+:/, ''));
    if (seconds !== null) found.push({ line: index + 1, path: path.length > 1 ? path.replace(/\/+$/, '') : path, ageSeconds: seconds });
  }
  return found;
}

/** "10d", "1h30m", "3600"; null: none. */
function ageSeconds(text: string): number | null {
  if (!/^(?:\d{1,9}(?:us|ms|min|[smhdwy])?)+$/.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d{1,9})(us|ms|min|[smhdwy])?/g)) seconds += Number(count) * (units[unit ?? 's'] ?? 1);
  return seconds;
}
