import { describe, expect, it } from 'vitest';
import type { Check, Fact } from '../../src/model.js';
import { judgeCheck } from '../../src/run/judge.js';

const origin = { vantage: 'files', source: 'x', at: '2026-01-01T00:00:00.000Z', durationMs: 0 } as const;
const facts = new Map<string, Fact<unknown>>([['install.root', { ok: true, value: { path: { toString: null } }, origin }]]);

function saying(judgement: unknown): Check {
  return {
    id: 'c',
    area: 'url',
    title: { pass: 'p', fail: 'f' },
    causes: [],
    needs: ['install.root'],
    judge: () => judgement,
  } as unknown as Check;
}

describe('judgements over facts of any shape', () => {
  it.each([
    [null],
    [{ is: 'pass' }],
    [{ is: 'maybe' }],
    [{ is: 'unknown', reason: { toString: null } }],
    [{ is: 'skip', reason: 'r', subject: 7 }],
    [{ is: 'fail', subject: {}, cause: 'c', confidence: 'proved', evidence: [] }],
    [{ is: 'warn', subject: 's', cause: 'c', confidence: 'proved', evidence: [{ label: 'l', saw: { toString: null }, source: 's' }] }],
    [{ is: 'pass', evidence: [{ label: 'l', saw: [], source: 's' }] }],
  ])('%j is the fault of the recording and no crash of the report', (judgement) => {
    const [found] = judgeCheck(saying(judgement), facts as never, true);
    expect(found).toMatchObject({ is: 'unknown', settle: 'Record the bundle again with this version.' });
  });

  it('takes a judgement as it is', () => {
    const good = { is: 'pass', evidence: [{ label: 'l', saw: null, vantage: 'files', source: 's' }] };
    expect(judgeCheck(saying([good, good]), facts as never)).toEqual([good, good]);
  });
});
