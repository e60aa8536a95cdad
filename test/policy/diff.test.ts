import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOf, steady } from '../../src/policy/diff.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { renderDiff } from '../../src/report/diff-pretty.js';
import type { Finding, Report, ReportDiff, Several } from '../../src/model.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const none = { cause: null, problems: [], confidence: null, subject: null, evidence: [], nextSteps: [] } as const;
const report = (findings: readonly Finding[], label = '/srv', more: Partial<Report> = {}): Report => ({
  ...sampleReport(),
  findings,
  target: { ...sampleReport().target, label },
  ...more,
});
const several = (...reports: readonly Report[]): Several => ({ reports, unusable: [] });
const of = (before: readonly Finding[], now: readonly Finding[]): ReportDiff =>
  diffOf(several(report(before)), several(report(now)), '1.2.3');
const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['diff'] as object);
const look = { colour: false, unicode: true, width: 80, quiet: false, verbose: false } as const;

const anyReport = fc
  .array(
    fc.record({
      check: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom('pass', 'warn', 'fail', 'unknown', 'skip'),
      confidence: fc.constantFrom('proved', 'likely', null),
      fingerprint: fc.constantFrom('0', '1', '2', '3', '4', '5'),
      title: fc.constantFrom('x', hostile),
      reason: fc.constant(hostile),
    }),
  )
  .map((all) => report(all.map((each) => finding(each as Partial<Finding>))));

