import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problems } from '../../src/knowledge/index.js';
import { unprintable } from '../../src/logic/unprintable.js';
import type { Report, Several } from '../../src/model.js';
import { eventLine, renderNdjson } from '../../src/report/ndjson.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { problemReports } from '../../src/run/problems.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['event'] as object);

const full: Report = {
  ...sampleReport([finding({ title: hostile, subject: hostile, known: true })]),
  problems: problemReports(problems, [], [], []),
  policy: {
    waivers: [{ names: 'check a', reason: 'r', owner: 'ann', until: '2026-11-30', state: 'unknown', findings: [], nearest: 'b' }],
    baseline: { file: 'b.json', writtenAt: '2026-11-01T00:00:00Z', new: [], fixed: [] },
  },
  triage: { best: 'none', candidates: [], ask: null },
  probes: [
    { fact: 'php.web', ok: true, gap: null, partial: 'half of it', startedMs: 3, durationMs: 12, needs: [] },
    { fact: 'disk', ok: false, gap: 'timeout', why: 'no answer', startedMs: 3, durationMs: 12, needs: [] },
  ],
};
const unusable = [{ target: '/srv/old', message: hostile, exitCode: 64 }];

interface Line {
  readonly event: string;
  readonly [key: string]: unknown;
}

function lines(several: Several): readonly Line[] {
  const text = renderNdjson(several);
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      expect(line.search(unprintable), line).toBe(-1);
      const value = JSON.parse(line) as Line;
      expect(validate(value), `${line}\n${JSON.stringify(validate.errors)}`).toBe(true);
      return value;
    });
}

describe('ndjson', () => {
  it('tells a report as events, each as its published schema says', () => {
    const all = lines({ reports: [full, sampleReport()], unusable });
    const order = [...new Set(all.filter(({ target }) => target === undefined || target === '/srv/billing').map(({ event }) => event))];
    expect(order).toEqual(['run-started', 'target-started', 'look', 'gap', 'finding', 'problem', 'report', 'run-finished']);
    expect(all[0]).toMatchObject({ targets: ['/srv/billing', '/srv/billing', '/srv/old'] });
    expect(all.at(-2)).toMatchObject({ event: 'unusable', target: '/srv/old', exitCode: 64 });
    expect(all.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 64, stoppedBy: null });
    expect(all.filter(({ event }) => event === 'gap')).toEqual([
      expect.objectContaining({ fact: 'php.web', gap: null, partial: 'half of it' }),
      expect.objectContaining({ fact: 'disk', gap: 'timeout', why: 'no answer' }),
    ]);
  });

  it('invents no times', () => {
    expect(lines({ reports: [full], unusable }).filter((event) => 'at' in event)).toEqual([]);
  });

  it('loses nothing of a report', () => {
    const all = lines({ reports: [full], unusable: [] });
    expect(all.find(({ event }) => event === 'finding')).toEqual({
      schema: 'whmcs-doctor/event/1',
      event: 'finding',
      target: '/srv/billing',
      ...full.findings[0],
    });
    expect(all.filter(({ event }) => event === 'finding')).toHaveLength(full.findings.length);
    expect(all.filter(({ event }) => event === 'problem')).toHaveLength(23);
    expect(all.find(({ event }) => event === 'report')).toMatchObject({
      verdict: full.verdict,
      counts: full.counts,
      policy: full.policy,
      triage: full.triage,
    });
  });

  it('is valid live, too', () => {
    const at = '2026-11-22T00:00:00.000Z';
    for (const line of [
      eventLine({ event: 'look-started', target: 'a', fact: 'php.web' }, at),
      eventLine({ event: 'run-finished', exitCode: 130, stoppedBy: 'SIGINT' }, at),
    ])
      expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true);
    expect(
      validate({ schema: 'whmcs-doctor/event/1', event: 'look', target: 'a', fact: 'b', ok: true, gap: null, durationMs: 1, why: 'x' }),
    ).toBe(false);
  });

  it('is one object on each line whatever the texts are', { timeout: 30_000 }, () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(hostile));
    fc.assert(
      fc.property(text, (label) => {
        const report: Report = { ...sampleReport(), target: { ...sampleReport().target, label }, findings: [finding({ title: label })] };
        const all = lines({ reports: [report], unusable: [{ target: label, message: label, exitCode: 78 }] });
        expect(all.map(({ event }) => event)).toEqual([
          'run-started',
          'target-started',
          'look',
          'finding',
          'report',
          'unusable',
          'run-finished',
        ]);
        expect(all[3]).toMatchObject({ target: label, title: label });
      }),
      { numRuns: 40 },
    );
  });
});
