// Puts the program's real output and the tables of the code into README.md. A test says when it is stale.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild, ensurePackages, top } from './install.js';

/** The first block of the demo: header, index and the first cause. */
export function demoExcerpt() {
  const { stdout } = spawnSync(process.execPath, [join(top, 'bin/whmcs-doctor.js'), 'demo'], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
  });
  const end = stdout.indexOf('\n\n', stdout.indexOf('\n  more\n'));
  return stdout.slice(0, end);
}

export function withOutput(readme, excerpt) {
  return readme.replace(/(<!-- output of: demo -->\n```text\n)[^]*?(```)/, (_, before, after) => `${before}${excerpt}\n${after}`);
}

export function withTable(readme, name, table) {
  return readme.replace(new RegExp(`(<!-- table: ${name} -->\\n\\n)(?:\\|[^]*?\\n\\n)?`), (_, before) => `${before}${table}\n\n`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  ensurePackages();
  ensureBuild();
  const { build } = await import('esbuild');
  const ways = await build({ entryPoints: [join(top, 'src/knowledge/php-ways.ts')], bundle: true, format: 'esm', write: false });
  const { phpWaysTable } = await import(`data:text/javascript;base64,${Buffer.from(ways.outputFiles[0].contents).toString('base64')}`);
  const file = join(top, 'README.md');
  writeFileSync(file, withTable(withOutput(readFileSync(file, 'utf8'), demoExcerpt()), 'php ways', phpWaysTable()));
}
