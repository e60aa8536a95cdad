// npm test: installs what is missing, builds, runs the unit tests, and the lab inside a mount and network namespace of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBinary } from './binary.js';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, top } from './install.js';
import { labCommand } from './lab-command.js';

const args = process.argv.slice(2);
const only = args.find((arg) => arg === '--unit' || arg === '--lab');
const rest = args.filter((arg) => arg !== only);

ensurePackages();
ensureBuild();

// not in /tmp: the laboratory has a /tmp of its own
mkdirSync(join(top, 'node_modules/.cache'), { recursive: true });
const results = mkdtempSync(join(top, 'node_modules/.cache/test-'));
const vitest = join(top, 'node_modules/vitest/vitest.mjs');

/** Runs one part of the tests and returns its own count. A run that leaves no result has failed. */
async function part(name, args, { before = [], quiet = false } = {}) {
  const file = join(results, `${name}.json`);
  const [command, ...more] = [
    ...before,
    process.execPath,
    vitest,
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...rest,
  ];
  const child = spawn(command, more, { cwd: top, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve));
  if (quiet) process.stdout.write(output);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const failed = numFailedTests + (status !== 0 && numFailedTests === 0 ? 1 : 0);
    troubles.push(...testResults.flatMap(troublesOf));
    return { passed: numPassedTests, failed: success ? failed : Math.max(failed, 1), skipped: numPendingTests + numTodoTests };
  } catch {
    troubles.push(`${name}: left no result, exit status ${status}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** What failed in a file, and what did not run: a hook that fails leaves only skipped tests and the file's own message. */
function troublesOf({ name, message, status, assertionResults }) {
  const file = relative(top, name);
  const tests = assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => `${test.status}: ${file}: ${test.fullName}${test.failureMessages.map((said) => `\n${shortened(said)}`).join('')}`);
  return status === 'failed' && message ? [`failed: ${file}\n${shortened(message)}`, ...tests] : tests;
}

function shortened(said) {
  return stripVTControlCharacters(said)
    .split('\n')
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');
}

const counts = [];
/** Shown once more at the end: a log of thousands of lines is read from there. */
const troubles = [];
if (only !== '--lab') counts.push(await part('unit', ['--project', 'unit*']));
if (only !== '--unit') counts.push(...(await lab()));
rmSync(results, { recursive: true, force: true });

for (const trouble of troubles) console.log(trouble);
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
// a test that did not run has shown nothing: skipping is no way to pass
process.exit(sum('failed') === 0 && sum('skipped') === 0 && sum('passed') > 0 ? 0 : 1);

/** Two laboratories side by side, each with half of the files: each has namespaces of its own, so they do not meet. */
async function lab() {
  await ensureBinary();
  if (!ensureDebianPackages()) return [{ passed: 0, failed: 1, skipped: 0 }];
  const before = labCommand();
  const shards = rest.length > 0 ? [[]] : [['--shard=1/2'], ['--shard=2/2']];
  return Promise.all(
    shards.map((shard, index) => part(`lab-${index}`, ['--project', 'lab', ...shard], { before, quiet: shards.length > 1 })),
  );
}
