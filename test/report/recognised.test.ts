import { describe, expect, it } from 'vitest';
import { candidateNames, describedOf, recognisedLines } from '../../src/report/recognised.js';
import { problems } from '../../src/knowledge/index.js';
import type { ProblemId, TriageResult } from '../../src/model.js';
import { hostile } from '../support/sample-report.js';

function told(ask: string | null, ...ids: readonly ProblemId[]): TriageResult {
  return {
    matches: ids.map((problem, index) => ({
      problem,
      score: 0.874 - index / 4,
      matched: ['the login page', hostile],
      lines: [1],
      messages: [],
    })),
    ask,
    languages: [],
  };
}
const of = (result: TriageResult) => describedOf(result, { problems, messages: [] });

describe('what was recognised', () => {
  const two = of(told(`Is it so? ${hostile}`, 'login-redirect-loops', 'unable-to-access-sign-in-integrations'));

  it('stands in one line, with how sure and by which words', () => {
    const [first] = recognisedLines(of(told(null, 'login-redirect-loops')), 200);
    expect(first).toMatch(/^Recognised: Login Redirect Loops, 87 % sure, by "the login page", "/);
    expect(candidateNames(two)).toBe('Login Redirect Loops (87 %), Unable to Access Sign-In Integrations (62 %)');
  });

  it('names what else it could be with a command that can be copied', () => {
    expect(recognisedLines(two, 200)).toContain(
      'It could also be Unable to Access Sign-In Integrations (62 %): whmcs-doctor explain unable-to-access-sign-in-integrations',
    );
    expect(recognisedLines(two, 80)).toContain('  whmcs-doctor explain unable-to-access-sign-in-integrations');
    expect(recognisedLines(two, 80).at(-1)).toBe('');
  });

  it('lets nothing through that a terminal obeys', () => {
    const text = recognisedLines(two, 80).join('\n');
    expect(text).toContain('To tell more, ask: Is it so?');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('is nothing where nothing matched', () => {
    expect(of(told(null))).toEqual({ best: 'none', candidates: [], ask: null });
    expect(recognisedLines(of(told(null)), 80)).toEqual([]);
  });
});
