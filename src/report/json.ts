/** -f json: the report itself, whmcs-doctor/report/1. */
import type { Report } from '../model.js';

/** JSON that is safe to print on a terminal: what JSON leaves unescaped and a terminal obeys is escaped too. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** One report as itself; several targets as whmcs-doctor/reports/1. */
export function renderJson(reports: readonly Report[]): string {
  return toJson(reports.length === 1 ? reports[0] : { schema: 'whmcs-doctor/reports/1', reports });
}
