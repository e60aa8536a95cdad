/**
 * One property for everything that reads hostile text: it ends soon and throws nothing but LookFailed. `holds` is for the others. FUZZ_RUNS
 * multiplies the number of texts (`npm run fuzz`, whose seed is new each time), FUZZ_SEED repeats a run.
 */
import fc from 'fast-check';
import { LookFailed } from '../../src/logic/failure.js';
import { factor, seed, tally } from './runs.js';

export { factor } from './runs.js';

/** Whether the property holds for `runs` times the factor of what is generated. */
export async function holds<Given extends [unknown, ...unknown[]]>(
  name: string,
  runs: number,
  given: { readonly [Place in keyof Given]: fc.Arbitrary<Given[Place]> },
  check: (...given: Given) => unknown,
): Promise<void> {
  const numRuns = runs * factor;
  await tally(name, numRuns, () =>
    fc.assert(
      fc.asyncProperty(
        ...(given as unknown as { [Place in keyof Given]: fc.Arbitrary<Given[Place]> }),
        async (...values: Given) => (await check(...values)) !== false,
      ),
      { numRuns, seed },
    ),
  );
}

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
export interface Pump {
  readonly before: string;
  readonly unit: string;
  readonly after: string;
}

export function pumps(words: readonly string[]): fc.Arbitrary<Pump> {
  const some = (minLength: number, maxLength: number) => fc.array(pieces(words), { minLength, maxLength }).map((parts) => parts.join(''));
  return fc.record({ before: some(0, 4), unit: some(1, 3), after: some(0, 4) });
}

export function pumped({ before, unit, after }: Pump, longest: number): string {
  const body = unit === '' ? '' : unit.repeat(Math.ceil(longest / unit.length));
  return `${before}${body}`.slice(0, longest) + after;
}

/** Of the processor's time, for the machine may be busy; the squares that are meant take minutes. */
export const patienceMs = 4000;

async function survives(reader: Reader, text: string): Promise<void> {
  const began = process.cpuUsage();
  try {
    await reader.read(text);
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
  }
  const { user, system } = process.cpuUsage(began);
  const spent = (user + system) / 1000;
  if (spent > patienceMs) throw new Error(`${reader.name} took ${Math.round(spent)} ms`);
}

export async function endures(reader: Reader, kind: 'any' | 'pumped'): Promise<void> {
  const numRuns = (kind === 'any' ? 25 : 2) * factor;
  if (kind === 'any') {
    const any = fc.asyncProperty(texts(reader.words), (text) => survives(reader, text));
    return await tally(reader.name, numRuns, () => fc.assert(any, { numRuns, seed }));
  }
  const longest = reader.longest ?? 200_000;
  const long = fc.asyncProperty(pumps(reader.words), (pump) => survives(reader, pumped(pump, longest)));
  // Shrinking would repeat what was slow.
  await tally(reader.name, numRuns, () => fc.assert(long, { numRuns, endOnFailure: true, seed }));
}
