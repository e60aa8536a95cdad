/**
 * One property for everything that reads hostile text: it ends soon and throws nothing but LookFailed. FUZZ_RUNS multiplies the number of
 * texts (`npm run fuzz`), FUZZ_SEED repeats a run.
 */
import fc from 'fast-check';
import { LookFailed } from '../../src/logic/failure.js';

export const factor = Math.max(1, Number(process.env['FUZZ_RUNS'] ?? 1) || 1);
const seed = process.env['FUZZ_SEED'];

export interface Reader {
  readonly name: string;
  readonly read: (text: string) => unknown;
  /** Pieces that its format is made of: random text alone would not come past the first line. */
  readonly words: readonly string[];
  /** Longest text that its caller lets through; default 200 000 characters. */
  readonly longest?: number;
}

/** Pieces that trouble readers of every format. */
const anywhere = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\\',
  '"',
  "'",
  '0',
  '-1',
  '1e309',
  'NaN',
  '__proto__',
  'constructor',
  '%',
  '${',
  '}',
  '/',
  '..',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '\ufeff',
  'é',
  '\u{1f600}',
];

function pieces(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.constantFrom(...anywhere) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
}

/** Texts of the format, whole or broken. */
export function texts(words: readonly string[]): fc.Arbitrary<string> {
  return fc.array(pieces(words), { maxLength: 40 }).map((parts) => parts.join(''));
}

/** A few pieces over and over, with something else before and after: what makes a bad pattern or loop take the square of the length. */
export function pumped(words: readonly string[], longest: number): fc.Arbitrary<string> {
  const few = fc.array(pieces(words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
  const edge = fc.array(pieces(words), { maxLength: 4 }).map((parts) => parts.join(''));
  return fc
    .tuple(edge, few, edge)
    .map(
      ([before, unit, after]) => `${before}${unit === '' ? '' : unit.repeat(Math.ceil(longest / unit.length))}`.slice(0, longest) + after,
    );
}

/** On a busy machine; the squares that are meant take minutes. */
export const patienceMs = 4000;

async function survives(reader: Reader, text: string): Promise<void> {
  const began = performance.now();
  try {
    await reader.read(text);
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
  }
  const spent = performance.now() - began;
  if (spent > patienceMs) throw new Error(`${reader.name} took ${Math.round(spent)} ms`);
}

export async function endures(reader: Reader, kind: 'any' | 'pumped'): Promise<void> {
  const longest = reader.longest ?? 200_000;
  const text = kind === 'any' ? texts(reader.words) : pumped(reader.words, longest);
  await fc.assert(
    fc.asyncProperty(text, (given) => survives(reader, given)),
    // Shrinking repeats what was slow.
    {
      numRuns: (kind === 'any' ? 40 : 6) * factor,
      ...(kind === 'pumped' ? { endOnFailure: true } : {}),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
}
