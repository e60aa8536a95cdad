/** What the looks at accounts share: which columns are there, and what a stored password looks like without reading it. */
import { LookFailed } from '../logic/failure.js';
import type { DatabaseSchema, PasswordShape, Row, SecondFactor } from '../model.js';

/** Whether the table has a column. LookFailed `unsupported` where the table or a column that nothing can be said without is missing. */
export function columnsOf({ tables }: DatabaseSchema, table: string, required: readonly string[]): (column: string) => boolean {
  const columns = new Set(tables[table] ?? []);
  const missing = required.filter((column) => !columns.has(column));
  if (missing.length > 0) throw new LookFailed('unsupported', `the database has no ${table} with the columns ${required.join(', ')}`);
  return (column) => columns.has(column);
}

/** A count of the database's. LookFailed `malformed` where it is none. */
export function countIn(row: Row | undefined, name: string, table: string): number {
  const value = row?.[name];
  const number = value === null || value === undefined || value === '' ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new LookFailed('malformed', `the database did not say how many rows of ${table} there are`);
  return number;
}

/**
 * The shape of a stored password, told inside the database so that the value stays there. password_hash() writes bcrypt in exactly 60
 * characters; shorter is what a shell leaves of one that it took for variables. MD5 and its salted form are from before WHMCS 5.3 and 6.3.
 */
export function passwordShape(column: string): string {
  return `CASE WHEN ${column} IS NULL OR ${column} = '' THEN 'empty'
    WHEN ${column} REGEXP '^[0-9A-Fa-f]{32}$' THEN 'md5'
    WHEN ${column} LIKE '$2_$%' THEN CASE WHEN CHAR_LENGTH(${column}) = 60 THEN 'hash' ELSE 'other' END
    WHEN ${column} REGEXP '^[$][0-9A-Za-z]+[$].' OR ${column} REGEXP '^[0-9A-Fa-f]{40,128}$' THEN 'hash'
    WHEN ${column} REGEXP '^[0-9A-Fa-f]{32,128}:.' THEN 'salted' ELSE 'other' END`;
}

const shapes: ReadonlySet<string> = new Set<PasswordShape>(['empty', 'md5', 'salted', 'hash', 'other']);

export function shapeIn(row: Row, name: string): PasswordShape {
  const shape = String(row[name] ?? '');
  if (!isShape(shape)) throw new LookFailed('malformed', `the database did not say what ${name} looks like`);
  return shape;
}

function isShape(text: string): text is PasswordShape {
  return shapes.has(text);
}

/** "0" is what the documented reset of a second factor leaves where its SQL is taken for a condition. */
export function factorShape(column: string): string {
  return `CASE WHEN ${column} IS NULL OR ${column} = '' THEN 'none' WHEN ${column} = '0' THEN 'zero' ELSE 'set' END`;
}

export function factorIn(row: Row, name: string): SecondFactor {
  const shape = row[name];
  return shape === 'none' || shape === 'zero' || shape === 'set' ? shape : null;
}

/** Name of a second factor's module: totp, duosecurity, yubico. */
export function moduleIn(row: Row, name: string): string | null {
  const module = String(row[name] ?? '');
  return /^[a-z][a-z0-9_-]{1,31}$/i.test(module) ? module.toLowerCase() : null;
}
