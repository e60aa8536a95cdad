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
export function renderJson(several: Several): string {
  return [...jsonPieces(several)].join('');
}

/** The same piece by piece: of hundreds of reports, copies of the whole text take more memory than the looks. */
export function* jsonPieces({ reports, unusable }: Several): Generator<string> {
  if (reports.length === 1 && unusable.length === 0) return yield toJson(reports[0]);
  const frame = toJson({ schema: 'whmcs-doctor/reports/1', reports: [], unusable });
  const [before = '', ...after] = frame.split('[]');
  if (reports.length === 0) return yield frame;
  yield `${before}[`;
  for (const [at, report] of reports.entries()) yield `${at === 0 ? '' : ','}\n    ${toJson(report).trimEnd().replaceAll('\n', '\n    ')}`;
  yield `\n  ]${after.join('[]')}`;
}
