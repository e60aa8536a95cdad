// The matcher with freshly compiled tables, without a build of the program; it has learned from one half of the reports.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { reports } from './reports.js';

export const top = fileURLToPath(new URL('../..', import.meta.url));

export async function loadTriage() {
  const folder = join(top, 'node_modules/.cache');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `triage-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `export { builtTables } from './src/triage/build.ts'; export { builtinChecks } from './src/run/builtin.ts';
        export { isHeldOut } from './src/triage/build.ts'; export { createMatcher } from './src/triage/triage.ts';
        export { createLook } from './src/triage/look.ts'; export { compileTables } from './src/triage/compile.ts';
        export { featuresOf } from './src/triage/features.ts'; export { learn } from './src/triage/learn.ts';
        export { judge, answers, readerOf } from './src/triage/decide.ts'; export { calibrated, scoreOf, calibration } from './src/triage/calibration.ts';`,
      resolveDir: top,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  const { tables, lexicons } = loaded.builtTables(
    loaded.builtinChecks,
    reports().filter((report) => !loaded.isHeldOut(report)),
  );
  const byLanguage = (language) => lexicons[language];
  const built = (name) => JSON.parse(readFileSync(join(top, `dist/${name}.json`), 'utf8'));
  /** What the last build made. */
  const shipped = () => ({ ...loaded, matcher: loaded.createMatcher(built('triage'), (language) => built(`triage-${language}`)) });
  return { ...loaded, tables, lexicons: byLanguage, matcher: loaded.createMatcher(tables, byLanguage), shipped };
}
