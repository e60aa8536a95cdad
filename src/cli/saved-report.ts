/** A report that -f json wrote, read back. What it holds is hostile, as everything that is read. */
import type { FailOn, Report, Several } from '../model.js';
import { isRecord, parseJson } from '../parse/json.js';
import { count, exitCodeOf, unseenOf, verdictOf } from '../run/verdict.js';
import { unusable } from './exit.js';
import { operatorFile } from './operator-file.js';

const largest = 256 * 1024 * 1024;
const hint = 'Save one with: whmcs-doctor check … -f json=FILE';

/** whmcs-doctor/report/1 and reports/1. Throws Quit 78. */
export async function readReport(path: string): Promise<Several> {
  const name = path === '-' ? 'standard input' : path;
  const parsed = parseJson(await operatorFile(path, 'the report', largest));
  if (parsed === null) throw unusable(`${name} is not JSON: it is no report. ${hint}`);
  const { value } = parsed;
  const schema = isRecord(value) ? value['schema'] : undefined;
  if (schema !== 'whmcs-doctor/report/1' && schema !== 'whmcs-doctor/reports/1')
    throw unusable(
      `${name} is not a report of whmcs-doctor (${typeof schema === 'string' ? `its schema is ${schema}` : 'it names no schema'}). ${hint}`,
    );
  const { reportSchema, reportsSchema } = await import('../report/schema.js');
  const checked = schema === 'whmcs-doctor/report/1' ? reportSchema.safeParse(value) : reportsSchema.safeParse(value);
  const damaged = (what: string): Error => unusable(`${name} is a damaged report: ${what}. ${hint}`);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw damaged(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  }
  // the schema is held against the types by a test, and says nothing of ids: those of plug-ins are any
  const several: Several =
    checked.data.schema === 'whmcs-doctor/report/1'
      ? { reports: [checked.data as unknown as Report], unusable: [] }
      : { reports: checked.data.reports as unknown as readonly Report[], unusable: checked.data.unusable };
  if (several.reports.length + several.unusable.length === 0)
    throw damaged('it has neither a report nor a target that could not be looked at');
  for (const [index, report] of several.reports.entries()) {
    const wrong = contradiction(report);
    if (wrong !== null) throw damaged(checked.data.schema === 'whmcs-doctor/report/1' ? wrong : `reports.${index}: ${wrong}`);
  }
  return several;
}

const anyFailOn: readonly FailOn[] = ['warn', 'fail', 'never'];

/** What the program cannot have written: a gate would show one thing and do another. null: nothing. */
function contradiction({ findings, counts, verdict, exitCode, failOn }: Report): string | null {
  const counted = count(findings);
  const wrong = (Object.keys(counted) as (keyof typeof counted)[]).find((key) => counted[key] !== counts[key]);
  if (wrong !== undefined) return `counts.${wrong} is ${counts[wrong]}, and its findings make ${counted[wrong]}`;
  // whether somebody chose the checks, it does not tell
  const verdicts = [false, true].map((aimed) => verdictOf(counted, aimed, unseenOf(findings)));
  if (!verdicts.includes(verdict)) return `verdict is ${verdict}, and its findings make ${verdicts[0] ?? ''}`;
  const codes = (failOn === undefined ? anyFailOn : [failOn]).map((each) => exitCodeOf(verdict, each));
  if (!codes.includes(exitCode)) return `exitCode is ${exitCode}, and its verdict makes ${[...new Set(codes)].join(' or ')}`;
  return null;
}