describe('diff', () => {
  it('tells two targets of one name apart by their order', () => {
    const [clean, failing] = [report([]), report([finding({ status: 'fail' })])];
    expect(diffOf(several(clean, clean), several(clean, failing), '1.2.3')).toMatchObject({
      exitCode: 2,
      counts: { new: 1, newFailures: 1 },
    });
    expect(diffOf(several(failing, clean), several(failing, clean), '1.2.3')).toMatchObject({
      exitCode: 0,
      counts: { new: 0, remaining: 1 },
    });
  });

  it('of a report with itself is empty', () => {
    fc.assert(
      fc.property(anyReport, (one) => {
        const { counts, exitCode, notes, targets } = diffOf(several(one), several(one), '1.2.3');
        expect({ ...counts, remaining: 0 }).toEqual({ new: 0, fixed: 0, changed: 0, remaining: 0, unseen: 0, newFailures: 0 });
        expect([exitCode, notes]).toEqual([0, []]);
        expect(targets[0]?.remaining.length).toBe(counts.remaining);
      }),
    );
  });

  it('loses nothing: what is there now is new, changed or remains; what was there is fixed, unseen, changed or remains', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (before, now) => {
        const diff = diffOf(several(before), several(now), '1.2.3');
        const [target] = diff.targets;
        const ids = (all: readonly { readonly fingerprint: string }[] = []): readonly string[] => all.map(({ fingerprint }) => fingerprint);
        const bad = ({ findings }: Report): readonly string[] =>
          [...new Set(ids(findings.filter(({ status }) => status === 'warn' || status === 'fail')))].sort();
        const both = [...ids(target?.changed.map((change) => change.now)), ...ids(target?.remaining)];
        expect([...ids(target?.new), ...both].sort()).toEqual(bad(now));
        const gone = ids(target?.unseen.filter(({ was }) => was !== 'pass'));
        expect([...ids(target?.fixed), ...gone, ...both].sort()).toEqual(bad(before));
        expect(diff.exitCode).toBe((target?.newFailures.length ?? 0) > 0 ? 2 : 0);
        expect(validate(JSON.parse(JSON.stringify(diff))), JSON.stringify(validate.errors)).toBe(true);
        expect(renderDiff(diff, look)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });

  it.each([
    ['a failure', finding({}), 2],
    ['a warning', finding({ status: 'warn' }), 0],
    ['a waived failure', finding({ waived: { reason: 'r', until: '2027-01-01', owner: 'o' } }), 0],
    ['a known failure', finding({ known: true }), 0],
  ] as const)('%s that is new: exit %#', (_, given, exitCode) => {
    const diff = of([], [given]);
    expect(diff.counts.new).toBe(1);
    expect(diff.exitCode).toBe(exitCode);
  });

  it('a warning that fails now, and a failure whose waiver has ended, are new failures', () => {
    expect(of([finding({ status: 'warn' })], [finding({})])).toMatchObject({ exitCode: 2, counts: { changed: 1, new: 0, newFailures: 1 } });
    expect(of([finding({})], [finding({ status: 'warn' })])).toMatchObject({ exitCode: 0, counts: { changed: 1 } });
    const waived = finding({ waived: { reason: 'r', until: '2027-01-01', owner: 'o' } });
    expect(of([waived], [finding({})])).toMatchObject({ exitCode: 2, targets: [{ changed: [{ what: ['accepted'] }] }] });
    expect(of([finding({})], [waived])).toMatchObject({ exitCode: 0 });
  });

  it('fixed only where the check gave a verdict', () => {
    const { check } = finding({});
    const pass = finding({ ...none, status: 'pass', fingerprint: 'p' });
    expect(of([finding({})], [pass]).counts).toMatchObject({ fixed: 1, unseen: 0 });
    const blind = of([finding({})], [finding({ ...none, status: 'unknown', reason: 'no database', fingerprint: 'p' })]);
    expect(blind.counts).toMatchObject({ fixed: 0, unseen: 1 });
    expect(blind.targets[0]?.unseen[0]).toMatchObject({ check, was: 'fail', is: 'unknown', reason: 'no database' });
    const gone = of([finding({})], []);
    expect(gone.targets[0]?.unseen[0]).toMatchObject({ was: 'fail', is: 'absent', reason: null });
    expect(gone.notes.join()).toMatch(/1 check ran only before/);
    expect(of([pass], [finding({ ...none, status: 'skip', reason: 'x', fingerprint: 'p' })]).targets[0]?.unseen[0]).toMatchObject({
      was: 'pass',
      is: 'skip',
    });
  });

  it('names what changed of a finding, and not what differs by itself', () => {
    const evidence = (saw: string) => [{ label: 'clock', saw, vantage: 'shell', source: 'x' }] as const;
    const change = (before: string, now: string) =>
      of([finding({ evidence: evidence(before) })], [finding({ evidence: evidence(now) })]).counts.changed;
    expect(change('46.9 s behind', '47.1 s behind')).toBe(0);
    expect(change('last at 2026-11-01 10:00:00 UTC', 'last at 2026-11-02T11:00:01Z')).toBe(0);
    expect(change('250 MB free, 3 files', '251.5 MB free, 4 files')).toBe(0);
    expect(change('192.0.2.1', '192.0.2.2')).toBe(1);
    expect(change('PHP 8.1', 'PHP 8.2')).toBe(1);
    expect(change('port 80', 'port 8080')).toBe(1);
    expect(steady('https://x/1s')).toBe('https://x/1s');
    const diff = of([finding({ confidence: 'likely', title: 'a' })], [finding({ title: 'b' })]);
    expect(diff.targets[0]?.changed[0]).toMatchObject({ what: ['confidence', 'title'] });
    expect(renderDiff(diff, look)).toContain('changed, likely, now proved: b (/var/lib/sessions)');
  });

  it('compares targets by name, single ones whatever they are called', () => {
    expect(diffOf(several(report([finding({})], '.')), several(report([finding({})], '/srv')), '1').counts).toMatchObject({
      remaining: 1,
      new: 0,
    });
    const two = diffOf(
      { reports: [report([finding({})], 'a'), report([finding({})], 'b')], unusable: [] },
      { reports: [report([], 'a'), report([finding({})], 'c')], unusable: [{ target: 'b', message: 'refused', exitCode: 64 }] },
      '1',
    );
    expect(two.targets.map(({ target }) => target)).toEqual(['a', 'c', 'b']);
    expect(two.counts).toMatchObject({ new: 1, fixed: 0, unseen: 2 });
    expect(two.exitCode).toBe(2);
    expect(renderDiff(two, look)).toContain('b: failing, now not looked at (refused)');
  });

  it('says where the two cannot be compared as they are', () => {
    const older = report([finding({})], '/srv', { tool: { name: 'whmcs-doctor', version: '1.0.0' } });
    const later = report([finding({}), finding({ check: 'other', fingerprint: 'o' })], '/srv', { startedAt: '2020-01-01T00:00:00.000Z' });
    const { notes } = diffOf(several(older), several(later), '1.2.3');
    expect(notes).toHaveLength(3);
    expect(notes.join('\n')).toMatch(/versions, 1\.0\.0 and 1\.2\.3[^]*1 check ran only now[^]*may be swapped/);
  });
});
