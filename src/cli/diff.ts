/** whmcs-doctor diff: what changed between two saved reports. Ends with 0, or 2 where something fails that did not before. */
import { version } from '../logic/version.js';
import { decide } from './ending.js';
import { usage } from './exit.js';
import { simpleFormat, viewFor } from './shown-as.js';
import type { Given } from './options.js';
import { print } from './output.js';
import { readReport } from './saved-report.js';

export async function diff(before: string, now: string, given: Given): Promise<void> {
  const format = simpleFormat(given);
  if (before === '-' && now === '-') throw usage('only one of the two reports can come from standard input');
  const [old, fresh] = [await readReport(before), await readReport(now)];
  const { diffOf } = await import('../policy/diff.js');
  const found = diffOf(old, fresh, version);
  if (format === 'json') await print((await import('../report/json.js')).toJson(found));
  else await print((await import('../report/diff-pretty.js')).renderDiff(found, viewFor(given)));
  decide(found.exitCode);
}
