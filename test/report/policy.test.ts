import { describe, expect, it } from 'vitest';
import { renderPretty } from '../../src/report/pretty.js';
import { renderSummary } from '../../src/report/summary.js';
import type { PolicyReport, Report, WaiverReport } from '../../src/model.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';
import { view } from '../support/view.js';

const waiver = (given: Partial<WaiverReport>): WaiverReport => ({
  names: 'check clock-behind',
  reason: 'moving',
  owner: 'ann',
  until: '2026-11-01',
  state: 'applied',
  findings: [],
  ...given,
});
const waived = finding({ fingerprint: 'w', subject: '/waived', waived: { reason: 'moving', until: '2027-01-31', owner: 'ann' } });
const known = finding({ fingerprint: 'k', subject: '/known', known: true });
const report = (policy: PolicyReport, more: Partial<Report> = {}): Report => ({ ...sampleReport([waived, known]), policy, ...more });
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('what was accepted', () => {
  it('is counted, and named with --show all', () => {
    const counts = { ...sampleReport().counts, waived: 1, known: 1 };
    expect(renderPretty(report({}, { counts }), view)).toContain('1 waived · 1 known');
    expect(renderPretty(report({}), view)).not.toContain('/waived');
    const all = flat(renderPretty(report({}), { ...view, show: 'all' }));
    expect(all).toContain('waived session-path-unwritable: PHP cannot write its sessions (/waived), until 2027-01-31 by ann: moving');
    expect(all).toContain('known session-path-unwritable: PHP cannot write its sessions (/known)');
  });

  it('is not called healthy without a word', () => {
    const healthy = report(
      {},
      {
        verdict: 'healthy',
        exitCode: 0,
        findings: [waived, known],
        counts: { ...sampleReport().counts, warn: 0, fail: 0, waived: 1, known: 1 },
      },
    );
    const text = renderPretty(healthy, view);
    expect(text).toContain('Nothing else was found than what is waived or known.');
    expect(text).not.toContain('keep people from logging in');
    expect(renderSummary({ reports: [healthy, healthy], unusable: [] }, view).join('')).toContain('healthy (1 waived, 1 known)');
  });

  it('waivers that need somebody are named, those in force are not', () => {
    const waivers = [
      waiver({ state: 'expired', findings: ['0123456789abcdef'] }),
      waiver({ state: 'expired', names: 'check other' }),
      waiver({ state: 'unknown', nearest: 'clock-ahead' }),
      waiver({ state: 'unused', names: 'subject /x' }),
      waiver({ state: 'undecided', names: 'check undecided' }),
      waiver({ state: 'applied', names: 'check applied' }),
    ];
    const text = flat(renderPretty(report({ waivers }), view));
    expect(text).toContain(
      'waiver for check clock-behind (ann: moving) ended on 2026-11-01: it no longer waives "PHP cannot write its sessions" (/var/lib/sessions)',
    );
    expect(text).toContain('waiver for check other (ann: moving) ended on 2026-11-01: nothing of the kind was found');
    expect(text).toContain('names no check, cause, problem or area that exists, and waives nothing: did you mean clock-ahead?');
    expect(text).toContain('waiver for subject /x (ann: moving) is not needed: nothing of the kind was found');
    expect(text).not.toMatch(/check (?:applied|undecided)/);
    expect(flat(renderPretty(report({ waivers }), { ...view, show: 'all' }))).toContain('check undecided');
    expect(renderPretty(report({ waivers }), { ...view, quiet: true })).not.toContain('waiver');
  });

  it('the baseline is summed up, what is new is marked, what is fixed is named', () => {
    const fixed = [{ fingerprint: 'f', check: 'a', cause: null, status: 'fail', subject: '/x', title: 'It was broken' }] as const;
    const baseline = { file: 'b.json', writtenAt: '2026-11-01T10:00:00.000Z', new: ['0123456789abcdef'], fixed };
    const text = renderPretty(report({ baseline }), view);
    expect(text).toContain('baseline: 1 known, 1 fixed since 2026-11-01, 1 new');
    expect(text).toContain('✓ fixed: It was broken (/x)');
    expect(text).toContain('proved · session-path-missing · new\n');
    expect(renderPretty(report({ baseline: { ...baseline, unlisted: true } }), view)).toContain(
      'the baseline b.json has nothing of this target',
    );
  });

  it('texts of the files and of the machine are harmless', () => {
    const waivers = (['expired', 'unknown', 'unused', 'undecided'] as const).map((state) =>
      waiver({ state, names: hostile, reason: hostile, owner: hostile, findings: ['w'] }),
    );
    const bad = { ...waived, title: hostile, subject: hostile, waived: { reason: hostile, owner: hostile, until: '2027-01-01' } };
    const former = { fingerprint: 'f', check: 'a', cause: null, status: 'fail', subject: hostile, title: hostile } as const;
    const baseline = { file: hostile, writtenAt: hostile, new: [], fixed: [former], unlisted: true } as const;
    const text = renderPretty(report({ waivers, baseline }, { findings: [bad] }), { ...view, show: 'all' });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});
