/** The admin folder: what $customadminpath names, what is there, and which other folder looks like one. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { adminFolderOf } from '../logic/admin-folder.js';
import { printable } from '../logic/http-answer.js';
import type { AdminFolder, As, Host } from '../model.js';

const maxEntries = 2000;
const mostFolders = 100;

interface Place {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly as: { readonly as?: As };
}

async function isFile(place: Place, file: string): Promise<boolean> {
  const stat = await place.host.files.stat(file, { follow: true, signal: place.signal, ...place.as }).catch((error: unknown) => {
    if (error instanceof LookFailed && !place.signal.aborted) return null;
    throw error;
  });
  return stat?.kind === 'file';
}

/** Its code is encoded: that it holds the two pages every admin area begins with is all that can be seen. */
async function isComplete(place: Place, folder: string): Promise<boolean> {
  const found = await Promise.all(['login.php', 'index.php'].map((name) => isFile(place, path.posix.join(folder, name))));
  return found.every(Boolean);
}

async function stateOf(place: Place, folder: string): Promise<AdminFolder['state']> {
  try {
    const stat = await place.host.files.stat(folder, { follow: true, signal: place.signal, ...place.as });
    return stat === null ? 'missing' : stat.kind === 'directory' ? 'present' : 'no-folder';
  } catch (error) {
    if (error instanceof LookFailed && error.gap === 'denied' && !place.signal.aborted) return 'denied';
    throw error;
  }
}

async function otherFolders(place: Place, root: string, configured: string): Promise<readonly string[]> {
  const { entries } = await place.host.files.list(root, { max: maxEntries, signal: place.signal, ...place.as });
  const candidates = entries
    .filter(({ name, kind }) => (kind === 'directory' || kind === 'link') && !name.startsWith('.') && name !== configured)
    .map(({ name }) => name)
    .sort()
    .slice(0, mostFolders);
  const found = await Promise.all(candidates.map(async (name) => ((await isComplete(place, path.posix.join(root, name))) ? [name] : [])));
  return found
    .flat()
    .slice(0, 10)
    .map((name) => printable(name, 100));
}

export default defineProbe({
  fact: 'install.admin-folder',
  vantage: 'files',
  title: 'the admin folder',
  needs: ['install.root', 'install.configuration'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: "the names of the install's folders, and whether they hold login.php and index.php",
      covers: ['<install>', '<install>/*', '<install>/*/login.php', '<install>/*/index.php'],
    },
  ],
  async observe({ host, have, signal }) {
    const root = have['install.root'];
    const { customAdminPath } = have['install.configuration'];
    const named = adminFolderOf(customAdminPath);
    if (named === null) {
      const why = customAdminPath.state === 'dynamic' ? customAdminPath.why : 'it is not a literal';
      throw new LookFailed('unsupported', `the name of the admin folder cannot be read: ${why}`);
    }
    // The site's own user sees what PHP sees; root would see through what is closed to both.
    const place: Place = { host, signal, as: host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {} };
    const folder = path.posix.join(root.path, named.folder);
    const state = await stateOf(place, folder);
    const value: AdminFolder = {
      ...named,
      configured: named.configured === null ? null : printable(named.configured),
      path: folder,
      state,
      complete: state === 'present' && (await isComplete(place, folder)),
      others: await otherFolders(place, root.path, named.folder),
    };
    return { value, source: folder };
  },
});
