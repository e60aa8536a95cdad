/** The tables as the build makes them, once for all tests of a file. */
import { builtTables, type Report } from '../../src/triage/build.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { reports } from '../tools/reports.js';

export const everyReport = reports() as readonly (Report & { readonly file: string; readonly lang: string; readonly kind: string })[];
export const tables = builtTables(builtinChecks, everyReport);
