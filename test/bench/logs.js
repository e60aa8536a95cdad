// Logs that have grown for years: 1 GB searched as a whole, the error log of PHP and the activity log of WHMCS read by a check.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labRows } from './lab-rows.js';
import { againstGrep, largeLog } from './large-log.js';
import { row } from './rows.js';
import { peak } from './triage.js';

export async function logs() {
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bench-'));
  try {
    const log = largeLog(folder, 1000);
    row('logs', '1 GB log : grep -c -i -F -f', againstGrep(log, 3), 1.5);
    row('logs', '1 GB log, largest process', peak([log]) / 1024, 120, 'MiB');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await labRows('logs', 'test/bench/grown-logs.ts');
}
