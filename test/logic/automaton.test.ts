import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { automaton, plainSearch, tableSearch, type Automaton } from '../../src/logic/automaton.js';

const encoder = new TextEncoder();

const engines: readonly (readonly [string, (literals: readonly string[]) => Automaton])[] = [
  ['for short texts', plainSearch],
  ['for long texts', tableSearch],
  ['that chooses', automaton],
];

describe.each(engines)('the search %s', (_, engine) => {
  function found(literals: readonly string[], text: string): readonly (readonly [string, readonly number[]])[] {
    const bytes = encoder.encode(text);
    const lines: [string, readonly number[]][] = [];
    engine(literals).lines(bytes, (start, end, hits) => lines.push([new TextDecoder().decode(bytes.subarray(start, end)), hits]));
    return lines;
  }

  it('names each line once, with all that stands in it', () => {
    expect(found(['she', 'he', 'hers', 'his'], 'nothing\nushers\nhis hers\n\nHE')).toEqual([
      ['ushers', [0, 1, 2]],
      ['his hers', [1, 2, 3]],
      ['HE', [1]],
    ]);
  });

  it('does not reach over a line break', () => {
    expect(found(['ab'], 'a\nb')).toEqual([]);
  });

  it('finds letters beyond ASCII as they are, and no literals find nothing', () => {
    expect(found(['哎呀'], '哎呀！')).toEqual([['哎呀！', [0]]]);
    expect(found([], 'anything')).toEqual([]);
  });

  it('finds equal literals both', () => {
    expect(found(['ab', 'AB'], 'xabx')).toEqual([['xabx', [0, 1]]]);
  });

  it('says the same as a search for each literal', () => {
    const letter = fc.constantFrom('a', 'b', 'A', 'c', 'é');
    // literals of at least three bytes let the search skip ahead
    const literals = fc.oneof(
      fc.array(fc.string({ unit: letter, minLength: 1, maxLength: 5 }), { maxLength: 8 }),
      fc.array(fc.string({ unit: letter, minLength: 3, maxLength: 7 }), { maxLength: 8 }),
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', 'é', '\n', ' '), maxLength: 80 });
    fc.assert(
      fc.property(literals, text, (wanted, given) => {
        const fold = (value: string): string => value.replace(/[A-Z]/g, (capital) => capital.toLowerCase());
        const expected = given
          .split('\n')
          .map((line) => [line, wanted.flatMap((literal, index) => (fold(line).includes(fold(literal)) ? [index] : []))] as const)
          .filter(([, hits]) => hits.length > 0);
        expect(found(wanted, given)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a literal at every place', () => {
    for (let before = 0; before < 60; before++) {
      const text = `${'no space '.repeat(9).slice(0, before)}No Space Left on device`;
      expect(found(['no space left', 'permission denied'], text)).toEqual([[text, [0]]]);
    }
  });
});

test('a search that goes on for long turns to the table, and finds the same', () => {
  const search = automaton(['needle', 'pin']);
  const hay = encoder.encode(`${'hay '.repeat(1000)}\na needle\n`);
  for (let round = 0; round < 100; round++) {
    const lines: unknown[] = [];
    search.lines(hay, (start, end, hits) => lines.push([start, end, hits]));
    expect(lines).toEqual([[4001, 4009, [0]]]);
  }
});
