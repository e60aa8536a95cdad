/**
 * Records every fault of the lab, and the healthy set-ups beside them, as bundles in .lab-cache/faults; what they differ by becomes
 * test/fixtures/faults. `npm run record -- faults`. RECORD_ONLY=NAME,… records these alone anew.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFile, writeDeltas } from './fault-deltas.js';
import { faults, type Fault } from './faults/index.js';
import { bySetup, named, setupOf } from './faults/setups.js';
import { Lab } from './lab.js';

const top = process.env['WHMCS_DOCTOR_TOP'] ?? '.';
const folder = join(top, '.lab-cache/faults');
/** "1/2": every second fault, beginning with the first, and no deltas: for two laboratories beside each other. */
const [part = 1, parts = 1] = (process.env['RECORD_PART'] ?? '1/1').split('/').map(Number);
/** Parts of the names, by commas, of those that are recorded anew; the others stay. */
const wanted = (process.env['RECORD_ONLY'] ?? '').split(',').filter((name) => name !== '');

async function collect(lab: Lab, name: string, { args = [], env = {} }: Pick<Fault, 'args' | 'env'>): Promise<void> {
  const file = join(folder, bundleFile(name));
  const program = ['--import', join(top, 'test/lab/same-tokens.js'), join(top, 'bin/whmcs-doctor.js'), 'collect', lab.root];
  const child = spawn(process.execPath, [...program, '--cacert', lab.ca, '--yes', '--quiet', ...args, '-o', file], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...env },
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0 && status !== 2 && status !== 1 && status !== 3) throw new Error(`${name}: collect ended with ${String(status)}`);
}

async function record(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [setup, members] of bySetup(faults)) {
    const mine = members.filter(
      (fault, index) => index % parts === part - 1 && (wanted.length === 0 || wanted.some((name) => named(fault).includes(name))),
    );
    if (mine.length === 0) continue;
    const [first] = mine;
    const lab = await Lab.start(first === undefined ? {} : setupOf(first));
    try {
      if (wanted.length === 0)
        for (const turn of [1, 2]) await lab.restore().then(() => collect(lab, `healthy ${setup} ${part}${turn}`, {}));
      for (const fault of mine) {
        try {
          await fault.inject(lab);
          await collect(lab, `fault ${setup} ${named(fault)}`, fault);
          await fault.heal(lab);
          process.stderr.write(`recorded ${setup}: ${named(fault)}\n`);
        } catch (error) {
          process.stderr.write(`FAILED ${setup}: ${named(fault)}: ${String(error)}\n`);
          process.exitCode = 1;
        }
        await lab.restore();
      }
    } finally {
      await lab.stop();
    }
  }
}

await record();
if (parts === 1) await writeDeltas(folder, join(top, 'test/fixtures/faults'));
