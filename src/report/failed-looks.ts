/** The looks that failed. One that was not asked for, or that this way in cannot take, is none: what needs it is skipped. */
import type { ProbeReport, Report } from '../model.js';

export function failedLooks({ probes }: Pick<Report, 'probes'>): readonly ProbeReport[] {
  return probes.filter(({ ok, gap }) => !ok && gap !== 'disabled' && gap !== 'unsupported');
}
