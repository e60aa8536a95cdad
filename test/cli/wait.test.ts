import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pauseFor, untilHealthy } from '../../src/cli/wait.js';
import type { TargetOutcome } from '../../src/cli/outputs.js';
import { sampleReport } from '../support/sample-report.js';

const failing: TargetOutcome = { is: 'report', report: sampleReport() };
const healthy: TargetOutcome = { is: 'report', report: { ...sampleReport(), findings: [], verdict: 'healthy', exitCode: 0 } };
const absent: TargetOutcome = { is: 'absent', target: '/srv/new', message: 'there is no WHMCS install in /srv/new', exitCode: 64 };
const broken: TargetOutcome = { is: 'unusable', target: '/srv/x', message: 'broken', exitCode: 78 };

afterEach(() => vi.restoreAllMocks());

async function wait(waitMs: number, looks: readonly (readonly TargetOutcome[])[], stopAfterMs: number | null = null) {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  const stop = new AbortController();
  if (stopAfterMs !== null) setTimeout(() => stop.abort(), stopAfterMs);
  const lefts: number[] = [];
  const began = performance.now();
  const outcomes = await untilHealthy({
    waitMs,
    signal: stop.signal,
    quiet: false,
    look: (left) => {
      const index = Math.min(lefts.length, looks.length - 1);
      lefts.push(left());
      return Promise.resolve(looks[index] ?? []);
    },
  });
  return { outcomes, said, lefts, tookMs: performance.now() - began };
}

describe('--wait', () => {
  it('looks again until it is healthy, says each state once, and is done', async () => {
    const { outcomes, said, lefts } = await wait(1000, [[absent], [absent], [failing], [failing], [healthy]]);
    expect(outcomes).toEqual([healthy]);
    expect(lefts).toHaveLength(5);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^whmcs-doctor: waiting, after 0 seconds: there is no WHMCS install in \/srv\/new\n$/);
    expect(said[1]).toMatch(/failing: PHP cannot write its sessions, and 1 more/);
  });

  it('gives up in time, with what was seen last', async () => {
    const { outcomes, tookMs, lefts } = await wait(300, [[failing]]);
    expect(outcomes).toEqual([failing]);
    expect(tookMs).toBeGreaterThan(200);
    expect(tookMs).toBeLessThan(500);
    for (const left of lefts) expect(left).toBeGreaterThanOrEqual(1000);
  });

  it('of several targets all must be healthy; one that can never be ends it', async () => {
    const { outcomes, said } = await wait(1000, [
      [healthy, absent],
      [healthy, healthy],
    ]);
    expect(outcomes).toEqual([healthy, healthy]);
    expect(said.join('')).toMatch(/1 of 2 targets are not healthy: \/srv\/new: there is no/);
    expect((await wait(60_000, [[failing, broken]])).lefts).toHaveLength(1);
  });

  it('a signal in the pause ends it with what is known', async () => {
    const { outcomes, tookMs, lefts } = await wait(60_000, [[failing]], 100);
    expect([outcomes, lefts.length]).toEqual([[failing], 1]);
    expect(tookMs).toBeLessThan(1000);
  });

  it('the last look gets at least a second, and begins early enough to end in time', () => {
    expect(pauseFor(60_000, 50_000, 2000)).toBe(5000);
    expect(pauseFor(10_000, 8000, 1000)).toBe(1000);
    expect(pauseFor(60_000, 6000, 4000)).toBe(2000);
    expect(pauseFor(60_000, 3000, 4000)).toBeNull();
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), fc.nat(20_000), (waitMs, leftMs, lookMs) => {
        const pause = pauseFor(waitMs, leftMs, lookMs);
        return pause === null || (pause >= 0 && pause <= 5000 && pause + lookMs <= leftMs);
      }),
    );
  });
});
