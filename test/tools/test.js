// npm test: installs what is missing, builds, runs the unit tests, and the lab inside a mount and network namespace of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, run, top } from './install.js';

const args = process.argv.slice(2);
const only = args.find((arg) => arg === '--unit' || arg === '--lab');
const rest = args.filter((arg) => arg !== only);

ensurePackages();
ensureBuild();

const results = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
const vitest = join(top, 'node_modules/vitest/vitest.mjs');

/** Runs one vitest project and returns its own count. A run that leaves no result has failed. */
function project(name, before = []) {
  const file = join(results, `${name}.json`);
  const command = [
    ...before,
    process.execPath,
    vitest,
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...rest,
  ];
  const status = run(command[0], command.slice(1));
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(readFileSync(file, 'utf8'));
    const failed = numFailedTests + (status !== 0 && numFailedTests === 0 ? 1 : 0);
    return { passed: numPassedTests, failed: success ? failed : Math.max(failed, 1), skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const counts = [];
if (only !== '--lab') counts.push(project('unit'));
if (only !== '--unit') counts.push(lab());
rmSync(results, { recursive: true, force: true });

const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
// a test that did not run has shown nothing: skipping is no way to pass
process.exit(sum('failed') === 0 && sum('skipped') === 0 && sum('passed') > 0 ? 0 : 1);

function lab() {
  if (!ensureDebianPackages()) return { passed: 0, failed: 1, skipped: 0 };
  const root = process.getuid() === 0;
  const unshare = ['unshare', root ? '-mn' : '-Umn', ...(root ? [] : ['--map-current-user', '--keep-caps']), '--propagation', 'private'];
  return project('lab', [...unshare, 'bash', join(top, 'test/lab/machine.sh')]);
}
