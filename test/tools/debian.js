// The Debian packages of the lab: which are missing, and installing them without starting a service or replacing a package.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianTree } from './debian-tree.js';

/** Program, or file, and the package that brings it. */
const wanted = [
  ['/usr/sbin/mariadbd', 'mariadb-server'],
  ['/usr/sbin/php-fpm8.2', 'php8.2-fpm'],
  ['/usr/bin/php8.2', 'php8.2-cli'],
  ['/usr/lib/php/20220829/mysqli.so', 'php8.2-mysql'],
  ['/usr/lib/php/20220829/curl.so', 'php8.2-curl'],
  ['/usr/lib/php/20220829/mbstring.so', 'php8.2-mbstring'],
  ['/usr/lib/php/20220829/redis.so', 'php8.2-redis'],
  ['/usr/lib/php/20220829/memcached.so', 'php8.2-memcached'],
  ['/usr/sbin/nginx', 'nginx'],
  ['/usr/sbin/apache2', 'apache2'],
  ['/usr/lib/apache2/modules/libphp8.2.so', 'libapache2-mod-php8.2'],
  ['/usr/bin/redis-server', 'redis-server'],
  ['/usr/bin/memcached', 'memcached'],
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/ssh', 'openssh-client'],
  ['/usr/bin/faketime', 'faketime'],
  ['/usr/sbin/dnsmasq', 'dnsmasq-base'],
  ['/usr/bin/getfacl', 'acl'],
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/setpriv', 'util-linux'],
  ['/sbin/ip', 'iproute2'],
  ['/usr/bin/xmllint', 'libxml2-utils'],
  ['/usr/bin/prove', 'perl'],
  ['/usr/bin/chromium-headless-shell', 'chromium-headless-shell'],
  ['/usr/bin/ansible-playbook', 'ansible-core'],
  ['/usr/sbin/debootstrap', 'debootstrap'],
  ['/usr/bin/zsh', 'zsh'],
  ['/usr/bin/fish', 'fish'],
];

/** Unpacked into the laboratory's cache, for their packages bring services or much else: file in the package, and the package. */
const unpacked = [
  ['usr/bin/promtool', 'prometheus'],
  ['usr/lib/nagios/plugins/check_file_age', 'monitoring-plugins-basic'],
  ['usr/lib/nagios/plugins/utils.pm', 'monitoring-plugins-common'],
  // where the programs lie in them differs from release to release
  ['usr/share/doc/btrfs-progs/copyright', 'btrfs-progs'],
  ['usr/share/doc/liblzo2-2/copyright', 'liblzo2-2'],
];

const cache = fileURLToPath(new URL('../../.lab-cache/', import.meta.url));

export function missingPackages() {
  return wanted.filter(([file]) => !existsSync(file)).map(([, name]) => name);
}

function missingPrograms() {
  return unpacked.filter(([file]) => !existsSync(join(cache, 'unpacked', file))).map(([, name]) => name);
}

/** Without installing them: no root is needed for it, but the lists of packages are. */
function unpackMissing() {
  const names = missingPrograms();
  if (names.length === 0) return true;
  console.error(`unpacking Debian packages for the lab: ${names.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-lab-'));
  try {
    const run = (command, ...args) => spawnSync(command, args, { cwd: folder, stdio: ['ignore', 2, 2] }).status === 0;
    // the user _apt may not write there, and apt then says so and goes on
    if (!run('apt-get', '-qq', '-o', 'APT::Sandbox::User=root', 'download', ...names)) return false;
    const into = join(cache, 'unpacked');
    mkdirSync(into, { recursive: true });
    return readdirSync(folder).every((file) => run('dpkg-deb', '-x', file, into)) && missingPrograms().length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function debianRelease() {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return { family: /^ID(_LIKE)?=.*\bdebian\b/m.test(text) || /^ID=ubuntu/m.test(text), apt: existsSync('/usr/bin/apt-get') };
}

const policy = '/usr/sbin/policy-rc.d';

/** Installs, unpacks and makes what is missing where it may, else says what to type. Returns whether everything is there. */
export function ensureDebianPackages() {
  return installMissing() && unpackMissing() && ensureDebianTree();
}

function installMissing() {
  const missing = missingPackages();
  if (missing.length === 0) return true;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const { family, apt } = debianRelease();
  if (!family || !apt) {
    console.error(`the lab needs programs that are missing here: ${missing.join(', ')}\nit runs on Debian 12 and its children`);
    return false;
  }
  if (process.getuid() !== 0) {
    console.error(`the lab needs Debian packages that are missing here. Type: sudo ${command}`);
    return false;
  }
  console.error(`installing Debian packages for the lab: ${missing.join(', ')}`);
  const own = !existsSync(policy);
  // without it Debian's packages start their services: the lab wants programs, not services
  if (own) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const apt = (...args) =>
      spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', '-qq', ...args], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status;
    if (apt('update') !== 0) console.error('apt-get update failed; trying with the lists that are there');
    if (apt('install', '-y', '--no-install-recommends', '--no-remove', ...missing) !== 0) return false;
  } finally {
    if (own) rmSync(policy, { force: true });
  }
  const still = missingPackages();
  if (still.length > 0) console.error(`still missing after the installation: ${still.join(', ')}`);
  return still.length === 0;
}
