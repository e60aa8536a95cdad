/** The install in or above the target folder. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { orNull } from '../logic/or-null.js';
import { whmcsVersionIn } from '../parse/version-comment.js';
import type { As, Host, InstallRoot } from '../model.js';
import { accountFiles } from './places.js';

/** Both of them make a WHMCS install; the others say more about it. */
const required = ['configuration.php', 'init.php'] as const;
const telling = [...required, 'cart.php', 'clientarea.php', 'includes/api.php', 'crons/cron.php', 'templates', 'vendor/whmcs'] as const;
const maxLevels = 40;

export default defineProbe({
  fact: 'install.root',
  vantage: 'files',
  title: 'the WHMCS install',
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: 'init.php, configuration.php and cart.php in the target folder and those above it',
      covers: [
        '<install>',
        '<install>/*.php',
        '<install>/crons/cron.php',
        '<install>/includes/api.php',
        '<install>/templates',
        '<install>/vendor/whmcs',
        '<folders above it>',
        ...accountFiles,
      ],
    },
  ],
  async observe({ host, options, signal }) {
    const start = path.resolve(options.target);
    let folder = start;
    for (let level = 0; level < maxLevels; level++) {
      if (await isInstall(host, folder, signal)) return { value: await describe(host, folder, signal), source: folder };
      const above = path.dirname(folder);
      if (above === folder) break;
      folder = above;
    }
    throw new LookFailed('absent', `there is no WHMCS install in ${start} or above it (no folder with configuration.php and init.php)`, {
      settle: 'Name the folder of the install: whmcs-doctor check /path/to/whmcs',
    });
  },
});

/** A folder that may not be entered is an install that cannot be seen, not a missing one. */
async function isInstall(host: Host, folder: string, signal: AbortSignal): Promise<boolean> {
  const found = await Promise.all(required.map((name) => host.files.stat(path.join(folder, name), { follow: true, signal })));
  return found.every((stat) => stat !== null && stat.kind !== 'directory');
}

async function describe(host: Host, folder: string, signal: AbortSignal): Promise<InstallRoot> {
  const realPath = (await host.files.realpath(folder, { signal })) ?? folder;
  const there = await Promise.all(
    telling.map(async (name) => ((await orNull(host.files.stat(path.join(folder, name), { signal }))) ? name : null)),
  );
  const init = await host.files.stat(path.join(realPath, 'init.php'), { follow: true, signal });
  const owner = { uid: init?.uid ?? 0, gid: init?.gid ?? 0 };
  const account = await host.shell.account(owner.uid, signal).catch(() => null);
  return {
    path: folder,
    realPath,
    owner: { ...owner, name: account?.name ?? null },
    markers: there.filter((name) => name !== null),
    filesVersion: await filesVersion(host, realPath, owner, signal),
  };
}

/** The encoded files carry their version in a comment above the code. */
async function filesVersion(host: Host, folder: string, as: As, signal: AbortSignal): Promise<string | null> {
  for (const name of ['init.php', 'cart.php']) {
    try {
      const { bytes } = await host.files.read(path.join(folder, name), {
        maxBytes: 4096,
        within: folder,
        signal,
        ...(host.me.uid === 0 ? { as } : {}),
      });
      const version = whmcsVersionIn(Buffer.from(bytes).toString('latin1'));
      if (version !== null) return version;
    } catch (error) {
      if (!(error instanceof LookFailed) || signal.aborted) throw error;
    }
  }
  return null;
}
