/** The .htaccess files of the install and of its admin folder, and what stands in the place of a route. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { adminFolderOf } from '../logic/admin-folder.js';
import type { As, Host, HtaccessSeen } from '../model.js';
import { htaccessRules } from '../parse/htaccess-rules.js';

const maxBytes = 262_144;

/** First parts of the routes that people need to log in; none of them is a folder of WHMCS's own. */
const routeNames = ['login', 'logout', 'password', 'account', 'user', 'auth'] as const;

interface Place {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly as: { readonly as?: As };
}

const silent = { managed: false, engine: null, leads: false, foreignBefore: 0, foreignAfter: 0, acceptPathInfo: null } as const;

async function htaccess(place: Place, folder: string): Promise<HtaccessSeen> {
  const file = path.posix.join(folder, '.htaccess');
  try {
    const { bytes } = await place.host.files.read(file, { maxBytes, signal: place.signal, ...place.as });
    const rules = await htaccessRules(file, Buffer.from(bytes).toString('utf8'));
    return { path: file, state: 'present', ...rules };
  } catch (error) {
    if (!(error instanceof LookFailed) || place.signal.aborted) throw error;
    if (error.gap !== 'absent' && error.gap !== 'denied') throw error;
    return { path: file, state: error.gap === 'absent' ? 'missing' : 'denied', ...silent };
  }
}

export default defineProbe({
  fact: 'install.routing',
  vantage: 'files',
  title: 'the rules that lead routes to index.php',
  needs: ['install.root'],
  wants: ['install.configuration'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: '.htaccess in the install and in its admin folder',
      covers: ['<install>/.htaccess', '<install>/*', '<install>/*/.htaccess'],
    },
  ],
  async observe({ host, have, want, signal }) {
    const root = have['install.root'];
    const as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
    const place: Place = { host, signal, as };
    const configuration = want['install.configuration'];
    const named = configuration.ok ? adminFolderOf(configuration.value.customAdminPath) : null;
    const adminFolder = named === null ? null : path.posix.join(root.path, named.folder);
    const stats = await Promise.all(
      routeNames.map(async (name) => ((await host.files.stat(path.posix.join(root.path, name), { signal, ...as })) === null ? [] : [name])),
    );
    const admin = adminFolder === null ? null : await host.files.stat(adminFolder, { follow: true, signal, ...as }).catch(() => null);
    return {
      value: {
        root: await htaccess(place, root.path),
        admin: adminFolder === null || admin?.kind !== 'directory' ? null : await htaccess(place, adminFolder),
        shadows: stats.flat(),
      },
      source: path.posix.join(root.path, '.htaccess'),
    };
  },
});
