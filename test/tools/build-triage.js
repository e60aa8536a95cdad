// What triage reads texts with, compiled from the catalogue and learned from the labelled reports: a text is answered before the checks are loaded.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asciiJson } from './ascii-json.js';
import { reports } from './reports.js';

/** Learning takes some seconds: its result is kept for as long as nothing that it comes from changes. */
export async function writeTriage(top, folder) {
  const cache = join(top, 'node_modules/.cache');
  const kept = join(cache, `triage-${fingerprint(top)}`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) if (/^triage-[0-9a-f]{16}$/.test(old)) rmSync(join(cache, old), { recursive: true, force: true });
    const fresh = mkdtempSync(join(cache, 'triage-new-'));
    for (const [name, value] of Object.entries(await compiled(top, fresh)))
      writeFileSync(join(fresh, `${name}.json`), name === 'triage' ? asciiJson(value) : JSON.stringify(value)); // a lexicon may be all Cyrillic
    try {
      renameSync(fresh, kept);
    } catch {
      rmSync(fresh, { recursive: true, force: true }); // another build was faster
    }
  }
  cpSync(kept, folder, { recursive: true });
}

async function compiled(top, folder) {
  const outfile = join(folder, 'build.mjs');
  await build({
    stdin: {
      contents: "export { builtTables } from './src/triage/build.ts'; export { builtinChecks } from './src/run/builtin.ts';",
      resolveDir: top,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const { builtTables, builtinChecks } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  const { tables, lexicons } = builtTables(builtinChecks, reports());
  return { triage: tables, ...Object.fromEntries(Object.entries(lexicons).map(([language, lexicon]) => [`triage-${language}`, lexicon])) };
}

/** Of everything that is compiled or compiles. */
function fingerprint(top) {
  const hash = createHash('sha256');
  for (const folder of ['src/knowledge', 'src/triage', 'src/logic', 'checks', 'test/tools/build-triage.js'])
    for (const file of filesOf(top, folder)) hash.update(file).update(readFileSync(join(top, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(top, path) {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(top, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(top.length))
    .sort();
}
