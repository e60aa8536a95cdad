import { expect, it } from 'vitest';
import { keptWords } from '../../src/logic/kept-words.js';
import type { Message, TriageMatch } from '../../src/model.js';

const messages = [{ id: 'no-space', literals: ['no space left on device'] }] as unknown as readonly Message[];

function kept(matched: readonly string[], told: readonly string[] = []): readonly string[] {
  const match: TriageMatch = { problem: 'frequent-logouts', score: 1, matched, lines: [], messages: told };
  return keptWords(match, messages);
}

it('short quotes stay, each once', () => {
  expect(kept(['lands on the login page', '2FA', 'lands on the login page'])).toEqual(['lands on the login page', '2FA']);
});

it('of a long one only the ends are kept: a password or a name in between is not', () => {
  const text = 'Some see "Invalid csrf token", my password is Sommerzeit and user Meier. With Google linking has failed.';
  expect(kept([text])).toEqual(['Some see "Invalid … linking has failed.']);
  expect(kept(['登'.repeat(30) + '密码' + '录'.repeat(40)])).toEqual([`${'登'.repeat(20)}…${'录'.repeat(20)}`]);
});

it('words of letters and digits are hidden', () => {
  expect(kept(['password Sommer12 is right'])).toEqual(['password … is right']);
});

it('of a line with a known message only the message is kept', () => {
  const line = 'Write failed: No space left on device (28), and my password is Sommerzeit';
  expect(kept([line], ['no-space'])).toEqual(['No space left on device']);
});
