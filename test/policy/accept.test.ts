import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptance, acrossTargets, type Accepted } from '../../src/policy/accept.js';
import type { Baseline } from '../../src/policy/baseline.js';
import type { Waiver } from '../../src/policy/waivers.js';
import type { Cause, Check, Finding, Problem, WaiverReport } from '../../src/model.js';
import { finding, sampleReport } from '../support/sample-report.js';

const catalogue: Accepted['catalogue'] = {
  checks: [
    { id: 'session-path-unwritable', area: 'sessions', causes: ['session-path-missing', 'session-path-permissions'] },
    { id: 'clock-behind', area: 'clock', causes: ['clock-behind'] },
  ] as unknown as readonly Check[],
  causes: [
    { id: 'session-path-missing', problems: ['login-redirect-loops'] },
    { id: 'session-path-permissions', problems: ['login-redirect-loops'] },
    { id: 'clock-behind', problems: ['two-factor-rejected'] },
  ] as unknown as readonly Cause[],
  problems: [{ id: 'login-redirect-loops' }, { id: 'two-factor-rejected' }] as unknown as readonly Problem[],
};

const none = { cause: null, problems: [], confidence: null, subject: null, evidence: [], nextSteps: [] } as const;
const bad = finding({});
const unknown = finding({ ...none, check: 'clock-behind', area: 'clock', status: 'unknown', reason: 'no time source', fingerprint: 'c1' });
const passed = finding({ ...none, check: 'clock-behind', area: 'clock', status: 'pass', fingerprint: 'c1' });
const skipped = finding({ ...none, check: 'clock-behind', area: 'clock', status: 'skip', fingerprint: 'c1' });

const waiver = (given: Partial<Waiver>): Waiver => ({ reason: 'moving', owner: 'ann', until: '2026-11-22', ...given });

function apply(
  findings: readonly Finding[],
  waivers: readonly Waiver[] | null,
  more: Partial<Accepted> = {},
  label = '/srv/billing',
): { readonly waived: readonly string[]; readonly states: readonly string[]; readonly all: ReturnType<ReturnType<typeof acceptance>> } {
  const all = acceptance({ waivers, baseline: null, today: '2026-11-22', alone: true, catalogue, ...more })(findings, { label });
  return {
    waived: all.findings.filter((each) => each.waived).map(({ check }) => check),
    states: (all.policy.waivers ?? []).map(({ state }) => state),
    all,
  };
}

describe('waivers', () => {
  it.each([
    [{ check: 'session-path-unwritable' }, 'applied'],
    [{ check: 'session-path-missing' }, 'applied'],
    [{ check: 'session-path-permissions' }, 'unused'],
    [{ check: 'sessions' }, 'applied'],
    [{ check: 'login-redirect-loops' }, 'applied'],
    [{ check: 'session-*' }, 'applied'],
    [{ check: '*' }, 'applied'],
    [{ subject: '/var/lib/sessions' }, 'applied'],
    [{ subject: '/var/lib/*' }, 'unused'],
    [{ fingerprint: '0123456789abcdef' }, 'applied'],
    [{ fingerprint: '0123456789abcdee' }, 'unused'],
    [{ check: 'sessions', subject: '/var/lib/sessions', fingerprint: '0123456789abcdef' }, 'applied'],
    [{ check: 'sessions', subject: '/elsewhere' }, 'unused'],
    [{ check: 'clock-behind' }, 'unused'],
    [{ check: 'clock-behnd' }, 'unknown'],
    [{ check: '*x*x*' }, 'unknown'],
  ] as const)('%j is %s', (given, state) => {
    const { waived, states } = apply([bad, passed], [waiver(given)]);
    expect(states).toEqual([state]);
    expect(waived).toEqual(state === 'applied' ? ['session-path-unwritable'] : []);
  });

  it('names the nearest id', () => {
    expect(apply([bad], [waiver({ check: 'clock-behnd' })]).all.policy.waivers?.[0]).toMatchObject({
      state: 'unknown',
      nearest: 'clock-behind',
    });
  });

  it('holds on its last day, and on the next one waives nothing and names what it would have waived', () => {
    const on = (today: string) => apply([bad, passed], [waiver({ check: 'sessions' })], { today });
    expect(on('2026-11-21').states).toEqual(['applied']);
    expect(on('2026-11-22').states).toEqual(['applied']);
    expect(on('2026-11-23')).toMatchObject({ states: ['expired'], waived: [] });
    expect(on('2026-11-23').all.policy.waivers?.[0]?.findings).toEqual([bad.fingerprint]);
    const renewed = apply([bad], [waiver({ check: 'sessions', until: '2025-01-01' }), waiver({ check: 'sessions' })]);
    expect(renewed).toMatchObject({ states: ['expired', 'applied'], waived: ['session-path-unwritable'] });
    expect(renewed.all.policy.waivers?.[0]?.findings).toEqual([]);
  });

  it('a look that failed is waived by its check or area, never by a cause, and is not a pass', () => {
    for (const check of ['clock-behind', 'clock']) {
      const { all, states } = apply([unknown], [waiver({ check })]);
      expect(states).toEqual(['applied']);
      expect(all.findings[0]).toMatchObject({ status: 'unknown', waived: { reason: 'moving', owner: 'ann', until: '2026-11-22' } });
    }
    expect(apply([unknown], [waiver({ check: 'two-factor-rejected' })])).toMatchObject({ states: ['undecided'], waived: [] });
  });

  it('is not called unused where the check skipped, failed to look in part, or did not run', () => {
    const clock = [waiver({ check: 'clock-behind', subject: 'x' })];
    expect(apply([bad, skipped], clock).states).toEqual(['undecided']);
    expect(apply([bad, passed, { ...unknown, subject: 'y' }], clock).states).toEqual(['undecided']);
    expect(apply([bad], clock).states).toEqual(['undecided']);
    expect(apply([bad], [waiver({ subject: 'x' })]).states).toEqual(['undecided']);
    expect(apply([bad, passed], clock).states).toEqual(['unused']);
  });

  it('never touches what passed or was skipped', () => {
    fc.assert(
      fc.property(fc.constantFrom(passed, skipped), fc.constantFrom('*', 'clock', 'clock-behind'), (given, check) => {
        expect(apply([given], [waiver({ check })]).all.findings).toEqual([given]);
      }),
    );
  });

  it('with a target it is about that target alone', () => {
    const ours = [waiver({ check: '*', target: 'ssh://web*' })];
    expect(apply([bad], ours, {}, 'ssh://web1/srv').waived).toHaveLength(1);
    expect(apply([bad], ours, {}, '/srv').states).toEqual([]);
  });

  it('over several targets only what none of them needs is unused', () => {
    const report = (label: string, state: WaiverReport['state']) => ({
      ...sampleReport(),
      target: { ...sampleReport().target, label },
      policy: { waivers: [{ names: 'check a', reason: 'r', owner: 'o', until: '2027-01-01', state, findings: [] }] },
    });
    const states = (...given: readonly WaiverReport['state'][]) =>
      acrossTargets({ reports: given.map((state, index) => report(`/${index}`, state)), unusable: [] }).reports.map(
        ({ policy }) => policy?.waivers?.[0]?.state,
      );
    expect(states('unused', 'applied')).toEqual(['undecided', 'applied']);
    expect(states('unused', 'undecided')).toEqual(['undecided', 'undecided']);
    expect(states('unused', 'unused')).toEqual(['unused', 'unused']);
    const gone = { target: '/x', message: 'gone', exitCode: 64 };
    expect(acrossTargets({ reports: [report('/0', 'unused')], unusable: [gone] }).reports[0]?.policy?.waivers?.[0]?.state).toBe(
      'undecided',
    );
  });
});

