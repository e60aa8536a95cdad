/** What a database answers as plain rows: text, numbers, booleans and null, within limits. */
import type { Row, Scalar } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';

export const mostRows = 20_000;
export const mostAnswerBytes = 64 * 1024 * 1024;
const longestCell = 1024 * 1024;

/** BLOB and BIT columns come as bytes, what else is no scalar (geometry) as JSON. */
export function scalar(value: unknown): Scalar {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return JSON.stringify(value) ?? null;
}

/** A row by column name. fromEntries makes own properties, so that a column called __proto__ is a column. */
export function row(names: readonly string[], cells: readonly unknown[]): Row {
  return Object.fromEntries(
    names.map((name, index) => {
      const value = scalar(cells[index]);
      if (typeof value === 'string' && value.length > longestCell) {
        throw new LookFailed('oversize', `the database answered with more than ${longestCell} characters in ${name}`);
      }
      return [name, value] as const;
    }),
  );
}
