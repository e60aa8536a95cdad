/** A quota that is used up, on a Btrfs of its own: of the file systems with quotas the one that needs no module beside it. */
import { existsSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, type Lab } from '../lab.js';
import { run } from '../process.js';
import type { Fault } from './fault.js';

const unpacked = join(cacheFolder, 'unpacked');

/** A program of the unpacked packages, with their libraries. */
async function btrfs(program: 'mkfs.btrfs' | 'btrfs', ...args: readonly string[]): Promise<void> {
  const file = ['sbin', 'bin', 'usr/sbin', 'usr/bin'].map((folder) => join(unpacked, folder, program)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${program} is not in ${unpacked}: npm test unpacks it there`);
  const triplet = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const libraries = ['lib', 'usr/lib'].map((folder) => join(unpacked, folder, triplet)).join(':');
  await run(file, args, { LD_LIBRARY_PATH: libraries });
}

/** The pool's folder of sessions on a subvolume that may hold 1 MiB, and is full. */
async function fullQuota(lab: Lab): Promise<void> {
  const [image, disk] = [join(lab.folder, 'quota.img'), join(lab.folder, 'quota')];
  await writeFile(image, '');
  await truncate(image, 128 * 1024 * 1024);
  await btrfs('mkfs.btrfs', '-q', image);
  await lab.mountOn(disk, ['-o', 'loop', image]);
  await btrfs('btrfs', 'quota', 'enable', disk);
  await btrfs('btrfs', 'subvolume', 'create', join(disk, 'sessions'));
  await btrfs('btrfs', 'qgroup', 'limit', '1M', join(disk, 'sessions'));
  await lab.userFolder(join(disk, 'sessions'));
  await lab.mountOn(lab.sessionFolder, ['--bind', join(disk, 'sessions')]);
  for (let size = 512 * 1024; size > 0; size = Math.floor(size / 2))
    for (let count = 0; count < 3; count += 1) await writeFile(filler(lab, size, count), Buffer.alloc(size)).catch(() => undefined);
}

const filler = (lab: Lab, size: number, count: number): string => join(lab.sessionFolder, `filler-${size}-${count}`);

export const quotaFaults: readonly Fault[] = [
  {
    cause: 'quota-exceeded',
    root: true,
    quotas: true,
    problems: ['frequent-logouts', 'login-redirect-loops'],
    inject: fullQuota,
    heal: async (lab) => {
      await btrfs('btrfs', 'qgroup', 'limit', '64M', join(lab.folder, 'quota/sessions'));
      await rm(filler(lab, 512 * 1024, 0), { force: true });
    },
  },
];
