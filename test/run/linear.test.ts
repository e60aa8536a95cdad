/** What a run costs grows with its checks and not faster: told by what is read, for times say nothing on a busy machine. */
import { expect, test } from 'vitest';
import type { Program } from '../../src/run/run.js';
import { runSynthetic, syntheticPolicy, syntheticProgram } from '../support/synthetic.js';

/** The program, and how often anything of its checks and causes was read. */
function counted(program: Program): { readonly program: Program; reads(): number } {
  let reads = 0;
  const watched = <T extends object>(one: T): T =>
    new Proxy(one, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  return { program: { ...program, checks: program.checks.map(watched), causes: program.causes.map(watched) }, reads: () => reads };
}

test.each([false, true])('ten times as many checks take about ten times as many reads, with a selection: %s', async (chosen) => {
  const readsOf = async (checks: number): Promise<number> => {
    const { program, reads } = counted(syntheticProgram(checks, 20));
    await runSynthetic(program, syntheticPolicy(chosen));
    return reads();
  };
  expect((await readsOf(700)) / (await readsOf(70))).toBeLessThan(12);
});

test('what follows from causes that follow from others is told in order, however many ways lead there', async () => {
  const program = syntheticProgram(200, 20);
  const causes = program.causes.map((cause, at) => ({
    ...cause,
    // every one follows from the two behind it: the ways from the first to the last are more than can be walked
    follows: [at + 1, at + 2].flatMap((behind) => program.causes[behind]?.id ?? []),
  }));
  const checks = program.checks.map((check, at) => ({
    ...check,
    judge: () => ({ is: 'fail', subject: `/${at}`, cause: check.causes[0], confidence: 'proved', evidence: [] }) as never,
  }));
  const { report } = await runSynthetic({ ...program, checks, causes }, syntheticPolicy(false));
  const failing = report.findings.filter(({ status }) => status === 'fail').map(({ check }) => Number(check.split('-').pop()));
  expect(failing.length).toBeGreaterThan(100);
  expect(failing).toEqual([...failing].sort((a, b) => b - a));
});
