/**
 * Where a path really leads. A path below /proc/PID/root is that of a process with another root or other mounts (a chroot, a container,
 * systemd's PrivateTmp): there absolute links start at that root, which the C library's realpath(3) does not know, for it reads the text of
 * the link /proc/PID/root and continues in our own tree.
 */
import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, posix } from 'node:path';

const maxLinks = 40; // the kernel's own limit, path_resolution(7)

/** The root that the path starts from, without a slash at its end, and the path below it. */
export function splitView(path: string): { readonly root: string; readonly below: string } {
  const match = /^(\/proc\/(?:\d+|self)\/root)(\/.*)?$/.exec(path);
  return match?.[1] === undefined ? { root: '', below: path } : { root: match[1], below: match[2] ?? '/' };
}

/** The path without links, in the view that it starts from. Throws what the operating system says. */
export async function resolved(path: string): Promise<string> {
  const { root, below } = splitView(path);
  return root === '' ? realpath(path) : walk(root, below);
}

/** The path with only its folder resolved: for looking at a link itself. */
export async function folderResolved(path: string): Promise<string> {
  const { root, below } = splitView(path);
  if (root === '' || below === '/') return path;
  const folder = await walk(root, dirname(below));
  return `${folder}/${posix.basename(below)}`;
}

async function walk(root: string, below: string): Promise<string> {
  const left = below.split('/').filter((name) => name !== '' && name !== '.');
  const done: string[] = [];
  let links = 0;
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '..') {
      done.pop();
      continue;
    }
    const here = `${root}/${[...done, name].join('/')}`;
    if (!(await lstat(here)).isSymbolicLink()) {
      done.push(name);
      continue;
    }
    if (++links > maxLinks) throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
    const target = await readlink(here);
    if (target.startsWith('/')) done.length = 0;
    left.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
  }
  return done.length === 0 ? `${root}/` : `${root}/${done.join('/')}`;
}

/** Whether a resolved path lies in a resolved folder. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
