// Runs of the program, and of what it is compared with, and what they took.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { top } from '../tools/install.js';

export const bin = join(top, 'bin/whmcs-doctor.js');

/** Milliseconds; throws where it ends with more than `worst`. */
export function timed(command, args, environment = {}, worst = 1) {
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...environment } });
  if (status === null || status > worst) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-300)}`);
  return { ms: Number(process.hrtime.bigint() - began) / 1e6 };
}
