/** A pool of PHP-FPM in a chroot of its own, with the parts of the system in it that WHMCS needs, at their own paths. */
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Lab } from '../lab.js';
import { run } from '../process.js';

const jail = '/run/jail';
/** The site's own folders come to it. */
const parts = ['/etc', '/usr', '/dev', '/tmp', '/run/mysqld', '/var/lib/php'] as const;
const links = { bin: 'usr/bin', sbin: 'usr/sbin', lib: 'usr/lib', lib64: 'usr/lib64', 'var/run': '/run' } as const;

export async function inChroot(lab: Lab): Promise<void> {
  for (const part of [...parts, dirname(lab.root)]) {
    await mkdir(`${jail}${part}`, { recursive: true });
    await run('mount', ['--rbind', part, `${jail}${part}`]);
  }
  for (const [name, to] of Object.entries(links)) await symlink(to, `${jail}/${name}`);
  lab.web.state.poolLines = [`chroot = ${jail}`];
  await lab.web.restartPhp();
}

export async function leaveChroot(lab: Lab): Promise<void> {
  lab.web.state.poolLines = [];
  await lab.web.restartPhp();
  for (const part of [...parts, dirname(lab.root)]) await run('umount', ['-R', '-l', `${jail}${part}`]);
  await rm(jail, { recursive: true });
}
