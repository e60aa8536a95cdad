/** Checks name the column of the database that a value stands in. Where the API showed it instead, nobody looked there: the action is the source. */
import type { Vantage } from '../model.js';

const row = /^tblconfiguration\.(\w+)$/;
const column = /^tbl[a-z_]+\b/;

/** @param own what the fact itself names as its source */
export function sourceSeen(vantage: Vantage, source: string, own: string): string {
  if (vantage !== 'api' || !column.test(source)) return source;
  const setting = row.exec(source)?.[1];
  return setting === undefined ? own : `GetConfigurationValue, ${setting}`;
}
