// Figures that need the laboratory: a TypeScript file runs there and prints one JSON line for each.
import { ensureDebianPackages } from '../tools/debian.js';
import { row } from './rows.js';

export async function labRows(bench, file) {
  if (!ensureDebianPackages()) process.exit(1);
  // it needs esbuild, which ensurePackages may have had to install
  const { runInLab } = await import('../tools/in-lab.js');
  const done = await runInLab(file);
  const lines = done.stdout.split('\n').filter((line) => line.startsWith('{'));
  if (done.status !== 0 || lines.length === 0) {
    console.error(`bench: ${file} did not run to its end in the laboratory`);
    process.exit(1);
  }
  for (const line of lines) {
    const { figure, value, bound, unit } = JSON.parse(line);
    row(bench, figure, value, bound, unit);
  }
}
