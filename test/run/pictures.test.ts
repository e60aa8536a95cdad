import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, FactId } from '../../src/model.js';
import { reportSchema } from '../../src/report/schema.js';
import { picturesOf } from '../../src/run/pictures.js';

const origin = { vantage: 'shell', source: 'x', at: '2026-11-22T00:00:00.000Z', durationMs: 1 } as const;

function facts(values: Readonly<Partial<Record<FactId, unknown>>>): ReadonlyMap<FactId, Fact<unknown>> {
  return new Map(Object.entries(values).map(([id, value]) => [id as FactId, { ok: true, value, origin } as const]));
}

const files = {
  path: '/srv/sessions',
  counted: 30_000,
  sampled: 4096,
  complete: false,
  ages: [
    { upToSeconds: 60, count: 4000 },
    { upToSeconds: null, count: 96 },
  ],
  oldestSeconds: 90,
  staleAfterSeconds: 7920,
};
const thresholds = { clockBehindWarnMs: 1000, clockBehindFailMs: 30_000, clockAheadWarnMs: 20_000 };
const sources = [
  { name: 'a', kind: 'ntp', lowMs: -5, highMs: 5, agreed: true },
  { name: 'b', kind: 'https', failed: 'silent' },
];

describe('pictures', () => {
  it('keep the ages of session files with their lifetime', () => {
    expect(picturesOf(facts({ 'sessions.files': files, 'sessions.store': { lifetimeSeconds: 1440, database: null } }))).toEqual({
      sessionAges: {
        where: '/srv/sessions',
        counted: 30_000,
        sampled: 4096,
        complete: false,
        ages: files.ages,
        oldestSeconds: 90,
        lifetimeSeconds: 1440,
        staleAfterSeconds: 7920,
      },
    });
  });

  it('tell of sessions in the database what it says: older than the lifetime or not', () => {
    const database = { rows: 50, staleRows: 20, lifetimeMinutes: 10, oldestSeconds: 9000 };
    expect(picturesOf(facts({ 'sessions.store': { lifetimeSeconds: 600, database } }))?.sessionAges).toMatchObject({
      where: 'tblsessions',
      counted: 50,
      ages: [
        { upToSeconds: 600, count: 30 },
        { upToSeconds: null, count: 20 },
      ],
      staleAfterSeconds: null,
    });
    expect(picturesOf(facts({ 'sessions.store': { database: { ...database, rows: null } } }))).toBeUndefined();
  });

  it('keep what every time source said, what they agree on, and the limits', () => {
    const offset = { sources, interval: { lowMs: -5, highMs: 5 }, agreeing: 1, whose: 'server' };
    expect(picturesOf(facts({ 'clock.offset': offset, 'operator.thresholds': thresholds }))).toEqual({
      clock: {
        whose: 'server',
        sources,
        agreed: { lowMs: -5, highMs: 5 },
        limits: { behindWarnMs: 1000, behindFailMs: 30_000, aheadWarnMs: 20_000 },
      },
    });
    expect(picturesOf(facts({ 'clock.offset': { ...offset, interval: null } }))?.clock).toMatchObject({ agreed: null, limits: null });
    expect(picturesOf(facts({ 'clock.offset': { ...offset, sources: sources.slice(1) } }))).toBeUndefined();
  });

  it('are none where nothing was seen', () => {
    expect(picturesOf(facts({}))).toBeUndefined();
    const gap = { ok: false, gap: 'denied', why: 'no', origin } as const;
    expect(picturesOf(new Map<FactId, Fact<unknown>>([['sessions.files', gap]]))).toBeUndefined();
  });

  it('fit the published shape, whatever a bundle holds in the place of a fact', () => {
    const known = fc.constantFrom<unknown>(null, -1, 0, 7, Infinity, NaN, 'x', [], {}, true, files.ages, sources, files, {
      lowMs: 3,
      highMs: 1,
    });
    const fields = [
      'ages',
      'counted',
      'sampled',
      'path',
      'sources',
      'interval',
      'whose',
      'database',
      'lifetimeSeconds',
      'clockBehindWarnMs',
    ];
    const value = fc.oneof(
      known,
      fc.dictionary(fc.constantFrom(...fields), fc.oneof(known, fc.anything()), { noNullPrototype: true }),
      fc.anything(),
    );
    const shape = reportSchema.shape.pictures;
    fc.assert(
      fc.property(value, value, value, value, (ages, store, offset, limits) => {
        const given = {
          'sessions.files': ages,
          'sessions.store': store,
          'clock.offset': offset,
          'operator.thresholds': limits,
        };
        expect(shape.safeParse(picturesOf(facts(given))).success).toBe(true);
        const mixed = { ...given, 'sessions.files': { ...files, ...(typeof ages === 'object' ? ages : {}) } };
        expect(shape.safeParse(picturesOf(facts(mixed))).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
