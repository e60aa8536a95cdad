// npm run bench [-- NAME]: ratios of interleaved runs, never absolute times. BENCH_STRICT=1 fails on a ratio 25 % over its bound.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages, top } from './install.js';

ensurePackages();
ensureBuild();

const bin = join(top, 'bin/whmcs-doctor.js');
const name = process.argv[2] ?? null;
const results = [];

function row(bench, figure, value, bound, unit = '×') {
  results.push({ bench, figure, value, bound, over: value > bound * 1.25 });
  console.log(
    `${bench.padEnd(10)} ${figure.padEnd(44)} ${value.toFixed(2).padStart(8)} ${unit.padEnd(3)} bound ${bound} ${unit}${value > bound ? '  OVER' : ''}`,
  );
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function wall(args) {
  const began = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NO_COLOR: '1' } });
  return Number(process.hrtime.bigint() - began) / 1e6;
}

const benches = {
  /** Starts of the program against a bare Node, in turn: the machine's speed drifts, the ratio of a pair does not. */
  start() {
    const commands = [
      ['--version', [bin, '--version'], 1.3],
      ['list', [bin, 'list'], 2],
      ['explain session-path-missing', [bin, 'explain', 'session-path-missing'], 2],
      ['demo', [bin, 'demo'], 4],
    ];
    const ratios = new Map(commands.map(([label]) => [label, []]));
    for (let round = 0; round < 16; round += 1) {
      const bare = wall(['-e', '0']);
      for (const [label, args] of commands) {
        const ratio = wall(args) / bare;
        if (round > 0) ratios.get(label).push(ratio);
      }
    }
    for (const [label, , bound] of commands) row('start', `${label} : node -e 0`, median(ratios.get(label)), bound);
  },

  /** A whole check of the healthy lab, one with every network target silent, and the largest process of each. */
  async check() {
    if (!ensureDebianPackages()) process.exit(1);
    const { runInLab } = await import('./in-lab.js');
    const done = await runInLab('test/bench/lab.ts');
    const lines = done.stdout.split('\n').filter((line) => line.startsWith('{'));
    if (done.status !== 0 || lines.length === 0) {
      console.error('the lab did not run');
      process.exit(1);
    }
    for (const line of lines) {
      const { figure, value, bound, unit } = JSON.parse(line);
      row('check', figure, value, bound, unit);
    }
  },
};

console.log(
  `${new Date().toISOString().slice(0, 10)}  Node ${process.versions.node}  ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
for (const [label, bench] of Object.entries(benches)) if (name === null || name === label) await bench();
process.exit(process.env.BENCH_STRICT === '1' && results.some((result) => result.over) ? 1 : 0);
