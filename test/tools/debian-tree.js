// A bare Debian without Node, in the laboratory's cache: the executable is tried inside it. The lab has no route out, so it is made before.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.lab-cache/', import.meta.url));

/** As this machine's own release, from the mirror that its apt knows. */
export function debianTree() {
  const [, codename = 'bookworm'] = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return { codename, folder: join(cache, `debian-${codename}`) };
}

/** Makes it where it is missing and may be made, else says what to type. Returns whether it is there. */
export function ensureDebianTree() {
  const { codename, folder } = debianTree();
  if (existsSync(join(folder, 'bin/sh'))) return true;
  const mirror = mirrorOf(codename);
  if (mirror === null) {
    console.error(`the lab needs a bare Debian, and apt here has no mirror of ${codename} to make it from: apt-get update`);
    return false;
  }
  if (process.getuid() !== 0) {
    console.error(`the lab needs a bare Debian. Type: sudo debootstrap --variant=minbase ${codename} ${folder} ${mirror}`);
    return false;
  }
  console.error(`making a bare Debian for the lab: debootstrap --variant=minbase ${codename} ${mirror} (once, about a minute)`);
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'debian-new-'));
  try {
    const tree = join(making, 'tree');
    const done = spawnSync('debootstrap', ['--variant=minbase', codename, tree, mirror], { encoding: 'utf8', cwd: making });
    if (done.status !== 0) {
      console.error(`debootstrap failed: ${[done.error?.message, done.stdout, done.stderr].filter(Boolean).join('\n').slice(-2000)}`);
      return false;
    }
    // what nobody reads in there
    for (const place of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info', 'var/cache/apt', 'var/lib/apt/lists'])
      rmSync(join(tree, place), { recursive: true, force: true });
    if (!existsSync(folder)) renameSync(tree, folder);
    return true;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Of Debian itself or its child: what apt calls so, and not a package source of somebody else. */
function mirrorOf(codename) {
  const format = '$(CODENAME) $(COMPONENT) $(REPO_URI)';
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], { encoding: 'utf8' });
  const found = (stdout ?? '').split('\n').map((line) => line.split(' '));
  return found.find(([name, component]) => name === codename && component === 'main')?.[2] ?? null;
}
