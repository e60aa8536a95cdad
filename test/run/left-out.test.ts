/** A run that judges nothing, or not what it has to, is no healthy one. */
import { describe, expect, it } from 'vitest';
import { loadExpertise } from '../../src/cli/program.js';
import { chosenChecks, conclude, type Policy } from '../../src/run/run.js';
import { NothingLeft } from '../../src/run/select.js';

const about = { kind: 'install', label: '/srv/w', startedAt: '2026-01-01T00:00:00.000Z', durationMs: 1, recordedBy: null } as const;
const nothing = { facts: new Map(), probes: [] };

function policyOf(selection: Partial<Policy['selection']>, more: Partial<Policy> = {}): Policy {
  return { selection: { only: [], skip: [], require: [], ...selection }, severity: {}, failOn: 'warn', ...more };
}

describe('a selection that leaves nothing', () => {
  it.each([
    ['--only and --skip', policyOf({ only: ['clock'], skip: ['clock'] })],
    ['severity', policyOf({ only: ['php-version-unsuitable'] }, { severity: { 'php-version-unsuitable': 'off' } })],
  ])('is a mistake: %s', async (_, policy) => {
    const program = await loadExpertise();
    expect(() => chosenChecks(program, policy)).toThrow(NothingLeft);
  });

  it('is a mistake where severity switches off all that could prove what was described', async () => {
    const program = await loadExpertise();
    const match = { problem: 'facebook-app-not-setup-errors', score: 0.9, matched: [], lines: [1], messages: [] } as const;
    const policy = policyOf({}, { described: { matches: [match], ask: null, languages: [] } });
    const off = Object.fromEntries(chosenChecks(program, policy).map(({ id }) => [id, 'off'] as const));
    expect(() => chosenChecks(program, { ...policy, severity: off })).toThrow(NothingLeft);
  });
});

describe('what --require names', () => {
  const verdict = async (policy: Policy): Promise<readonly string[]> => {
    const program = await loadExpertise();
    const { findings } = conclude(program, policy, chosenChecks(program, policy), nothing, about);
    return findings.filter(({ status, reason }) => status === 'unknown' && /is required/.test(reason ?? '')).map(({ check }) => check);
  };

  it('is unknown where it was left out', async () => {
    expect(await verdict(policyOf({ only: ['session-path-unwritable'], require: ['php-version-unsuitable'] }))).toEqual([
      'php-version-unsuitable',
    ]);
    expect(await verdict(policyOf({ skip: ['php-version-unsuitable'], require: ['php-version-unsuitable'] }))).toEqual([
      'php-version-unsuitable',
    ]);
    expect(await verdict(policyOf({ require: ['php-version-unsuitable'] }, { severity: { 'php-version-unsuitable': 'off' } }))).toEqual([
      'php-version-unsuitable',
    ]);
    expect(await verdict(policyOf({ require: ['php-version-unsuitable'] }))).toEqual([]);
  });

  it('runs where it otherwise runs only when it is selected, and is named itself', async () => {
    const program = await loadExpertise();
    const rare = program.checks.find(({ onlyWhenSelected }) => onlyWhenSelected === true);
    if (rare === undefined) throw new Error('no check runs only when it is selected');
    expect(chosenChecks(program, policyOf({ require: [rare.id] }))).toContain(rare);
    expect(chosenChecks(program, policyOf({ require: [rare.area] }))).not.toContain(rare);
    expect(await verdict(policyOf({ require: [rare.area] }))).toEqual([]);
    expect(await verdict(policyOf({ only: ['php-version-unsuitable'], require: [rare.id] }))).toEqual([rare.id]);
  });
});
