// Starts of the program against a bare Node, in turn.
import { spawnSync } from 'node:child_process';
import { bin } from './program.js';
import { median, row } from './rows.js';

export function start() {
  const commands = [
    ['--version', [bin, '--version'], 1.15],
    ['--help', [bin, '--help'], 1.5],
    ['list', [bin, 'list'], 1.5],
    ['explain session-path-missing', [bin, 'explain', 'session-path-missing'], 1.5],
    ['triage --text', [bin, 'triage', '--text', 'after logging in I am sent back to the login page'], 1.8],
    ['demo', [bin, 'demo'], 3],
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
}

function wall(args) {
  const began = process.hrtime.bigint();
  const { status, signal } = spawnSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NO_COLOR: '1' } });
  // the demo's install is ill: 2
  if (status !== 0 && status !== 2) throw new Error(`node ${args.join(' ')} ended with ${signal ?? status}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}
