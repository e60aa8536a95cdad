/**
 * Entry of the keeper of temporary scripts. It writes them and it removes them: when told to, and when its channel closes, which is what it
 * sees of a main process that ended in whatever way, SIGKILL included. It runs in a session of its own, where no signal of a terminal reaches
 * it. A folder is held open from the moment it is used, so that it can still be cleaned when its path has gone with PHP-FPM's process.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { takeOnRights } from './look/rights.js';
import { notGiven, type KeeperReply, type KeeperRequest } from './watchdog-messages.js';

interface Placed {
  readonly folder: number;
  /** Last first: a file before the folder that it is in. */
  readonly removals: (() => void)[];
}

let placed: Placed[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => {});
process.on('disconnect', removeAndExit);
// Whatever goes wrong here, nothing may be left.
process.on('uncaughtException', removeAndExit);
takeOnRights(process.argv.slice(2));
process.umask(0o022);
process.on('message', (request: KeeperRequest) => {
  try {
    if (request.do === 'place') say({ id: request.id, is: 'placed', name: place(request) });
    else {
      removeAll();
      say({ id: request.id, is: 'removed' });
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    say({ id: request.id, is: 'failed', code, why: error instanceof Error ? error.message : String(error) });
  }
});

function place(request: KeeperRequest & { readonly do: 'place' }): string {
  const folder = openSync(request.in, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const here: Placed = { folder, removals: [] };
  placed.push(here);
  refuseForeign(folder, request.in);
  const base = existsSync(`/proc/self/fd/${folder}`) ? `/proc/self/fd/${folder}` : request.in;
  const name = `whmcs-doctor-${randomBytes(12).toString('hex')}`;
  if (!request.apart) {
    writeScript(here, `${base}/${name}.php`, request);
    return `${name}.php`;
  }
  mkdirSync(`${base}/${name}`, { mode: 0o700 });
  here.removals.unshift(() => rmdirSync(`${base}/${name}`));
  const own = openOwn(`${base}/${name}`);
  here.removals.unshift(() => closeSync(own));
  admit(own, request.group, { group: 0o710, everybody: 0o711 });
  const file = `${randomBytes(12).toString('hex')}.php`;
  const inside = existsSync(`/proc/self/fd/${own}`) ? `/proc/self/fd/${own}` : `${base}/${name}`;
  writeScript(here, `${inside}/${file}`, request);
  return `${name}/${file}`;
}

/**
 * The folder that was just made, held open: whoever owns the one above it, sticky or not, could put a link or a folder of his own in its
 * place, and root would change the rights of the link's target and write there.
 */
function openOwn(path: string): number {
  const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const { uid, mode } = fstatSync(folder);
  if (uid === process.geteuid?.() && (mode & 0o7777) === 0o700) return folder;
  closeSync(folder);
  throw Object.assign(new Error(`${path} was exchanged`), { code: 'EPERM' });
}

/** Lets PHP in: its group alone, or everybody where that was asked for. Only root and members of a group can give it something. */
function admit(file: number, group: number | null, modes: { readonly group: number; readonly everybody: number }): void {
  if (group === null) return fchmodSync(file, modes.everybody);
  try {
    fchownSync(file, -1, group);
  } catch {
    // looked at below: some file systems refuse it, and some do not say that they did nothing
  }
  if (fstatSync(file).gid !== group) throw Object.assign(new Error(`it cannot be given to the group ${group}`), { code: notGiven });
  fchmodSync(file, modes.group);
}

/** In a folder that another user owns, he could exchange what we write; /tmp and its like are sticky. */
function refuseForeign(folder: number, path: string): void {
  const { uid, mode } = fstatSync(folder);
  if (uid === 0 || uid === process.geteuid?.() || (mode & 0o1000) !== 0) return;
  throw Object.assign(new Error(`${path} belongs to uid ${uid}`), { code: 'EPERM' });
}

function writeScript(here: Placed, path: string, { source, group }: { readonly source: string; readonly group: number | null }): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  here.removals.unshift(() => unlinkSync(path));
  try {
    const bytes = Buffer.from(source);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    admit(file, group, { group: 0o640, everybody: 0o644 });
  } finally {
    closeSync(file);
  }
}

/** Removes everything; tries all of it before it says what failed. */
function removeAll(): void {
  let failure: unknown = null;
  for (const { folder, removals } of placed) {
    for (const remove of removals) {
      try {
        remove();
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) failure ??= error;
      }
    }
    closeSync(folder);
  }
  placed = [];
  if (failure !== null) throw failure;
}

function removeAndExit(): void {
  try {
    removeAll();
  } finally {
    process.exit();
  }
}

function say(reply: KeeperReply): void {
  // A main process that has just been killed does not hear it: without the callback that would be an uncaught error.
  if (process.connected) process.send?.(reply, undefined, {}, () => {});
}
