/** Starting the program's own child processes: the one that looks at files and the one that keeps temporary scripts. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { As } from '../model.js';
import { asArgument } from './look/rights.js';
import { isExecutable, packagedUrl, sources } from './packaged.js';

const childNames = ['looker-child', 'watchdog-child'] as const;
type ChildName = (typeof childNames)[number];

/** Tells the one executable which of its children it is; no argument of a command line can. */
const childVariable = 'WHMCS_DOCTOR_CHILD';

/** Which child this process was started as. Only a parent that opened a channel to it can have meant it. */
export function childToBe(): ChildName | null {
  if (process.send === undefined) return null;
  return childNames.find((name) => name === process.env[childVariable]) ?? null;
}

/** The children's entries lie beside the built program; the sources have them built into the folder that the tests name. */
function entryOf(name: ChildName): string {
  const built = sources === null ? undefined : process.env['WHMCS_DOCTOR_CHILDREN'];
  return built === undefined ? fileURLToPath(packagedUrl(`${name}.cjs`)) : `${built}/${name}.cjs`;
}

/**
 * Starts a child with a channel that carries bytes, nothing of our environment and nothing of our terminal. It does not keep the program
 * alive. `apart` gives it a session of its own, so that signals to our group of processes do not reach it.
 */
export function startChild(name: ChildName, as: As | null, apart: boolean): ChildProcess {
  const entry = isExecutable ? [] : [entryOf(name)];
  const child = spawn(process.execPath, [...entry, ...asArgument(as)], {
    cwd: '/',
    env: {
      LC_ALL: 'C',
      // libuv's io_uring would keep the rights from before they are given up: https://nodejs.org/api/process.html#processsetuidid
      UV_USE_IO_URING: '0',
      ...(isExecutable ? { [childVariable]: name } : {}),
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: apart,
  });
  child.unref();
  child.channel?.unref();
  return child;
}
