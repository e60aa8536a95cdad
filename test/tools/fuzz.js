// npm run fuzz [-- FACTOR]: the properties of test/fuzz and hostile texts in every fact, over many more texts, and what PHP, PHP-FPM and curl
// say in the laboratory where they are there. The seed is a new one each time and is printed; FUZZ_SEED=… repeats a run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, top } from './install.js';

ensurePackages();
const factor = process.argv[2] ?? process.env.FUZZ_RUNS ?? '50';
if (!/^[1-9]\d{0,5}$/.test(factor)) {
  console.error(`fuzz: ${factor} is not a number of times: npm run fuzz -- 50`);
  process.exit(64);
}
const seed = process.env.FUZZ_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
if (!/^\d{1,10}$/.test(seed)) {
  console.error(`fuzz: ${seed} is not a seed: FUZZ_SEED=12345 npm run fuzz`);
  process.exit(64);
}
const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-fuzz-'));
const tally = join(folder, 'tally.jsonl');
const env = { ...process.env, FUZZ_RUNS: factor, FUZZ_SEED: seed };
console.log(`fuzz: factor ${factor}, seed ${seed}; again with: FUZZ_SEED=${seed} npm run fuzz -- ${factor}`);

const vitest = (project, ...files) => [
  join(top, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--project',
  project,
  `--testTimeout=${120_000 * Number(factor)}`,
  ...files,
];
const started = performance.now();
const statuses = [
  spawnSync(process.execPath, vitest('unit*', 'test/fuzz', 'test/hostile-facts'), {
    cwd: top,
    stdio: 'inherit',
    env: { ...env, FUZZ_TALLY: tally },
  }).status,
];

const oracles = ['php-oracle', 'ini-oracle', 'cookie-oracle'].map((name) => `test/lab/${name}.test.ts`);
const missing = ['/usr/bin/php8.2', '/usr/sbin/php-fpm8.2', '/usr/bin/curl', '/usr/bin/unshare'].filter((program) => !existsSync(program));
const mine = process.getuid?.() === 0 ? ['-mn'] : ['-Umn', '--map-current-user', '--keep-caps'];
if (missing.length > 0)
  console.log(`fuzz: not compared with PHP and curl: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not there`);
else {
  // the namespaces have a /tmp of their own: the sums are handed out through the repository
  const inside = join(top, 'node_modules/.cache/whmcs-doctor', `tally-${process.pid}.jsonl`);
  const machine = [...mine, '--propagation', 'private', 'bash', join(top, 'test/lab/machine.sh')];
  statuses.push(
    spawnSync('unshare', [...machine, process.execPath, ...vitest('lab', ...oracles)], {
      cwd: top,
      stdio: 'inherit',
      env: { ...env, FUZZ_TALLY: inside },
    }).status,
  );
  print('compared with PHP, PHP-FPM and curl', inside);
  rmSync(inside, { force: true });
}
print('read', tally);
rmSync(folder, { recursive: true, force: true });
console.log(`fuzz: ${Math.round((performance.now() - started) / 1000)} s in all, factor ${factor}, seed ${seed}`);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);

/** Texts by property, and how many a second. What failed has no line. */
function print(what, file) {
  if (!existsSync(file)) return;
  const all = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const runs = all.reduce((sum, one) => sum + one.runs, 0);
  const ms = all.reduce((sum, one) => sum + one.ms, 0);
  console.log(
    `fuzz: ${runs.toLocaleString('en')} texts ${what} for ${all.length} properties, ${Math.round((runs / Math.max(ms, 1)) * 1000).toLocaleString('en')} a second`,
  );
  for (const one of all.toSorted((a, b) => b.ms - a.ms).slice(0, 5))
    console.log(`  ${one.name}: ${one.runs.toLocaleString('en')} in ${(one.ms / 1000).toFixed(1)} s`);
}
