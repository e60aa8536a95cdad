/** -f json: the report itself, whmcs-doctor/report/1. */
import { unprintable } from '../logic/unprintable.js';
import type { Several } from '../model.js';

/** JSON that is safe to print on a terminal: what JSON leaves unescaped and a terminal obeys is escaped too. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(unprintable, escaped)}\n`;
}

/** The same as one line: a line of JSON lines. */
export function toCompactJson(value: unknown): string {
  return `${JSON.stringify(value).replace(unprintable, escaped)}\n`;
}

/** The line breaks between the lines stay; those inside of texts JSON has escaped already. */
function escaped(character: string): string {
  if (character === '\n') return character;
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

/** One target's report as itself; several targets as whmcs-doctor/reports/1. */
export function renderJson({ reports, unusable }: Several): string {
  if (reports.length === 1 && unusable.length === 0) return toJson(reports[0]);
  return toJson({ schema: 'whmcs-doctor/reports/1', reports, unusable });
}
