/** Faults of a machine that is not Debian's, made in the words of its web server. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../faults/fault.js';
import { asRoot } from '../lab.js';
import { site } from '../names.js';
import { run } from '../process.js';
import type { Owned, System } from './layout.js';
import { LayoutServer } from './layout.js';

/** The System URL names the apex while the web server leads visitors to www. */
export function hostDiffers(redirect: readonly string[]): Fault {
  return {
    cause: 'system-url-host-differs',
    inject: async (lab) => {
      await lab.setting('LabNoCanonical', 'on');
      await lab.setting('SystemURL', `https://${site.apex}/`);
      await lab.siteLines(redirect);
    },
    heal: async (lab) => {
      await lab.setting('SystemURL', site.url);
      await lab.setting('LabNoCanonical', null);
    },
  };
}

export const apacheRedirect = [
  'RewriteEngine On',
  `RewriteCond %{HTTP_HOST} ^${site.apex.replaceAll('.', '\\.')}$`,
  `RewriteRule ^(.*)$ https://${site.host}$1 [R=301,L]`,
];
export const nginxRedirect = [`if ($host = ${site.apex}) { return 301 ${site.url}$request_uri; }`];

/** What the account itself can set: panels write this file for it. */
export const lifetimeInUserIni: Fault = {
  cause: 'session-lifetime-short',
  status: 1,
  inject: async (lab) => {
    const file = join(lab.root, '.user.ini');
    await writeFile(file, '; written by the panel\nsession.gc_maxlifetime = 600\n');
    if (asRoot && lab.user !== null) await run('chown', [`${lab.user}:`, file]);
    await lab.web.restartPhp();
  },
  heal: (lab) => rm(join(lab.root, '.user.ini')),
};

/** The folder of the sessions is gone, as after /tmp was cleared or a disk was moved. */
export function folderMissing(path: string): Fault {
  return {
    cause: 'session-path-missing',
    problems: ['login-redirect-loops'],
    inject: (lab) => run('rm', ['-rf', path]).then(() => lab.web.restartPhp()),
    heal: (lab) => lab.userFolder(path),
  };
}

/** PHP was upgraded, and the folder that the new one names was never made. */
export function upgraded(to: System, missing: Owned['path']): Fault {
  return {
    ...folderMissing(missing),
    how: 'PHP was upgraded',
    inject: async (lab) => {
      if (!(lab.web instanceof LayoutServer)) throw new Error('only a layout can be upgraded');
      await lab.web.become({ ...to, folders: to.folders.filter(({ path }) => path !== missing) });
    },
  };
}