const entry = {
  fingerprint: bad.fingerprint,
  check: bad.check,
  cause: bad.cause,
  status: 'fail',
  subject: bad.subject,
  title: bad.title,
} as const;
const baseline = (findings: Baseline['targets'][number]['findings'], target = '/srv/billing'): Accepted['baseline'] => ({
  file: 'b.json',
  content: {
    schema: 'whmcs-doctor/baseline/1',
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    writtenAt: '2026-11-01T00:00:00.000Z',
    targets: [{ target, findings }],
  },
});

describe('the baseline', () => {
  it('what stands in it no milder than now is known; a warning that fails now is new', () => {
    const known = (given: Finding, was: 'warn' | 'fail') => apply([given], null, { baseline: baseline([{ ...entry, status: was }]) }).all;
    expect(known(bad, 'fail').findings[0]?.known).toBe(true);
    expect(known({ ...bad, status: 'warn' }, 'fail').findings[0]?.known).toBe(true);
    expect(known({ ...bad, status: 'warn' }, 'warn').findings[0]?.known).toBe(true);
    const worse = known(bad, 'warn');
    expect(worse.findings[0]?.known).toBeUndefined();
    expect(worse.policy.baseline).toMatchObject({ new: [bad.fingerprint], fixed: [] });
  });

  it('waived wins over known', () => {
    const { all } = apply([bad], [waiver({ check: '*' })], { baseline: baseline([entry]) });
    expect(all.findings[0]).toMatchObject({ waived: { owner: 'ann' } });
    expect(all.findings[0]?.known).toBeUndefined();
    expect(all.policy.baseline).toMatchObject({ new: [], fixed: [] });
  });

  it('fixed is what its check looked for and did not find', () => {
    const fixed = (findings: readonly Finding[]) => apply(findings, null, { baseline: baseline([entry]) }).all.policy.baseline?.fixed;
    const check = entry.check;
    expect(fixed([finding({ ...none, check, status: 'pass', fingerprint: 'p' })])).toEqual([entry]);
    expect(fixed([finding({ check, subject: '/elsewhere', fingerprint: 'other' })])).toEqual([entry]);
    expect(fixed([finding({ ...none, check, status: 'unknown', fingerprint: 'p' })])).toEqual([]);
    expect(fixed([finding({ ...none, check, status: 'skip', fingerprint: 'p' })])).toEqual([]);
    expect(fixed([passed])).toEqual([]);
    expect(fixed([finding({ check, fingerprint: 'other' }), finding({ ...none, check, status: 'unknown', fingerprint: 'q' })])).toEqual([]);
    expect(fixed([bad])).toEqual([]);
  });

  it('never covers a look that failed', () => {
    const { all } = apply([unknown], null, { baseline: baseline([{ ...entry, fingerprint: unknown.fingerprint, check: unknown.check }]) });
    expect(all.findings[0]?.known).toBeUndefined();
  });

  it('a single target is the same whatever it is called; among several the name counts', () => {
    const known = (label: string, alone: boolean) => apply([bad], null, { baseline: baseline([entry], '.'), alone }, label).all;
    expect(known('/var/www', true).findings[0]?.known).toBe(true);
    const other = known('/var/www', false);
    expect(other.findings[0]?.known).toBeUndefined();
    expect(other.policy.baseline?.unlisted).toBe(true);
    expect(known('.', false).findings[0]?.known).toBe(true);
  });
});
