/** -f json: the report itself, whmcs-doctor/report/1. */
import { safeJson } from '../logic/safe-json.js';
import type { Several } from '../model.js';

/** JSON that is safe to print on a terminal and in a pipeline's log: what JSON leaves unescaped and they obey is escaped too. */
export function toJson(value: unknown): string {
  return `${safeJson(JSON.stringify(value, null, 2))}\n`;
}

/** The same as one line: a line of JSON lines. */
export function toCompactJson(value: unknown): string {
  return `${safeJson(JSON.stringify(value))}\n`;
}

/** One target's report as itself; several targets as whmcs-doctor/reports/1. */
export function renderJson({ reports, unusable }: Several): string {
  if (reports.length === 1 && unusable.length === 0) return toJson(reports[0]);
  return toJson({ schema: 'whmcs-doctor/reports/1', reports, unusable });
}
