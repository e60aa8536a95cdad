import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Layer of a file → the layers that it may import. The order of the layout: imports point one way. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: ['model'],
  logic: ['logic', 'model'],
  parse: ['parse', 'logic', 'model'],
  knowledge: ['knowledge', 'index', 'logic', 'model'],
  host: ['host', 'redact', 'logic', 'model'],
  redact: ['redact', 'logic', 'model'],
  index: ['logic', 'model'],
  probes: ['probes', 'index', 'host', 'parse', 'knowledge', 'redact', 'logic', 'model'],
  checks: ['index', 'model', 'logic', 'knowledge'],
  run: ['run', 'probes', 'host', 'parse', 'knowledge', 'logic', 'model'],
  policy: ['policy', 'parse', 'knowledge', 'logic', 'model'],
  report: ['report', 'redact', 'knowledge', 'logic', 'model'],
  triage: ['triage', 'host', 'parse', 'knowledge', 'logic', 'model'],
  cli: ['cli', 'run', 'report', 'policy', 'triage', 'redact', 'host', 'parse', 'knowledge', 'logic', 'model', 'index'],
};

/** src/run/builtin.ts is generated and the only file that imports checks. */
const exceptions: Readonly<Record<string, readonly string[]>> = { 'src/run/builtin.ts': ['checks'] };

function layerOf(file: string): string {
  if (file.startsWith('checks/')) return 'checks';
  if (file === 'src/index.ts') return 'index';
  if (file === 'src/model.ts') return 'model';
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? file;
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(top.length));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(top, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(?:type\s+)?(?:[^'"]*?\sfrom\s+)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g,
  );
  return [...found].map((match) => normalize(join(dirname(file), match[1] ?? match[2] ?? '')).replace(/\.js$/, '.ts'));
}

const files = [...sources('src'), ...sources('checks')];

describe('import directions', () => {
  it.each(files)('%s imports only what its layer may', (file) => {
    const may = [...(allowed[layerOf(file)] ?? []), ...(exceptions[file] ?? [])];
    const wrong = importsOf(file).filter((to) => !may.includes(layerOf(to)));
    expect(wrong).toEqual([]);
  });

  it('has no cycle', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]));
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file)) return;
      done.add(file);
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

it('only src/host/packaged.ts asks where the program lies: in the one executable there is nothing beside it', () => {
  expect(files.filter((file) => /import\.meta\b|\b__dirname\b|\b__filename\b/.test(readFileSync(join(top, file), 'utf8')))).toEqual([
    'src/host/packaged.ts',
  ]);
});
