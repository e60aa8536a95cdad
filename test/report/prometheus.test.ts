import fc from 'fast-check';
import { Gauge, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { unprintable } from '../../src/logic/unprintable.js';
import type { Report, Several } from '../../src/model.js';
import { renderPrometheus } from '../../src/report/prometheus.js';
import { readPrometheus, type Series } from '../support/prometheus-reader.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

function series(text: string): readonly Series[] {
  for (const line of text.split('\n')) expect(line.search(unprintable), line).toBe(-1);
  return readPrometheus(text);
}

function of(several: Partial<Several>): readonly Series[] {
  return series(renderPrometheus({ reports: [], unusable: [], ...several }));
}

function value(all: readonly Series[], name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const found = all.filter(
    (each) => each.name === `whmcs_doctor_${name}` && Object.entries(labels).every(([label, text]) => each.labels[label] === text),
  );
  expect(found.length, `${name} ${JSON.stringify(labels)}`).toBeLessThan(2);
  return found[0]?.value;
}

function withFindings(...findings: Report['findings']): Report {
  return { ...sampleReport(), findings };
}

describe('prometheus', () => {
  it('has one state for each check: the worst that counts', () => {
    const waived = { reason: 'r', until: '2027-01-01', owner: 'ann' };
    const all = of({
      reports: [
        withFindings(
          ...(['pass', 'warn', 'skip'] as const).map((status) => finding({ check: 'a', status })),
          ...(['unknown', 'fail'] as const).map((status) => finding({ check: 'b', status })),
          ...(['unknown', 'warn'] as const).map((status) => finding({ check: 'c', status })),
          finding({ check: 'd', status: 'fail', waived }),
          finding({ check: 'e', status: 'fail', known: true }),
          finding({ check: 'f', status: 'skip' }),
          finding({ check: 'g', status: 'fail', waived }),
          finding({ check: 'g', status: 'warn' }),
        ),
      ],
    });
    const states = Object.fromEntries(
      all.filter(({ name }) => name === 'whmcs_doctor_check_state').map((each) => [each.labels['check'], each.value]),
    );
    expect(states).toEqual({ a: 1, b: 2, c: 3, d: 0, e: 0, f: -1, g: 1 });
  });

  it('names causes that count and no others', () => {
    const all = of({
      reports: [
        withFindings(finding({ cause: 'open' }), finding({ cause: 'known', known: true }), finding({ cause: 'passed', status: 'pass' })),
      ],
    });
    expect(all.filter(({ name }) => name === 'whmcs_doctor_cause_found').map(({ labels }) => labels['cause'])).toEqual(['open']);
  });

  it('has the state before and after --fail-on, the times and the waivers', () => {
    const waiver = { reason: 'r', owner: 'ann', state: 'applied', findings: [] } as const;
    const report: Report = {
      ...sampleReport(),
      verdict: 'warnings',
      exitCode: 0,
      problems: [{ id: 'login-redirect-loops', title: 't', status: 'explained', causes: [], findings: [], seen: [] }],
      policy: {
        waivers: [
          { ...waiver, names: 'check a', until: '2026-11-30' },
          { ...waiver, names: 'check a', until: '2026-12-31' },
          { ...waiver, names: 'check b', until: 'soon' },
        ],
      },
    };
    const all = of({ reports: [report] });
    expect(value(all, 'state')).toBe(1);
    expect(value(all, 'exit_status')).toBe(0);
    expect(value(all, 'target_usable')).toBe(1);
    expect(value(all, 'run_timestamp_seconds')).toBe(Date.parse('2026-11-22T00:00:01.234Z') / 1000);
    expect(value(all, 'run_duration_seconds')).toBe(1.234);
    expect(value(all, 'probe_success', { fact: 'php.web' })).toBe(1);
    expect(value(all, 'probe_duration_seconds', { fact: 'php.web' })).toBe(0.012);
    expect(value(all, 'problem_state')).toBe(2);
    expect(value(all, 'findings', { status: 'unknown' })).toBe(2);
    expect(value(all, 'build_info', { version: '1.2.3' })).toBe(1);
    expect(value(all, 'waiver_expiry_timestamp_seconds')).toBe(Date.parse('2027-01-01T00:00:00Z') / 1000);
  });

  it('has no series twice where two targets have the same name', () => {
    const all = of({
      reports: [sampleReport(), sampleReport(), { ...sampleReport(), target: { ...sampleReport().target, label: '/srv/billing (2)' } }],
      unusable: [{ target: '/srv/billing', message: 'm', exitCode: 64 }],
    });
    expect(all.filter(({ name }) => name === 'whmcs_doctor_target_usable').map(({ labels, value: is }) => [labels['target'], is])).toEqual([
      ['/srv/billing', 1],
      ['/srv/billing (2)', 1],
      ['/srv/billing (2) (2)', 1],
      ['/srv/billing (3)', 0],
    ]);
  });

  it('keeps series apart whose labels together read the same', () => {
    const all = of({ reports: [withFindings(finding({ cause: 'a,check:b', check: 'c' }), finding({ cause: 'a', check: 'b,check:c' }))] });
    expect(all.filter(({ name }) => name === 'whmcs_doctor_cause_found')).toHaveLength(2);
  });

  it('keeps its form whatever the texts are', { timeout: 30_000 }, () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(hostile), fc.constant('\\"\n'), fc.constant('\\n'));
    fc.assert(
      fc.property(text, text, text, (label, check, fact) => {
        const report: Report = {
          ...withFindings(finding({ check, cause: fact }), finding({ check: fact, cause: check })),
          target: { ...sampleReport().target, label },
          probes: [label, check, fact, fact].map((each) => ({ fact: each, ok: true, gap: null, startedMs: 0, durationMs: 1, needs: [] })),
        };
        of({ reports: [report, report], unusable: [{ target: label, message: check, exitCode: 64 }] });
      }),
      { numRuns: 40 },
    );
  });

  it('writes labels as prom-client does', async () => {
    const unit = fc.constantFrom('a', ' ', '"', '\\', 'ü', "'", '{', '}', ',', '=', 'n');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 30 }), async (label) => {
        const registry = new Registry();
        const gauge = new Gauge({ name: 'whmcs_doctor_exit_status', help: 'h', labelNames: ['target'], registers: [registry] });
        gauge.set({ target: label }, 2);
        const [, , theirs] = (await registry.metrics()).split('\n');
        const ours = renderPrometheus({ reports: [{ ...sampleReport(), target: { ...sampleReport().target, label } }], unusable: [] });
        expect(ours.split('\n')).toContain(theirs);
      }),
    );
  });
});
