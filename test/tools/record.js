// npm run record: records the healthy install of the tests and the demo's broken one from the lab; npm run record -- faults: every fault;
// npm run record -- findings: what the checks say of these, without the lab.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, top } from './install.js';

ensurePackages();
if (process.argv[2] === 'findings') {
  const vitest = [join(top, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/checks/recorded.test.ts'];
  const env = { ...process.env, RECORD_FINDINGS: '1' };
  process.exit(spawnSync(process.execPath, vitest, { cwd: top, stdio: 'inherit', env }).status ?? 1);
}
ensureBuild();
if (!ensureDebianPackages()) process.exit(1);
const { runInLab } = await import('./in-lab.js');
const done = await runInLab(process.argv[2] === 'faults' ? 'test/lab/record-faults.ts' : 'test/lab/record.ts');
process.stdout.write(done.stdout);
process.exit(done.status ?? 1);
