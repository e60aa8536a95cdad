// What choosing, scheduling, judging and ordering cost: made-up checks over made-up facts, each run in a process of its own.
import { spawnSync } from 'node:child_process';
import { bundled } from './bundled.js';
import { median, row } from './rows.js';

const sizes = [10, 100, 1000, 10_000];
const facts = 200;
const rounds = 7;

export async function engine() {
  const file = await bundled('test/bench/engine-run.ts');
  const times = new Map(sizes.map((size) => [size, []]));
  const chosen = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const size of sizes) {
      const ms = once(file, size);
      if (round > 0) times.get(size).push(ms);
    }
    if (round > 0) chosen.push(once(file, 1000, 'chosen'));
  }
  row('engine', `1,000 checks over ${facts} facts`, median(times.get(1000)), 100, 'ms');
  row('engine', `the same with --only, --skip and --require`, median(chosen), 100, 'ms');
  for (const [at, size] of sizes.entries()) {
    const before = sizes[at - 1];
    if (before === undefined) continue;
    const ratios = times.get(size).map((ms, round) => ms / times.get(before)[round]);
    row('engine', `${size.toLocaleString('en')} checks : ${before.toLocaleString('en')}`, median(ratios), 10);
  }
}

function once(file, checks, ...more) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, String(checks), String(facts), ...more], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${checks} checks ended with ${status}: ${stderr.slice(-300)}`);
  return Number(stdout);
}
