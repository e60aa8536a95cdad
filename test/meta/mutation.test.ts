/** What npm run mutate counts: survivors without those that were judged, and without those that the compiler refuses. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judgedEntries, withoutJudged, type JudgedEntry } from '../tools/mutation/judged.js';
import { mutantsOf } from '../tools/mutation/mutants.js';
import { refusedAmong } from '../tools/mutation/refused.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
const kept = judgedEntries(readFileSync(`${top}test/tools/mutation/judged.json`, 'utf8'));

describe('judged survivors', () => {
  const file = 'checks/clock/one.ts';
  const lines = ['const list = rows.slice(0, 3);', '  return list[0];'];
  const lineOf = (_: string, line: number) => lines[line - 1] ?? '';
  const survivor = { file, line: 1, from: '3', to: '(3 + 1)' };
  const entry: JudgedEntry = { file, line: 'const list = rows.slice(0, 3);', from: '3', to: '(3 + 1)', why: 'only the first is read' };
  const judged = (entries: readonly JudgedEntry[], files = [file]) => withoutJudged([survivor], entries, files, lineOf);

  it('are no open ones', () => expect(judged([entry])).toEqual({ open: [], stale: [] }));
  it('are told from others of the same line', () => {
    for (const other of [
      { ...entry, to: '2' },
      { ...entry, from: '0' },
      { ...entry, line: 'const list = rows;' },
      { ...entry, file: 'checks/two.ts' },
    ])
      expect(judged([other]).open).toEqual([survivor]);
  });
  it('are stale once a test sees them, or the line is another', () => {
    expect(withoutJudged([], [entry], [file], lineOf).stale).toEqual([entry]);
    expect(judged([{ ...entry, line: 'const list = rows;' }]).stale).toHaveLength(1);
  });
  it('are not stale where their file was not looked at', () => expect(withoutJudged([], [entry], [], lineOf).stale).toEqual([]));
  it('are found wherever the line stands now, and however long they are', () => {
    const long = `[${'a, '.repeat(60)}]`;
    const moved = { ...survivor, line: 2, from: long };
    const found = withoutJudged([moved], [{ ...entry, line: 'return list[0];', from: `${long.slice(0, 99)}…` }], [file], lineOf);
    expect(found).toEqual({ open: [], stale: [] });
  });
  it('have a reason', () => {
    expect(() => judgedEntries(JSON.stringify([{ ...entry, why: '' }]))).toThrow('has no why');
    expect(() => judgedEntries('{}')).toThrow('it is no list');
    expect(judgedEntries(JSON.stringify([{ ...entry, to: '' }]))).toHaveLength(1);
  });
  it('are of lines that are still there', () => {
    const gone = kept.filter(({ file, line }) => {
      const text = existsSync(`${top}${file}`) ? readFileSync(`${top}${file}`, 'utf8') : '';
      return !text.split('\n').some((one) => one.trim() === line);
    });
    expect(gone).toEqual([]);
  });
});

it('asks the compiler which mutants nobody could commit', () => {
  const text = [
    "type Confidence = 'proved' | 'possible';",
    "export const confidence = (sure: boolean): Confidence => (sure ? 'proved' : 'possible');",
    "export const name = (sure: boolean): string => (sure ? 'yes' : 'no');",
    'export const size = (list: readonly string[] | null): number => list?.length ?? 0;',
  ].join('\n');
  const mutants = mutantsOf(text, 'src/logic/not-there.ts');
  const refused = refusedAmong(mutants, top, () => text);
  const shown = (all: Iterable<{ readonly line: number; readonly from: string; readonly to: string }>) =>
    [...all].map(({ line, from, to }) => `${line}: ${from.trim()} → ${to}`);
  expect(shown(refused)).toEqual(expect.arrayContaining(["2: 'proved' → ''", "2: 'possible' → ''", '4: ?. → .', '4: ?? 0 → ']));
  const rest = mutants.filter((mutant) => !refused.has(mutant));
  expect(shown(rest)).toEqual(expect.arrayContaining(["3: 'yes' → ''", '2: sure → true', '4: 0 → 1']));
}, 60_000);
