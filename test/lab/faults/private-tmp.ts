/** Sessions in the /tmp that systemd gives a service: a mount namespace of PHP-FPM's own, and the unit that says so. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Lab } from '../lab.js';
import { run, until } from '../process.js';
import { accepts, fpmSocket, phpVersion } from '../web-server.js';
import type { Fault } from './fault.js';

const unit = `/etc/systemd/system/php${phpVersion}-fpm.service.d`;
const pidFile = `/run/php/php${phpVersion}-fpm.pid`;

/** As systemd has it: the service's master process is a child of the first process, and sees a /tmp of its own. */
async function asService(lab: Lab): Promise<void> {
  await lab.web.restartPhp();
  await stopMaster();
  await rm(fpmSocket, { force: true });
  // the laboratory's authority is in its own folder there, which on a real machine is another place
  const kept = `mkdir -p /run/kept ${lab.folder} && mount --bind ${lab.folder} /run/kept`;
  const back = `mkdir -p ${lab.folder} && mount --move /run/kept ${lab.folder}`;
  const service = `${kept} && mount -t tmpfs -o mode=1777 tmpfs /tmp && ${back} && exec php-fpm${phpVersion} -D -y /etc/php/${phpVersion}/fpm/php-fpm.conf`;
  await run('unshare', ['-m', '--propagation', 'private', 'sh', '-c', service]);
  await until(() => accepts({ path: fpmSocket }), 'php-fpm did not become ready');
}

async function stopMaster(): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8')).trim());
  process.kill(pid, 'SIGTERM');
  await until(async () => !(await accepts({ path: fpmSocket })), 'php-fpm did not end');
}

/** The first process is called as systemd's is: a name is all that the program sees of it. */
async function firstProcessIsSystemd(lab: Lab): Promise<void> {
  const name = `${lab.folder}/first-process`;
  await writeFile(name, '/lib/systemd/systemd\0--system\0');
  await run('mount', ['--bind', name, '/proc/1/cmdline']);
}

export const privateTmpFaults: readonly Fault[] = [
  {
    cause: 'session-path-private-tmp',
    root: true,
    status: 1,
    args: ['--only', 'session-path-private-tmp'],
    problems: ['frequent-logouts'],
    inject: async (lab) => {
      await mkdir(unit, { recursive: true });
      await writeFile(`${unit}/override.conf`, '[Service]\nPrivateTmp=yes\n');
      await firstProcessIsSystemd(lab);
      lab.web.state.php.set('session.save_path', '/tmp');
      await asService(lab);
    },
    heal: async (lab) => {
      await stopMaster();
      await lab.userFolder('/var/lib/php/whmcs-sessions');
      await lab.php({ 'session.save_path': '/var/lib/php/whmcs-sessions' });
      await rm(unit, { recursive: true });
      await run('umount', ['/proc/1/cmdline']);
    },
  },
];
