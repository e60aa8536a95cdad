import { setFlagsFromString } from 'node:v8';
import { setTimeout as pause } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import type { FactId, Probe, RunOptions } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { gather } from '../../src/run/scheduler.js';
import { fakeHost } from '../support/fake-host.js';

type Given = Partial<Probe> & { readonly observe: Probe['observe'] };

function probe(fact: string, given: Given): Probe {
  return { fact: fact as FactId, vantage: 'files', title: `the ${fact}`, needs: [], wants: [], budgetMs: 1000, touches: [], ...given };
}

function seen(value: unknown): { value: never; source: string } {
  return { value: value as never, source: 'test' };
}

async function run(probes: readonly Probe[], options: Partial<RunOptions> = {}, signal = new AbortController().signal) {
  const registry = new Map(probes.map((each) => [each.fact, each]));
  return gather(
    probes.map((each) => each.fact),
    registry,
    fakeHost({ elapsed: () => performance.now() }),
    { ...defaultOptions, ...options },
    signal,
  );
}

const never = (): Promise<never> => new Promise(() => {});

describe('gather', () => {
  it('looks at a fact once, however many ask for it', async () => {
    let looks = 0;
    const once = probe('a', { observe: async () => seen(++looks) });
    const more = ['b', 'c'].map((id) => probe(id, { needs: ['a' as FactId], observe: async ({ have }) => seen(have) }));
    const { facts } = await run([once, ...more]);
    expect(looks).toBe(1);
    expect(facts.get('b' as FactId)).toMatchObject({ ok: true, value: { a: 1 } });
  });

  it('hands a gap on to what needs it, and to what wants it as a gap', async () => {
    const { facts } = await run([
      probe('a', {
        observe: async () => {
          throw new LookFailed('denied', 'no permission', { settle: 'ask' });
        },
      }),
      probe('b', { needs: ['a' as FactId], observe: async () => seen('never called') }),
      probe('c', { needs: ['b' as FactId], observe: async () => seen('never called') }),
      probe('d', { wants: ['a' as FactId], observe: async ({ want }) => seen((want as Record<string, { ok: boolean }>)['a']?.ok) }),
    ]);
    expect(facts.get('b' as FactId)).toMatchObject({ ok: false, gap: 'denied', why: 'no permission', settle: 'ask', because: 'a' });
    expect(facts.get('c' as FactId)).toMatchObject({ ok: false, because: 'a' });
    expect(facts.get('d' as FactId)).toMatchObject({ ok: true, value: false });
  });

  it('contains a crash and names it', async () => {
    const { facts } = await run([
      probe('a', {
        observe: async () => {
          throw new TypeError('x is not a function\n    at secret stack');
        },
      }),
      probe('b', { observe: async () => seen(1) }),
    ]);
    expect(facts.get('a' as FactId)).toMatchObject({
      ok: false,
      gap: 'bug',
      why: expect.stringContaining('TypeError: x is not a function') as string,
    });
    expect(JSON.stringify(facts.get('a' as FactId))).not.toContain('stack');
    expect(facts.get('b' as FactId)?.ok).toBe(true);
  });

  it('ends a look at its budget and keeps what it had seen', async () => {
    const { facts } = await run([
      probe('a', { budgetMs: 30, observe: never }),
      probe('b', {
        budgetMs: 30,
        observe: (_, keep) => {
          keep('half' as never);
          return never();
        },
      }),
    ]);
    expect(facts.get('a' as FactId)).toMatchObject({ ok: false, gap: 'timeout', why: expect.stringContaining('0.03 s') as string });
    expect(facts.get('b' as FactId)).toMatchObject({ ok: true, value: 'half', partial: expect.stringContaining('budget') as string });
  });

  it('ends what a look still had under way when it fails', async () => {
    let told = false;
    await run([
      probe('a', {
        observe: async ({ signal }) => {
          signal.addEventListener('abort', () => {
            told = true;
          });
          throw new LookFailed('io', 'broken');
        },
      }),
    ]);
    expect(told).toBe(true);
  });

  it('ends all looks at the deadline and names each', async () => {
    const { facts, probes } = await run(
      ['a', 'b'].map((id) => probe(id, { observe: never })),
      { deadlineMs: 40 },
    );
    for (const id of ['a', 'b'])
      expect(facts.get(id as FactId)).toMatchObject({ gap: 'timeout', why: expect.stringContaining('deadline') as string });
    expect(probes.map((each) => each.fact)).toEqual(['a', 'b']);
  });

  it('ends all looks when the operator stops, and aborts them', async () => {
    const stop = new AbortController();
    let told = false;
    const running = run(
      [
        probe('a', {
          observe: ({ signal }) => {
            signal.addEventListener('abort', () => {
              told = true;
            });
            return never();
          },
        }),
      ],
      {},
      stop.signal,
    );
    setTimeout(() => stop.abort(), 10);
    expect((await running).facts.get('a' as FactId)).toMatchObject({ gap: 'aborted' });
    expect(told).toBe(true);
  });

  it('runs no more looks at a time than it may, and starts each as soon as its needs are there', async () => {
    let now = 0;
    let most = 0;
    const busy = probe('x', {
      observe: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 5));
        now -= 1;
        return seen(1);
      },
    });
    await run(
      ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...busy, fact: id as FactId })),
      { jobs: 2 },
    );
    expect(most).toBe(2);
  });

  it('keeps nothing of a target that has been looked at, while the run goes on with others', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const operator = new AbortController();
    const look = async (): Promise<WeakRef<object>> => {
      let value: object = { of: 'this target' };
      await run([probe('a', { observe: async () => seen(value) }), probe('b', { budgetMs: 20, observe: never })], {}, operator.signal);
      const kept = new WeakRef(value);
      value = {};
      return kept;
    };
    const kept = await look();
    await pause(30);
    collect();
    expect(kept.deref()).toBeUndefined();
    expect(operator.signal.aborted).toBe(false);
  });
});
