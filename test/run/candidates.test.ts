import { describe, expect, it } from 'vitest';
import { causesNamed, triageReport } from '../../src/run/candidates.js';
import { inOrder } from '../../src/run/findings.js';
import { problemReports } from '../../src/run/problems.js';
import { NothingLeft, selectChecks } from '../../src/run/select.js';
import type { Cause, Check, Finding, Message, Problem, ProblemId, TriageResult } from '../../src/model.js';
import { finding } from '../support/sample-report.js';

const loops: ProblemId = 'login-redirect-loops';
const logouts: ProblemId = 'frequent-logouts';
const duo: ProblemId = 'duo-security-login-failures';

function check(id: string, causes: readonly string[], more: Partial<Check> = {}): Check {
  return { id, area: 'sessions', title: { pass: 'well', fail: 'ill' }, causes, needs: [], judge: () => [], ...more };
}
function cause(id: string, problems: readonly ProblemId[]): Cause {
  return { id, title: id, problems, explanation: '', remedies: [], docs: [] };
}
function problem(id: ProblemId, more: Partial<Problem> = {}): Problem {
  return { id, title: id.toUpperCase(), area: '', symptoms: [], documentedCause: '', docs: '', ...more };
}
function said(id: string, more: Partial<Finding>): Finding {
  return finding({ check: id, cause: null, problems: [], confidence: null, fingerprint: `of ${id}`, ...more });
}
const passes = (id: string): Finding => said(id, { status: 'pass' });

const program = {
  checks: [
    check('path', ['path-missing', 'disk-full']),
    check('disk', ['disk-full']),
    check('lifetime', ['lifetime-short']),
    check('person', ['person-banned']),
    check('private', ['path-missing'], { onlyWhenSelected: true }),
  ],
  causes: [
    cause('path-missing', [loops, logouts]),
    cause('disk-full', [loops, logouts]),
    cause('lifetime-short', [logouts]),
    cause('person-banned', [duo]),
  ],
  problems: [problem(loops), problem(logouts), problem(duo)],
  messages: [],
};

function told(...problems: readonly ProblemId[]): TriageResult {
  return {
    matches: problems.map((each, index) => ({ problem: each, score: 0.9 - index / 10, matched: ['loop'], lines: [1], messages: [] })),
    ask: null,
    languages: ['en'],
  };
}

function outcome(result: TriageResult, findings: readonly Finding[], knowledge = program) {
  return triageReport(result, {
    program: knowledge,
    findings,
    problems: problemReports(knowledge.problems, knowledge.causes, knowledge.checks, findings),
  }).candidates;
}

