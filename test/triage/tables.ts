/** The tables as the build makes them, but learned from one half of the reports, so that the other can be measured with. */
import { builtTables, isHeldOut, type Report } from '../../src/triage/build.js';
import type { Lexicons } from '../../src/triage/tables.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { reports } from '../tools/reports.js';

export const everyReport = reports() as readonly (Report & { readonly file: string; readonly lang: string; readonly kind: string })[];
const built = builtTables(
  builtinChecks,
  everyReport.filter((report) => !isHeldOut(report)),
);
export const { tables } = built;
export const lexicons: Lexicons = (language) => built.lexicons[language];
