import fc from 'fast-check';
import { expect, test } from 'vitest';
import { automaton } from '../../src/logic/automaton.js';

const encoder = new TextEncoder();

function found(literals: readonly string[], text: string): readonly (readonly [string, readonly number[]])[] {
  const bytes = encoder.encode(text);
  const lines: [string, readonly number[]][] = [];
  automaton(literals).lines(bytes, (start, end, hits) => lines.push([new TextDecoder().decode(bytes.subarray(start, end)), hits]));
  return lines;
}

test('names each line once, with all that stands in it', () => {
  expect(found(['she', 'he', 'hers', 'his'], 'nothing\nushers\nhis hers\n\nHE')).toEqual([
    ['ushers', [0, 1, 2]],
    ['his hers', [1, 2, 3]],
    ['HE', [1]],
  ]);
});

test('a literal does not reach over a line break', () => {
  expect(found(['ab'], 'a\nb')).toEqual([]);
});

test('finds letters beyond ASCII as they are, and no literals find nothing', () => {
  expect(found(['哎呀'], '哎呀！')).toEqual([['哎呀！', [0]]]);
  expect(found([], 'anything')).toEqual([]);
});

test('equal literals are both found', () => {
  expect(found(['ab', 'AB'], 'xabx')).toEqual([['xabx', [0, 1]]]);
});

test('says the same as a search for each literal', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c', 'é'), minLength: 1, maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', 'é', '\n', ' '), maxLength: 80 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), text, (literals, given) => {
      const fold = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const expected = given
        .split('\n')
        .map((line) => [line, literals.flatMap((literal, index) => (fold(line).includes(fold(literal)) ? [index] : []))] as const)
        .filter(([, hits]) => hits.length > 0);
      expect(found(literals, given)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