describe('what was described', () => {
  const broken = said('path', { status: 'fail', cause: 'path-missing', problems: [loops], confidence: 'proved', title: 'No folder' });

  it('is explained by the findings that name a cause of it', () => {
    const [first, second] = outcome(told(loops, logouts), [broken, passes('disk'), passes('lifetime')]);
    expect(first).toMatchObject({
      problem: loops,
      title: 'LOGIN-REDIRECT-LOOPS',
      score: 0.9,
      matched: ['loop'],
      status: 'explained',
      causes: ['path-missing'],
      findings: ['of path'],
      why: 'proved: No folder',
      give: [],
    });
    expect(second?.status).not.toBe('ruled-out');
  });

  it('asks for more where its cause is not proved', () => {
    const skipped = said('disk', { status: 'skip', reason: 'give --used-url URL' });
    expect(outcome(told(loops), [broken, skipped])[0]?.give).toEqual([]);
    expect(outcome(told(loops), [{ ...broken, confidence: 'likely' }, skipped])[0]?.give).toEqual(['--used-url']);
  });

  it('says each cause once, two by name, and how sure each is', () => {
    const all = ['a', 'b', 'c', 'b'].map((id, index) =>
      said('path', {
        status: 'warn',
        cause: id,
        problems: [loops],
        confidence: 'likely',
        title: index === 3 ? 'b again' : id,
        fingerprint: String(index),
      }),
    );
    expect(outcome(told(loops), all)[0]?.why).toBe('likely: a; likely: b; and 1 more');
  });

  it('is ruled out only where every check of every cause passed', () => {
    const healthy = ['path', 'disk', 'lifetime', 'private'].map(passes);
    expect(outcome(told(logouts), healthy)[0]).toMatchObject({ status: 'ruled-out', why: 'all 4 checks of its causes passed' });
    for (const missing of ['disk', 'lifetime'])
      expect(
        outcome(
          told(logouts),
          healthy.filter(({ check: id }) => id !== missing),
        )[0],
        missing,
      ).toMatchObject({
        status: 'undetermined',
        why: '3 of its 4 checks passed; 1 was left out',
      });
  });

  it('stays open with what could not be looked at, and with what to give', () => {
    const [candidate] = outcome(told(logouts), [
      passes('path'),
      passes('private'),
      said('disk', { status: 'unknown', reason: 'df did not answer' }),
      said('lifetime', { status: 'skip', reason: 'PHP was not seen: give --php PATH or WHMCS_DB_PASSWORD' }),
    ]);
    expect(candidate).toMatchObject({
      status: 'undetermined',
      why: '2 of its 4 checks passed; could not be looked at: df did not answer; 1 needs something that was not given',
      give: ['--php', 'WHMCS_DB_PASSWORD'],
    });
  });

  it('counts a check as passed only where all of its subjects did', () => {
    const subjects = [passes('person'), said('person', { status: 'skip', reason: 'nobody of that name' })];
    expect(outcome(told(duo), subjects)[0]?.why).toBe('0 of its 1 checks passed; 1 does not apply, or cannot be seen from here');
  });

  it('says where only a person can see it', () => {
    const unseen = { ...program, checks: [], problems: [problem(duo, { unprovable: 'Look at the switch.' })] };
    expect(outcome(told(duo), [], unseen)[0]).toMatchObject({ status: 'undetermined', why: 'Look at the switch.' });
    const passed = { ...program, problems: [problem(duo, { unprovable: 'Look at the switch.' })] };
    expect(outcome(told(duo), [passes('person')], passed)[0]).toMatchObject({
      status: 'undetermined',
      why: '1 of its 1 checks passed; Look at the switch.',
    });
  });

  it('that matches nothing has no candidate', () => {
    expect(triageReport({ matches: [], ask: 'What does it say?', languages: [] }, { program, findings: [], problems: [] })).toEqual({
      best: 'none',
      candidates: [],
      ask: 'What does it say?',
    });
  });
});

describe('causes that the words name', () => {
  const messages = [
    { id: 'no-space', causes: ['disk-full'] },
    { id: 'other', causes: ['lifetime-short'] },
  ] as unknown as readonly Message[];
  const { matches } = told(loops);
  const named = causesNamed(
    { matches: matches.map((match) => ({ ...match, messages: ['no-space'] })), ask: null, languages: [] },
    messages,
  );

  it('are those of the known messages in it', () => expect([...named]).toEqual(['disk-full']));

  it('come first, but never before a failure or before what they follow from', () => {
    const fails = (id: string, status: 'fail' | 'warn' = 'fail') => said('path', { status, cause: id, confidence: 'proved' });
    const knowledge = {
      causeById: (id: string) => (id === 'follower' ? { ...cause(id, []), follows: ['root'] } : undefined),
    };
    const order = (findings: readonly Finding[], first: readonly string[]) =>
      inOrder(findings, knowledge, new Set(first)).map((each) => each.cause);
    expect(order([fails('other'), fails('disk-full')], ['disk-full'])).toEqual(['disk-full', 'other']);
    expect(order([fails('other'), fails('disk-full', 'warn')], ['disk-full'])).toEqual(['other', 'disk-full']);
    expect(order([fails('root'), fails('follower')], ['follower'])).toEqual(['root', 'follower']);
  });
});

describe('the checks that run for it', () => {
  const chosen = (selection: Partial<Parameters<typeof selectChecks>[1]>): readonly string[] =>
    selectChecks(program, { only: [], skip: [], require: [], ...selection }).map(({ id }) => id);

  it('are those of its causes, and those that run only for whoever asks', () => {
    expect(chosen({ described: [loops] })).toEqual(['path', 'disk', 'private']);
    expect(chosen({ described: [loops, duo] })).toEqual(['path', 'disk', 'person', 'private']);
    expect(chosen({ described: [] })).toEqual(['path', 'disk', 'lifetime', 'person']);
  });

  it('become fewer with --only and --skip, and never none', () => {
    expect(chosen({ described: [logouts], only: ['disk-full'] })).toEqual(['path', 'disk']);
    expect(chosen({ described: [logouts], skip: ['disk-full'] })).toEqual(['lifetime', 'private']);
    expect(() => chosen({ described: [logouts], only: ['person'] })).toThrow(NothingLeft);
    expect(() => chosen({ described: [logouts], skip: ['*'] })).toThrow(/what was described \(frequent-logouts\)/);
  });
});
