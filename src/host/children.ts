/** Starting the program's own child processes: the one that looks at files and the one that keeps temporary scripts. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { As } from '../model.js';
import { asArgument } from './look/rights.js';

type ChildName = 'looker-child' | 'watchdog-child';

/** The children's entries lie beside the built program; the sources have them built into the folder that the tests name. */
function entryOf(name: ChildName): string {
  const built = import.meta.url.endsWith('.ts') ? process.env['WHMCS_DOCTOR_CHILDREN'] : undefined;
  return built === undefined ? fileURLToPath(new URL(`./${name}.js`, import.meta.url)) : `${built}/${name}.js`;
}

/**
 * Starts a child with a channel that carries bytes, nothing of our environment and nothing of our terminal. It does not keep the program
 * alive. `apart` gives it a session of its own, so that signals to our group of processes do not reach it.
 */
export function startChild(name: ChildName, as: As | null, apart: boolean): ChildProcess {
  const child = fork(entryOf(name), [...asArgument(as)], {
    cwd: '/',
    // libuv's io_uring would keep the rights from before they are given up: https://nodejs.org/api/process.html#processsetuidid
    env: { LC_ALL: 'C', UV_USE_IO_URING: '0' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: apart,
  });
  child.unref();
  child.channel?.unref();
  return child;
}
