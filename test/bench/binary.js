// The one executable against the package with Node, and how large it is.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ensureBinary, executable } from '../tools/binary.js';
import { bin, timed } from './program.js';
import { median, row } from './rows.js';

export async function binary() {
  await ensureBinary();
  const commands = [
    ['--version', ['--version'], 1.3],
    ['list checks', ['list', 'checks'], 1.2],
    ['triage --text', ['triage', '--text', 'after logging in I am sent back to the login page'], 1.2],
    ['demo', ['demo'], 1.2],
  ];
  const ratios = new Map(commands.map(([label]) => [label, []]));
  for (let round = 0; round < 16; round += 1) {
    for (const [label, args] of commands) {
      const ratio = timed(executable, args, {}, 2).ms / timed(process.execPath, [bin, ...args], {}, 2).ms;
      if (round > 0) ratios.get(label).push(ratio);
    }
  }
  for (const [label, , bound] of commands) row('binary', `${label} : the package`, median(ratios.get(label)), bound);
  row('binary', 'size', statSync(executable).size / 2 ** 20, 110, 'MiB');
  row('binary', 'size, as gzip -9 packs it', gzipSync(readFileSync(executable), { level: 9 }).length / 2 ** 20, 45, 'MiB');
}
