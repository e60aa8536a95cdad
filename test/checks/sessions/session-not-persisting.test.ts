import { describe, expect, test } from 'vitest';
import check from '../../../checks/sessions/session-not-persisting.js';
import { gap, judgement } from '../../support/judge.js';
import { extensions, log } from '../../support/request-facts.js';
import { login, rounds } from '../../support/session-facts.js';

const says = (visitor: ReturnType<typeof rounds>, page = login()) => judgement(check, { 'http.sessions': visitor, 'http.login': page });

describe('session-not-persisting', () => {
  test.each([
    ['everything stays', rounds('aaaaaa', 'xxxxxx')],
    ['the id is rotated once, at the second request', rounds('abbbbb', 'xyyyyy')],
    ['another id each time for the same session: see session-id-changing', rounds('abcdef', 'xxxxxx')],
    ['an id that was not seen in some requests', rounds('a-a-aa', 'xxxxxx')],
  ])('pass: %s', (_, visitor) => expect(says(visitor).is).toBe('pass'));

  test.each([
    ['a new id each time', rounds('abcdef', 'uvwxyz')],
    ['the id is adopted, what belongs to it forgotten', rounds('aaaaaa', 'uvwxyz')],
    ['two servers by turns', rounds('aaaaaa', 'xxyyxx')],
    ['lost at the fourth request', rounds('aaabbb', 'xxxyyy')],
  ])('fail, proved: %s', (_, visitor) => {
    expect(says(visitor)).toMatchObject({ is: 'fail', cause: 'session-not-persisting', confidence: 'proved' });
  });

  test('shows what PHP’s log says, and what changed last', () => {
    const changed = [{ kind: 'module', path: 'modules/addons/x', at: '2026-11-20T00:00:00.000Z', ageSeconds: 7200 }] as const;
    const lost = { 'http.sessions': rounds('abcdef', 'uvwxyz'), 'http.login': login() };
    const facts = { ...lost, 'logs.php': log('session-write-failed', 60), 'install.extensions': extensions({ changed }) };
    const labels = judgement(check, facts);
    expect(labels).toMatchObject({
      evidence: [expect.anything(), expect.anything(), { label: 'Log (3 times, last 1 minute ago)' }, { label: 'Changed last' }],
    });
    expect(judgement(check, { ...lost, 'logs.php': log('session-write-failed', 30 * 86_400) })).toMatchObject({ evidence: { length: 2 } });
  });

  test('by turns has a title of its own', () => {
    expect(says(rounds('aaaaaa', 'xxyyxx'))).toMatchObject({ title: expect.stringContaining('in some requests') });
  });

  test.each([
    ['a cache between', rounds('aaaa', 'xyxy', { sameTokenForStrangers: true }), login()],
    ['a challenge', rounds('abcd', 'wxyz'), login({ challenge: true })],
    ['a license notice', rounds('abcd', 'wxyz'), login({ notice: 'license-invalid' })],
    [
      'the cookie is not one to return',
      { ...rounds('abcd', 'wxyz'), rounds: rounds('abcd', 'wxyz').rounds.map((round) => ({ ...round, sent: false })) },
      login(),
    ],
    ['no token is printed', rounds('aaaa', '----'), login()],
    ['refused', { ...rounds('aaaa', 'xxxx'), rounds: rounds('aaaa', 'xxxx').rounds.map((round) => ({ ...round, status: 403 })) }, login()],
  ])('skip: %s', (_, visitor, page) => expect(says(visitor, page).is).toBe('skip'));

  test('fail, proved: no cookie at all, and another token each time', () => {
    expect(says(rounds('----', 'wxyz', { cookieName: null }))).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(says(rounds('----', 'wwww', { cookieName: null })).is).toBe('unknown');
  });

  test('unknown: the page fails, sets no cookie, or could not be opened', () => {
    const failing = { ...rounds('aaaa', 'xxxx'), rounds: rounds('aaaa', 'xxxx').rounds.map((round) => ({ ...round, status: 500 })) };
    expect(says(failing)).toMatchObject({ is: 'unknown', reason: expect.stringContaining('500') });
    expect(says(rounds('----', 'ww-w', { cookieName: null })).is).toBe('unknown');
    expect(says(rounds('', '')).is).not.toBe('pass');
    expect(judgement(check, { 'http.sessions': gap('timeout') }).is).toBe('unknown');
    expect(judgement(check, { 'http.sessions': gap('disabled') }).is).toBe('skip');
  });
});
