// The package as people get it: packed, installed into an empty folder, run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, top } from './install.js';

ensurePackages();
const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-pack-'));

function expectStatus(wanted, command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === wanted) return stdout;
  console.error(`${command} ${args.join(' ')} ended with ${status}, not ${wanted}\n${stdout}\n${stderr}`);
  process.exit(1);
}

try {
  const [{ filename }] = JSON.parse(expectStatus(0, 'npm', ['pack', '--json', '--pack-destination', folder], top));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  expectStatus(0, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', join(folder, filename)]);
  const program = join(folder, 'node_modules/.bin/whmcs-doctor');
  expectStatus(0, program, ['--version']);
  expectStatus(0, program, ['list', 'problems']);
  const demo = expectStatus(2, program, ['demo']);
  if (!demo.includes('next steps')) throw new Error('the demo shows no next steps');
  expectStatus(64, program, ['check']);
  writeFileSync(
    join(folder, 'own.js'),
    "import { defineCheck, pass } from 'whmcs-doctor';\nconsole.log(defineCheck({ id: 'x', area: 'url', title: { pass: 'a', fail: 'b' }, causes: [], needs: [], judge: () => pass() }).id);",
  );
  if (expectStatus(0, process.execPath, ['own.js']).trim() !== 'x') throw new Error('the public interface does not work');
  console.log(`${filename}: installs and runs in an empty folder`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
