// What a fresh clone needs: the packages of npm, a build. Plain Node, for it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = fileURLToPath(new URL('../..', import.meta.url));

export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: top, stdio: 'inherit', ...options });
  if (done.error) {
    console.error(`${command} cannot be run: ${done.error.message}`);
    process.exit(1);
  }
  return done.status ?? 1;
}

function orExit(status) {
  if (status !== 0) process.exit(status);
}

/** npm ci, unless node_modules already is what the lock file says. */
export function ensurePackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`whmcs-doctor needs Node 20.19 or later; this is ${process.versions.node}`);
    process.exit(1);
  }
  if (fresh()) return;
  console.error('installing the packages of package-lock.json (npm ci, none of their scripts)');
  orExit(run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] }));
}

function fresh() {
  const installed = join(top, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const want = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(want).every(([name, entry]) => name === '' || entry.optional === true || have[name]?.version === entry.version);
}

/** A build, unless dist/ is newer than every source. */
export function ensureBuild() {
  const built = join(top, 'dist/cli.js');
  if (existsSync(built) && existsSync(join(top, 'dist/schemas/report.json'))) {
    const time = statSync(built).mtimeMs;
    const sources = ['src', 'checks', 'test/tools'].flatMap((folder) =>
      readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/^(builtin|probes)\.ts$/.test(entry.name))
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    );
    if (Math.max(...sources, statSync(join(top, 'package.json')).mtimeMs) < time) return;
  }
  console.error('building (npm run build)');
  orExit(run(process.execPath, [join(top, 'test/tools/build.js')], { stdio: ['ignore', 2, 2] }));
}
