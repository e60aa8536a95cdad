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

  it('takes letters beyond ASCII for what they are, though the first byte of one may be the other’s with another case', () => {
    // é is C3 A9, 㩀 is E3 A9 80
    expect(found(['é'], '㩀')).toEqual([]);
    expect(found(['㩀'], 'é\u0080')).toEqual([]);
    expect(found(['é'], 'É')).toEqual([]);
  });

  it.each([
    ['a', 'A'],
    ['A', 'a'],
    ['z', 'Z'],
    ['Z', 'z'],
  ])('finds %s in %s', (literal, text) => {
    expect(found([literal], text)).toEqual([[text, [0]]]);
  });

  it.each([
    ['@', '`'],
    ['`', '@'],
    ['[', '{'],
    ['{', '['],
    ['5', 'U'],
    ['\u0001', 'a'],
  ])('does not find %j in %j: they are no letters', (literal, text) => {
    expect(found([literal], text)).toEqual([]);
    // three in a row are looked for otherwise
    expect(found([literal.repeat(3)], text.repeat(3))).toEqual([]);
  });

  it('names places in bytes, without the line break', () => {
    const places: (readonly [number, number])[] = [];
    engine(['pin']).lines(encoder.encode('pin\né pin\n\npin'), (start, end) => places.push([start, end]));
    expect(places).toEqual([
      [0, 3],
      [4, 10],
      [12, 15],
    ]);
  });

  it('sees a part of other bytes as if it were all', () => {
    const all = encoder.encode('a pin before\nnothing\na pin after');
    const places: (readonly [number, number])[] = [];
    engine(['pin']).lines(all.subarray(2, 19), (start, end) => places.push([start, end]));
    expect(places).toEqual([[0, 10]]);
    places.length = 0;
    engine(['pin']).lines(Buffer.from(all.subarray(13)), (start, end) => places.push([start, end]));
    expect(places).toEqual([[8, 19]]);
  });

  it('finds nothing in nothing', () => {
    expect(found(['pin'], '')).toEqual([]);
    expect(found(['pin'], '\n\n')).toEqual([]);
    expect(found(['pin'], 'pi')).toEqual([]);
  });

  it('lists what stands in a line in the order of the literals, not of the line', () => {
    expect(found(['one', 'two', 'three'], 'three two one')).toEqual([['three two one', [0, 1, 2]]]);
  });

  it('goes on after a line that told of something', () => {
    expect(found(['pin', 'ink'], 'pin\nink\npin ink')).toEqual([
      ['pin', [0]],
      ['ink', [1]],
      ['pin ink', [0, 1]],
    ]);
    // what begins in one line does not end in the next
    expect(found(['pin', 'ink'], 'pin i\nnk')).toEqual([['pin i', [0]]]);
  });

  it.each([1, 2, 3, 254, 255, 256, 300])('finds a literal of %s bytes, and none that lacks its last one', (length) => {
    const literal = 'abcdefghij'.repeat(30).slice(0, length);
    for (const before of ['', 'x', 'xy'.repeat(300)]) {
      expect(found([literal], `${before}${literal}`)).toEqual([[`${before}${literal}`, [0]]]);
      expect(found([literal], `${before}${literal.slice(0, -1)}`)).toEqual([]);
    }
  });

  it('finds the shorter one within the longer one that breaks off', () => {
    expect(found(['abcd', 'bc'], 'abcx')).toEqual([['abcx', [1]]]);
    expect(found(['abcde', 'bcd', 'c'], 'abcdx')).toEqual([['abcdx', [1, 2]]]);
    expect(found(['aab'], 'aaab')).toEqual([['aaab', [0]]]);
  });

  it('finds equal literals both', () => {
    expect(found(['ab', 'AB'], 'xabx')).toEqual([['xabx', [0, 1]]]);
  });

  it('says the same as a search for each literal', () => {
    const letter = fc.constantFrom('a', 'b', 'A', 'c', 'é', '㩀');
    // literals of at least three bytes let the search skip ahead
    const literals = fc.oneof(
      fc.array(fc.string({ unit: letter, minLength: 1, maxLength: 5 }), { maxLength: 8 }),
      fc.array(fc.string({ unit: letter, minLength: 3, maxLength: 7 }), { maxLength: 8 }),
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', 'é', '㩀', '\n', ' '), maxLength: 80 });
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
