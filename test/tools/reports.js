// The labelled reports that triage learns from and is measured with.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

function linesOf(path, file) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ ...JSON.parse(line), file }));
}

/** Written for this program, one file per language or kind. */
export function reports() {
  const folder = join(top, 'src/knowledge/reports');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => linesOf(join(folder, file), file.replace('.jsonl', '')));
}

/** Written apart, by somebody who knew neither the patterns nor the other reports: nothing is learned from them, and no pattern was made for them. */
export function apartReports() {
  return linesOf(join(top, 'test/triage/apart-reports.jsonl'), 'apart');
}

/** Real ones, reworded: nothing is learned from them. */
export function realReports() {
  return linesOf(join(top, 'test/triage/real-reports.jsonl'), 'real');
}
