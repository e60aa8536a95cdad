import { describe, expect, it } from 'vitest';
import { renderTriage } from '../../src/report/triage-pretty.js';
import { columns } from '../../src/report/wrap.js';
import type { AnsweredMatch, SeenMessage, TriageAnswer } from '../../src/model.js';
import { hostile } from '../support/sample-report.js';

const view = { colour: false, unicode: true, width: 80, quiet: false, verbose: false };

function match(given: Partial<AnsweredMatch> = {}): AnsweredMatch {
  return {
    problem: 'login-redirect-loops',
    score: 0.83,
    matched: ['sent back to the login page'],
    lines: [3],
    quotes: [{ text: 'sent back to the login page', line: 3, message: null }],
    messages: [],
    title: 'Login Redirect Loops',
    docs: 'https://docs.whmcs.com/',
    checks: ['session-path-unwritable', 'session-not-persisting'],
    causes: [],
    nextSteps: [
      { text: 'See the room on the disk.', command: 'df -h; df -i', risk: 'none' },
      { text: 'Empty the folder.', risk: 'high' },
    ],
    ...given,
  };
}

const message: SeenMessage = {
  id: 'session-open-denied',
  title: 'PHP was not permitted to open a session file',
  count: 1204,
  firstLine: 12,
  lastLine: 99_120,
  sample: 'session_start(): open(/var/lib/php/sessions/sess_…, O_RDWR) failed: Permission denied',
  causes: ['session-path-denied'],
};

function answer(given: Partial<TriageAnswer> = {}): TriageAnswer {
  const matches = given.matches ?? [match()];
  return { id: null, best: matches[0]?.problem ?? 'none', matches, ask: null, languages: ['en'], messages: [], blank: false, ...given };
}

const second = match({ problem: 'frequent-logouts', title: 'Frequent Logouts', score: 0.31, checks: ['session-lifetime-short'] });

describe('the answer for people', () => {
  it('names the problem, its chance, what speaks for it, what to do and how to prove it, in this order', () => {
    const text = renderTriage(answer({ matches: [match(), second], ask: 'Is a message shown?' }), view);
    const order = [
      'Login Redirect Loops\n  login-redirect-loops\n  very likely, 83 %',
      'line 3  "sent back to the login page"',
      'could also be\n    Frequent Logouts\n      frequent-logouts\n      possible, 31 %',
      'ask, to tell them apart\n    - Is a message shown?',
      '1. See the room on the disk.\n       df -h; df -i',
      '2. Empty the folder. (take care: this cannot simply be undone)',
      'whmcs-doctor check FOLDER --only login-redirect-loops,frequent-logouts\n    3 checks;',
      'whmcs-doctor explain login-redirect-loops\n    https://docs.whmcs.com/',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places, text).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('counts the lines of a log and says where they are', () => {
    const causes = [{ id: 'session-path-denied', title: 'PHP may not write there.' }];
    const text = renderTriage(answer({ matches: [match({ quotes: [], messages: [message.id], causes })], messages: [message] }), view);
    expect(text).toContain('PHP was not permitted to open a session file: 1,204 lines, from 12 to 99,120\n');
    expect(text).toContain('what the messages can come from\n    PHP may not write there.\n      session-path-denied');
  });

  it('says plainly that nothing matches, what was seen, and what would help', () => {
    const text = renderTriage(answer({ matches: [], ask: 'What does the page say?', messages: [message] }), view);
    expect(text).toMatch(/^None of the documented problems/);
    for (const part of ['1,204 lines', 'What does the page say?', 'the exact words of the page', 'the address', 'the lines that the logs'])
      expect(text).toContain(part);
    expect(text).not.toContain('--only');
  });

  it('a message of another matter stands apart', () => {
    const text = renderTriage(answer({ messages: [message] }), view);
    expect(text.indexOf('also in the text')).toBeGreaterThan(text.indexOf('prove it'));
  });

  it('says when no check can prove it', () => {
    const unprovable = match({ checks: [], problem: 'facebook-app-not-setup-errors' });
    expect(renderTriage(answer({ matches: [unprovable] }), view)).toContain('No check can prove it from outside');
    const both = renderTriage(answer({ matches: [unprovable, second] }), view);
    expect(both).toContain('--only frequent-logouts\n');
    expect(both).toContain('None of them can prove facebook-app-not-setup-errors');
  });

  it('a text of one line has no line numbers', () => {
    const one = match({ quotes: [{ text: 'loops', line: 1, message: null }] });
    expect(renderTriage(answer({ matches: [one] }), view)).toContain('\n    "loops"\n');
  });

  it('quiet is one line for each candidate, verbose names the checks', () => {
    expect(renderTriage(answer({ matches: [match(), second] }), { ...view, quiet: true })).toBe(
      'login-redirect-loops 83 %\nfrequent-logouts 31 %\n',
    );
    expect(renderTriage(answer({ matches: [] }), { ...view, quiet: true })).toBe('none\n');
    expect(renderTriage(answer(), view)).not.toContain('session-path-unwritable');
    expect(renderTriage(answer(), { ...view, verbose: true })).toContain('session-path-unwritable, session-not-persisting');
  });

  it('keeps to the width, also with long words and in scripts without spaces', () => {
    const quotes = ['x'.repeat(500), '登录后又返回到登录页面'.repeat(20), `https://a.example/${'b/'.repeat(90)}`].map((text, index) => ({
      text,
      line: 1_234_567 + index,
      message: null,
    }));
    const long = answer({
      matches: [match({ quotes }), second],
      messages: [{ ...message, sample: 'ö'.repeat(200) }],
      ask: 'Is it so? '.repeat(40).trim(),
    });
    for (const width of [80, 100])
      for (const unicode of [true, false]) {
        const text = renderTriage(long, { ...view, width, unicode });
        for (const line of text.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(width);
      }
    expect(renderTriage(long, view)).toContain('登录后又返回到登录页面');
  });

  it('holds nothing that a terminal obeys, and with --ascii nothing beyond ASCII', () => {
    const evil = answer({
      matches: [
        match({
          quotes: [{ text: hostile, line: 1, message: null }],
          title: hostile,
          nextSteps: [{ text: hostile, command: hostile, risk: 'none' }],
        }),
      ],
      messages: [{ ...message, title: hostile, sample: hostile }],
      ask: hostile,
    });
    for (const given of [evil, { ...evil, matches: [], best: 'none' as const }]) {
      expect(renderTriage(given, view)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
      );
      expect(renderTriage({ ...given, ask: '“Zurück”… 登录 ® – Œ' }, { ...view, unicode: false })).toMatch(/^[\n\u0020-\u007e]*$/);
    }
  });

  it('is coloured where it may be', () => {
    expect(renderTriage(answer(), { ...view, colour: true })).toContain('\u001b[1mLogin Redirect Loops');
    expect(renderTriage(answer(), view)).not.toContain('\u001b');
  });
});
