// The package as people get it: packed, its files checked by publint, installed into an empty folder, run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, top } from './install.js';
import { tryPlugins } from './pack-plugins.js';

ensurePackages();
/** As root a plug-in may lie only where nobody but root can put anything beside it. */
const folder = mkdtempSync(join(process.geteuid?.() === 0 ? '/var/lib' : tmpdir(), 'whmcs-doctor-pack-'));

function expectStatus(wanted, command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === wanted) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}, not ${wanted}\n${stdout}\n${stderr}`);
}

/** What publint says of the packed files: not even a suggestion. */
async function expectPublishable(tarball) {
  const [{ publint }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')]);
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  if (messages.length === 0) return;
  throw new Error(messages.map((message) => `publint: ${message.type}: ${formatMessage(message, pkg, { color: false })}`).join('\n'));
}

/** That nothing is fetched and nothing runs when it is installed, and that README.md says what is inside. */
function expectSelfContained({ size, unpackedSize }) {
  const installed = join(folder, 'node_modules/whmcs-doctor');
  const { dependencies, optionalDependencies, scripts = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const hooks = Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name));
  if (dependencies || optionalDependencies || hooks.length > 0)
    throw new Error(`installing it fetches or runs something: ${hooks.join(', ')}`);
  if (existsSync(join(folder, 'node_modules/chalk'))) throw new Error('a package came with it');
  const { components } = JSON.parse(readFileSync(join(installed, 'dist/sbom.cdx.json'), 'utf8'));
  const notices = readFileSync(join(installed, 'dist/third-party-licenses.txt'), 'utf8');
  for (const { name, version } of components)
    if (!notices.includes(`\n${name} ${version} (`)) throw new Error(`the licence of ${name} ${version} is missing`);
  const readme = readFileSync(join(top, 'README.md'), 'utf8');
  const [, count, packed, unpacked] = /(\d+) packages are built in[^]*?([\d.]+) MB packed[^]*?([\d.]+) MB unpacked/.exec(readme) ?? [];
  const near = (said, bytes) => Math.abs(Number(said) / (bytes / 1e6) - 1) < 0.05;
  if (Number(count) !== components.length || !near(packed, size) || !near(unpacked, unpackedSize))
    throw new Error(`README.md: ${components.length} packages are built in, ${size / 1e6} MB packed, ${unpackedSize / 1e6} MB unpacked`);
}

try {
  const [packed] = JSON.parse(expectStatus(0, 'npm', ['pack', '--json', '--pack-destination', folder], top));
  const { filename } = packed;
  await expectPublishable(join(folder, filename));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  expectStatus(0, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', join(folder, filename)]);
  expectSelfContained(packed);
  const program = join(folder, 'node_modules/.bin/whmcs-doctor');
  expectStatus(0, program, ['--version']);
  expectStatus(0, program, ['list', 'problems']);
  const demo = expectStatus(2, program, ['demo']);
  if (!demo.includes('next steps')) throw new Error('the demo shows no next steps');
  for (const shell of ['bash', 'zsh', 'fish']) expectStatus(0, program, ['completion', shell]);
  expectStatus(64, program, ['check']);
  writeFileSync(
    join(folder, 'own.js'),
    "import { defineCheck, pass } from 'whmcs-doctor';\nconsole.log(defineCheck({ id: 'x', area: 'url', title: { pass: 'a', fail: 'b' }, causes: [], needs: [], judge: () => pass() }).id);",
  );
  if (expectStatus(0, process.execPath, ['own.js']).trim() !== 'x') throw new Error('the public interface does not work');
  tryPlugins(folder, program, expectStatus);
  console.log(`${filename}: installs and runs in an empty folder`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
