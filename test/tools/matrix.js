// npm run matrix [-- healthy faults pairs]: every healthy variant, every cause alone, and pairs of causes. Prints both tables and what went
// wrong; the counts of each part are kept for the README in matrix-kept.json. Two laboratories run at a time (MATRIX_JOBS=N).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, top } from './install.js';
import { labCommand } from './lab-command.js';
import { healthyCounts, faultCounts, labPairCounts, printed } from './matrix-counts.js';

const parts = { healthy, faults, pairs };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`matrix: ${unknown.join(', ')} is no part: ${Object.keys(parts).join(', ')}, or nothing for all of them`);
  process.exit(64);
}

ensurePackages();
ensureBuild();
if (!ensureDebianPackages()) process.exit(1);
mkdirSync(join(top, 'node_modules/.cache'), { recursive: true });
// not in /tmp: the laboratory has a /tmp of its own
const results = mkdtempSync(join(top, 'node_modules/.cache/matrix-'));
const atOnce = Number(process.env.MATRIX_JOBS) || 2;
const shares = 4;

const kept = join(top, 'test/tools/matrix-kept.json');
const counts = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
const troubles = [];
try {
  for (const [name, count] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    counts[name] = { date: new Date().toISOString().slice(0, 10), ...(await count()) };
  }
} finally {
  rmSync(results, { recursive: true, force: true });
}
const shown = Object.fromEntries(Object.entries(counts).filter(([name]) => asked.length === 0 || asked.includes(name)));
console.log(printed(shown));
for (const trouble of troubles) console.log(trouble);
if (troubles.length > 0) {
  console.log(`${troubles.length} went wrong: nothing is kept for the README`);
  process.exit(1);
}
writeFileSync(kept, `${JSON.stringify(counts, null, 2)}\n`);
console.log('all right: npm run generate puts it into the README');

/** Every variant, and the set-ups of files of their own. */
async function healthy() {
  const files = ['healthy', 'healthy-unusual', 'healthy-admin-area', 'layouts'];
  const tests = await inTurn([
    ...Array.from({ length: shares }, (_, index) => ({
      project: 'lab',
      file: 'test/lab/healthy-matrix.test.ts',
      share: `${index}/${shares}`,
    })),
    ...files.map((file) => ({ project: 'lab', file: `test/lab/${file}.test.ts` })),
    { project: 'unit', file: 'test/recorded-php.test.ts', share: '0/1' },
  ]);
  return healthyCounts(tests);
}

/** Every way to every cause, each alone. */
async function faults() {
  const files = readdirSync(join(top, 'test/lab')).filter((name) => /^faults(-[a-z-]+)?\.test\.ts$/.test(name));
  const tests = await inTurn(files.map((name) => ({ project: 'lab', file: `test/lab/${name}` })));
  return { ...faultCounts(tests), known: knownCauses() };
}

function knownCauses() {
  const { stdout } = spawnSync(process.execPath, [join(top, 'bin/whmcs-doctor.js'), 'list', 'causes', '-f', 'json'], { encoding: 'utf8' });
  return JSON.parse(stdout).items.length;
}

async function pairs() {
  const tests = await inTurn([
    { project: 'lab', file: 'test/lab/pairs.test.ts', share: '0/1' },
    { project: 'unit', file: 'test/pairs.test.ts', share: '0/1' },
  ]);
  // it needs esbuild, which ensurePackages may have had to install
  const { recordedPairCounts } = await import('./matrix-pairs.js');
  return { lab: labPairCounts(tests), recorded: await recordedPairCounts() };
}

/** Runs files, some at once, and returns every test of theirs. */
async function inTurn(jobs) {
  const waiting = [...jobs];
  const tests = [];
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) tests.push(...(await run(job)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return tests;
}

async function run({ project, file, share }) {
  const out = join(mkdtempSync(join(results, 'run-')), 'results.json');
  const vitest = join(top, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${out}`];
  const [command, ...args] = [
    ...(project === 'lab' ? labCommand() : []),
    process.execPath,
    vitest,
    'run',
    '--project',
    project,
    ...reporters,
    file,
  ];
  const env = { LAB_PATIENCE: '4', ...process.env, ...(share === undefined ? {} : { MATRIX: share }) };
  const label = `${file}${share === undefined ? '' : ` ${share}`}`;
  const child = spawn(command, args, { cwd: top, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve));
  if (!existsSync(out)) {
    troubles.push(`${label}: left no result, exit status ${status}\n${output.slice(-2000)}`);
    return [];
  }
  const { testResults } = JSON.parse(readFileSync(out, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status: end, failureMessages }) => ({ file, title, right: end === 'passed', said: failureMessages })),
  );
  for (const { title, right, said } of tests) if (!right) troubles.push(`${file}: ${title}\n${said.map(shortened).join('\n')}`);
  // a hook that fails leaves only skipped tests and the file's own message
  for (const { message } of testResults) if (message) troubles.push(`${file}: ${shortened(message)}`);
  if (status !== 0 && !troubles.some((trouble) => trouble.startsWith(file))) troubles.push(`${label}: exit status ${status}`);
  console.log(`${label}: ${tests.filter(({ right }) => right).length} of ${tests.length}`);
  return tests;
}

function shortened(said) {
  return stripVTControlCharacters(said)
    .split('\n')
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');
}
