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

/** Every table of README.md that comes from the code, by its name there. */
export function withTables(readme, tables) {
  return Object.entries(tables).reduce((text, [name, table]) => withTable(text, name, table), readme);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  ensurePackages();
  ensureBuild();
  const { build } = await import('esbuild');
  const [{ text }] = (
    await build({
      entryPoints: [join(top, 'test/tools/tables.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      write: false,
    })
  ).outputFiles;
  const { tables } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  const file = join(top, 'README.md');
  writeFileSync(file, withTables(withOutput(readFileSync(file, 'utf8'), demoExcerpt()), tables()));
}
