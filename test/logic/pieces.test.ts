import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines, cutter } from '../../src/logic/pieces.js';

interface Given {
  readonly text: string;
  readonly line: number;
  readonly within: boolean;
}

function pieces(text: string, chunk: number, size: number, overlap: number): readonly Given[] {
  const found: Given[] = [];
  const cut = cutter(({ bytes, line, within }) => found.push({ text: new TextDecoder().decode(bytes), line, within }), size, overlap);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunk) cut.push(bytes.subarray(at, at + chunk));
  cut.end();
  return found;
}

test('pieces end with a line where they can, and say which line they begin with', () => {
  expect(pieces('one\ntwo\nthree\nfour', 5, 12, 4)).toEqual([
    { text: 'one\ntwo\n', line: 1, within: false },
    { text: 'three\nfour', line: 3, within: false },
  ]);
});

test('a line that is too long comes in pieces that overlap', () => {
  expect(pieces('a\n0123456789abcdef\nz', 3, 8, 4)).toEqual([
    { text: 'a\n', line: 1, within: false },
    { text: '01234567', line: 2, within: false },
    { text: '456789ab', line: 2, within: true },
    { text: '89abcdef', line: 2, within: true },
    { text: 'cdef\nz', line: 2, within: true },
  ]);
});

test('of a text that ends with a piece nothing is repeated', () => {
  expect(pieces('0123456789ab', 3, 8, 4).map(({ text }) => text)).toEqual(['01234567', '456789ab']);
});

test('whatever the chunks are, nothing is lost and the lines are right', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é'), maxLength: 200 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 9, max: 40 }), (text, chunk, size) => {
      const given = new TextEncoder().encode(text);
      const seen: number[] = [];
      const overlap = 4;
      const cut = cutter(
        ({ bytes, line, within }) => {
          const fresh = within ? bytes.subarray(overlap) : bytes;
          const before = seen.filter((byte) => byte === 10).length;
          expect(line).toBe(before + 1);
          if (within) expect([...bytes.subarray(0, overlap)]).toEqual(seen.slice(-overlap));
          else expect(seen.length === 0 || seen.at(-1) === 10).toBe(true);
          seen.push(...fresh);
        },
        size,
        overlap,
      );
      for (let at = 0; at < given.length; at += chunk) cut.push(given.subarray(at, at + chunk));
      cut.end();
      expect(seen).toEqual([...given]);
    }),
  );
});

test('line breaks are counted wherever they and the bytes begin', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(8), fc.array(fc.nat(40), { maxLength: 10 }), (noise, from, places) => {
      for (const place of places) if (place < noise.length) noise[place] = 10;
      const bytes = noise.subarray(Math.min(from, noise.length));
      expect(countLines(bytes)).toBe(bytes.filter((byte) => byte === 10).length);
    }),
    { numRuns: 1000 },
  );
});
