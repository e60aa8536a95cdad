import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptance } from '../../src/policy/accept.js';
import { baselineOf, readBaseline, type Baseline } from '../../src/policy/baseline.js';
import { policyJsonSchemas } from '../../src/policy/schemas.js';
import { toJson } from '../../src/report/json.js';
import { isOpen } from '../../src/logic/counted.js';
import type { Finding, Several } from '../../src/model.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const about = { version: '1.2.3', at: '2026-11-22T00:00:00.000Z', before: null, alone: true } as const;
const several = (...all: readonly (readonly [string, readonly Finding[]])[]): Several => ({
  reports: all.map(([label, findings]) => ({ ...sampleReport(), findings, target: { ...sampleReport().target, label } })),
  unusable: [],
});
const checks = ['a', 'b', 'c'];
const anyFinding = fc
  .record({
    check: fc.constantFrom(...checks),
    status: fc.constantFrom('pass', 'warn', 'fail', 'unknown', 'skip'),
    subject: fc.oneof(fc.string(), fc.constant(hostile), fc.constant(null)),
    fingerprint: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7'),
    title: fc.oneof(fc.string(), fc.constant(hostile)),
  })
  .map((given) => finding(given as Partial<Finding>));

function written(found: Several, more: Partial<Parameters<typeof baselineOf>[1]> = {}): Baseline {
  return readBaseline(toJson(baselineOf(found, { ...about, ...more })), 'b.json');
}

function applied(findings: readonly Finding[], content: Baseline, label = '/srv'): ReturnType<ReturnType<typeof acceptance>> {
  const catalogue = { checks: [], causes: [], problems: [] };
  return acceptance({ waivers: null, baseline: { file: 'b.json', content }, today: '2026-11-22', alone: true, catalogue })(findings, {
    label,
  });
}

describe('the baseline file', () => {
  it('makes what it was written from count no more: nothing new, nothing fixed', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        const { findings: marked, policy } = applied(findings, written(several(['/srv', findings])));
        expect(marked.filter(isOpen)).toEqual([]);
        expect(policy.baseline).toMatchObject({ new: [], fixed: [] });
        expect(marked.map(({ known: _, ...rest }) => rest)).toEqual(findings);
      }),
    );
  });

  it('is what its schema says, and holds neither looks that failed nor what is waived', () => {
    const waived = finding({ fingerprint: '2', waived: { reason: 'r', until: '2027-01-01', owner: 'o' } });
    const found = several(['/srv', [finding({}), waived, finding({ status: 'unknown', fingerprint: '3' })]]);
    const document = baselineOf(found, about);
    expect(document.targets[0]?.findings.map(({ fingerprint }) => fingerprint)).toEqual(['0123456789abcdef']);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(policyJsonSchemas()['baseline'] as object);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is the same for the same findings in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyFinding, { selector: ({ fingerprint }) => fingerprint }), (findings) => {
        expect(written(several(['/srv', [...findings].reverse()]))).toEqual(written(several(['/srv', findings])));
      }),
    );
  });

  it('written over an older one it drops what is fixed and keeps what could not be looked at, and other targets', () => {
    const old = written(
      several(['/srv', [finding({ check: 'a', fingerprint: '1' }), finding({ check: 'b', fingerprint: '2' })]], ['/other', [finding({})]]),
    );
    const now = several([
      '/srv',
      [finding({ check: 'a', status: 'pass', fingerprint: 'p' }), finding({ check: 'b', status: 'unknown', fingerprint: 'u' })],
    ]);
    const renewed = written(now, { before: old, alone: false });
    expect(renewed.targets.map(({ target, findings }) => [target, findings.map(({ check }) => check)])).toEqual([
      ['/srv', ['b']],
      ['/other', ['session-path-unwritable']],
    ]);
    const single = written(several(['.', [finding({})]]), { before: written(several(['/srv', [finding({})]])) });
    expect(single.targets.map(({ target }) => target)).toEqual(['.']);
  });

  it.each([
    ['', /is not JSON: it is no baseline\. Write one with/],
    ['[]', /is not a baseline of whmcs-doctor/],
    ['null', /is not a baseline of whmcs-doctor/],
    ['{"schema": "whmcs-doctor/report/1"}', /is not a baseline of whmcs-doctor/],
    [
      '{"schema": "whmcs-doctor/baseline/1", "tool": {"name": "whmcs-doctor", "version": "1"}, "writtenAt": "2026-11-01T00:00:00Z", "targets": [{"target": "a", "findings": [{}]}]}',
      /is a damaged baseline: targets\.0\.findings\.0\.fingerprint/,
    ],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => readBaseline(text, 'b.json')).toThrow(message);
  });
});
