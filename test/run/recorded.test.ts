import { describe, expect, it } from 'vitest';
import type { Check, Fact, FactId, SessionStore } from '../../src/model.js';
import { judgeCheck } from '../../src/run/judge.js';
import { recordedFacts } from '../../src/run/recorded.js';

const origin = { vantage: 'files', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;

function recorded(id: string, value: unknown): ReturnType<typeof recordedFacts> {
  return recordedFacts(new Map([[id as FactId, { ok: true, value, origin } as Fact<unknown>]]), '0.0.9');
}

/** Passes with what it reads of the clock. */
const check = {
  id: 'x',
  area: 'clock',
  title: { pass: 'p', fail: 'f' },
  causes: [],
  needs: ['clock.now'],
  judge: (facts: Readonly<Record<string, { epochMs: number }>>) => ({
    is: 'pass',
    evidence: [{ label: 'now', saw: facts['clock.now']?.epochMs ?? null, vantage: 'shell', source: 'clock' }],
  }),
} as unknown as Check;

describe('recorded facts', () => {
  it('are as they were where they are of their types', () => {
    expect(judgeCheck(check, recorded('clock.now', { epochMs: 5 }), true)).toMatchObject([{ is: 'pass', evidence: [{ saw: 5 }] }]);
  });

  it.each([
    [
      'a version that did not look',
      recordedFacts(new Map(), '0.0.9'),
      /^version 0\.0\.9, which recorded the bundle, did not look at clock\.now$/,
    ],
    ['a value of another kind', recorded('clock.now', [1]), /^the recorded clock\.now does not have the expected shape$/],
    ['a field of another kind', recorded('clock.now', { epochMs: '5' }), /version 0\.0\.9 recorded no usable epochMs of clock\.now/],
    ['a field that is missing', recorded('clock.now', { other: 1 }), /version 0\.0\.9 recorded no usable epochMs of clock\.now/],
  ])('make the check unknown, with the reason: %s', (_, facts, reason) => {
    const [judgement] = judgeCheck(check, facts, true);
    expect(judgement).toMatchObject({ is: 'unknown', settle: expect.stringContaining('Record the bundle again') as string });
    expect(judgement?.is === 'unknown' ? judgement.reason : '').toMatch(reason);
  });

  it('are looked at one level deeper, too: what is missing of an object in them is named', () => {
    const remote = {
      ...check,
      needs: ['sessions.store'],
      judge: (facts: Readonly<Record<string, SessionStore>>) => {
        const store = facts['sessions.store'];
        return { is: 'pass', evidence: [{ label: 'l', saw: store?.remote?.reachable ?? null, vantage: 'shell', source: 's' }] };
      },
    } as unknown as Check;
    const given = { handler: 'redis', trial: null };
    expect(judgeCheck(remote, recorded('sessions.store', { ...given, remote: { reachable: true } }), true)).toMatchObject([{ is: 'pass' }]);
    expect(judgeCheck(remote, recorded('sessions.store', { ...given, remote: null }), true)).toMatchObject([{ is: 'pass' }]);
    for (const broken of [{}, { reachable: 'yes' }])
      expect(judgeCheck(remote, recorded('sessions.store', { ...given, remote: broken }), true)).toMatchObject([
        { is: 'unknown', reason: expect.stringContaining('recorded no usable remote.reachable of sessions.store') as string },
      ]);
  });

  it('cost only the check that reads the missing field', () => {
    const careless = { ...check, judge: () => ({ is: 'pass', evidence: [] }) } as unknown as Check;
    expect(judgeCheck(careless, recorded('clock.now', { other: 1 }), true)).toMatchObject([{ is: 'pass' }]);
  });

  it('of plug-ins, whose types nobody knows here, are taken as they are', () => {
    expect(recorded('mine.fact', 7).get('mine.fact' as FactId)).toMatchObject({ ok: true, value: 7 });
  });
});
