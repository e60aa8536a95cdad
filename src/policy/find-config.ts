/** Where the configuration file is looked for: never in the target, whose owner must not decide how he is examined. */
import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const names = ['whmcs-doctor.yaml', 'whmcs-doctor.yml', 'whmcs-doctor.json'];

/** The file that applies: the one given, else in the current folder (unless that is inside the examined install), else in /etc/whmcs-doctor. */
export function findConfig(given: string | null, folder: string, target: string): string | null {
  if (given !== null) return given;
  const examined = resolve(folder, target);
  const inside = examined === folder || examined.startsWith(`${folder}/`) || folder.startsWith(`${examined}/`);
  const install = inside && looksLikeInstall(folder);
  const folders = install ? ['/etc/whmcs-doctor'] : [folder, '/etc/whmcs-doctor'];
  for (const place of folders) for (const name of names) if (exists(join(place, name))) return join(place, name);
  return null;
}

/** A folder that holds, or is inside, the install that is examined: its owner must not decide how he is examined. */
function looksLikeInstall(folder: string): boolean {
  for (let place = folder; ; place = dirname(place)) {
    if (exists(join(place, 'configuration.php')) || exists(join(place, 'init.php'))) return true;
    if (place === dirname(place)) return false;
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
