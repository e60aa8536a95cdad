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

it('eight words stay as they are, of nine the ends are kept', () => {
  expect(kept(['a b c d e f g h'])).toEqual(['a b c d e f g h']);
  expect(kept(['a b c d e f g h i'])).toEqual(['a b c … g h i']);
  expect(kept(['a \t b'])).toEqual(['a b']);
});

it('sixty letters stay as they are, of more the ends are kept', () => {
  expect(kept(['x'.repeat(60)])).toEqual(['x'.repeat(60)]);
  expect(kept([`${'x'.repeat(30)}${'y'.repeat(31)}`])).toEqual([`${'x'.repeat(20)}…${'y'.repeat(20)}`]);
});

it.each([
  ['abc1', 'abc1'],
  ['abcd1', '…'],
  ['12345', '12345'],
  ['2FA', '2FA'],
  ['пароль1', '…'],
  ['abcde', 'abcde'],
])('of %s remains %s', (word, rest) => {
  expect(kept([word])).toEqual([rest]);
});

it('of several messages the longest that stands there is kept, and none that was not told', () => {
  const known = [
    { id: 'space', literals: ['space'] },
    { id: 'full', literals: ['no space left', 'no'] },
    { id: 'other', literals: ['no space left on device'] },
  ] as unknown as readonly Message[];
  const of = (told: readonly string[], text: string) =>
    keptWords({ problem: 'frequent-logouts', score: 1, matched: [text], lines: [], messages: told }, known);
  expect(of(['space', 'full'], 'No Space Left on device, no space left')).toEqual(['No Space Left']);
  expect(of(['space'], 'No Space Left on device')).toEqual(['Space']);
  expect(of(['space', 'full'], 'nothing here')).toEqual(['no']);
  expect(of(['space'], 'nothing here')).toEqual(['nothing here']);
});
