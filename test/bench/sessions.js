// A folder of a million session files on an ext4 image and on tmpfs, against find. Set BENCH_FILES for fewer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../tools/in-lab.js';
import { top } from '../tools/install.js';
import { row } from './rows.js';

export async function sessions() {
  const script = await bundle('test/bench/session-folders.ts');
  // What is mounted ends with the process, and the image with its folder: to delete a million files takes minutes.
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bench-'));
  try {
    const done = spawnSync('unshare', ['-m', '--propagation', 'private', process.execPath, script, folder], {
      stdio: ['ignore', 'pipe', 2],
      encoding: 'utf8',
      env: { ...process.env, WHMCS_DOCTOR_CHILDREN: join(top, 'dist') },
    });
    const lines = done.stdout.split('\n').filter((line) => line.startsWith('{'));
    for (const line of lines) {
      const { figure, value, bound, unit } = JSON.parse(line);
      row('sessions', figure, value, bound, unit);
    }
    if (done.status !== 0 || lines.length === 0)
      throw new Error('the session folders could not be measured: this needs root, mkfs.ext4 and mount');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
