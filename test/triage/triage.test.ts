import { describe, expect, test } from 'vitest';
import { messages, problems } from '../../src/knowledge/index.js';
import { tales } from '../../src/knowledge/tales.js';
import { answers } from '../../src/triage/decide.js';
import { readString } from '../../src/triage/stream.js';
import { createMatcher } from '../../src/triage/triage.js';
import { lexicons, tables } from './tables.js';

const matcher = createMatcher(tables, lexicons);
const read = (text: string) => matcher.read(text);
const best = (text: string): string => read(text).matches[0]?.problem ?? 'none';

test('every problem is an answer', () => {
  expect([...answers].sort()).toEqual(['none', ...problems.map(({ id }) => id)].sort());
});

describe('a documented sentence names its problem', () => {
  const literal = tales.flatMap(({ problem, phrases }) =>
    phrases.filter(({ points }) => points >= 8).map(({ text }) => [text, problem] as const),
  );
  test.each(literal)('%s', (text, problem) => {
    expect(read(text.replaceAll('*', 'x')).matches.map((match) => match.problem)).toContain(problem);
  });

  test.each(messages.filter((message) => message.problems.length > 0).map((message) => [message.example, message.problems] as const))(
    '%s',
    (text, expected) => {
      expect(expected).toContain(best(text));
    },
  );
});

describe('a text that is like one is none', () => {
  test.each(tales.map(({ counterExample, problem }) => [counterExample, problem] as const))('%s', (text, problem) => {
    expect(read(text).matches.filter((match) => match.problem === problem && match.score >= 0.7)).toEqual([]);
  });
});

describe('an answer', () => {
  const clear = 'I type the correct password and WHMCS just shows the login page again without any error';

  test('is never certain, and holds at most three problems', () => {
    const { matches } = read(`${clear}. Login Details Incorrect. License Invalid. Oops! Access Denied - Forbidden. Link Initiated!`);
    expect(matches.length).toBeLessThanOrEqual(3);
    expect(read('Login Details Incorrect. Please try again.').matches[0]?.score).toBe(0.99);
  });

  test('asks where it is not clear, and only there', () => {
    expect(read(clear).ask).toBeNull();
    expect(read('WHMCS says something when people log in').ask).toMatch(/\?/);
  });

  test('quotes what was recognised, and no word that nobody knows', () => {
    const [match] = read(
      'Peter Zwiebelturm never received the password reset mail from WHMCS, his password Sommersonne is correct',
    ).matches;
    expect(match?.matched.join(' ')).toMatch(/password reset/);
    expect(match?.matched.join(' ')).not.toMatch(/Zwiebelturm|Sommersonne/);
  });

  test('names the languages that are spoken', () => {
    expect(read('Nach dem Anmelden komme ich immer wieder auf die Login-Seite zurück').languages[0]).toBe('de');
    expect(read(clear).languages).toEqual(['en']);
  });
});

describe('another program’s trouble, a question, and what is solved', () => {
  test.each([
    'How do I change the logo on the login page of WHMCS?',
    'WordPress keeps logging me out of wp-admin every few minutes',
    'Grafana 10.2: login redirect loop behind nginx',
    'Which payment gateways does WHMCS support?',
    'timezone',
    '',
  ])('%s', (text) => {
    expect(best(text)).toBe('none');
  });
});

describe('a text that is longer than prose', () => {
  const filler = 'Line of a perfectly healthy debug log without any trouble at all\n'.repeat(1500);

  test('is searched to its end for messages and documented sentences', () => {
    const problem = (line: string): string => readString(`${filler}${line}\n`, matcher).matches[0]?.problem ?? 'none';
    expect(problem('Login Details Incorrect. Please try again.')).toBe('login-details-errors');
    expect(problem('The reset link you have followed is invalid. Please try again.')).toBe('invalid-reset-link-errors');
    expect(problem('Google: Token used too early, 1 < 2')).toBe('google-remote-linking-failures');
    expect(problem('all is well')).toBe('none');
  });

  test('says more by what stands in it more often', () => {
    const session = 'PHP Warning: session_start(): open(/s/sess_a, O_RDWR) failed: Permission denied (13) in /x.php\n';
    const both = readString(`${filler}${session.repeat(900)}SMTP Error: data not accepted.\n`, matcher);
    expect(['login-redirect-loops', 'frequent-logouts']).toContain(both.matches[0]?.problem);
  });
});
