import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { chances } from '../../src/triage/decide.js';
import { dictionaryOf, lookUp } from '../../src/triage/dictionary.js';
import { learn } from '../../src/triage/learn.js';
import { judge } from '../../src/triage/decide.js';
import { phraseFinder, standsApart } from '../../src/triage/phrases.js';
import { editDistance, speller } from '../../src/triage/spelling.js';
import { plainWords, wordsOf } from '../../src/triage/words.js';

describe('dictionary', () => {
  test('finds every word, and no other', () => {
    const word = fc.stringMatching(/^[a-zäж登~# ]{1,6}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 40 }), word, (known, other) => {
        const dictionary = dictionaryOf(known.map((each) => [each, `=${each}`] as const));
        for (const each of known) expect(lookUp(dictionary, each)).toBe(`=${each}`);
        expect(lookUp(dictionary, other)).toBe(known.includes(other) ? `=${other}` : null);
      }),
    );
  });
});

describe('spelling', () => {
  const { correct } = speller('cloudflare licence password redirect', (word) => ['password', 'past'].includes(word));
  test.each([
    ['cloudfalre', 'cloudflare'],
    ['clouflare', 'cloudflare'],
    ['redirct', 'redirect'],
    ['passw0rd', 'password'],
    ['1icence', 'licence'],
    ['reduce', 'reduce'],
    ['past', 'past'],
    ['xyz', 'xyz'],
  ])('%s → %s', (word, meant) => {
    expect(correct(word)).toBe(meant);
  });

  test('the distance is symmetric and bounded', () => {
    const word = fc.stringMatching(/^[a-d]{0,7}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 2)).toBe(editDistance(b, a, 2));
        expect(editDistance(a, b, 2)).toBeLessThanOrEqual(3);
        expect(editDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });
});

describe('phrases', () => {
  const row = (text: string, more = {}) => ({ words: plainWords(text), problem: 'login-details-errors' as const, points: 10, ...more });
  const found = (phrase: ReturnType<typeof row>, text: string): number => phraseFinder([phrase]).find(text, wordsOf(text))[0]?.points ?? 0;
  const documented = row('The reset link you have followed is invalid. Please try again.');

  test.each([
    ['the whole of it', 'The reset link you have followed is invalid. Please try again.', 10],
    ['with words around', 'he gets: the reset link you have followed is invalid. please try again. since monday', 10],
    ['over two lines', 'The reset link you\nhave followed is invalid.\nPlease try again.', 10],
    ['with a word added', 'The reset link you have just followed is invalid. Please try again.', 8],
    ['without a word', 'The reset link have followed is invalid. Please try again.', 7],
    ['broken off', 'The reset link you have foll…', 0],
    ['broken off after a word', 'The reset link you have followed…', 8],
  ])('%s', (_, text, least) => {
    expect(found(documented, text)).toBeGreaterThanOrEqual(least);
  });

  test('half of it, or its words in another order, are something else', () => {
    expect(found(documented, 'Please reset the link')).toBe(0);
    expect(found(documented, 'Again you try please invalid is followed have you link reset the')).toBe(0);
  });

  test('a short one says more where it stands apart', () => {
    const short = row('No Connection', { points: 2, apart: 5 });
    expect(found(short, 'there is no connection between the two')).toBe(2);
    for (const text of ['it says "no connection" to me', 'No Connection', 'the page: No Connection'])
      expect(found(short, text), text).toBe(5);
  });

  test('placeholders stand for one word', () => {
    const withKey = { words: ['your', 'license', 'key', '*', 'is', 'invalid'], problem: 'invalid-license-errors' as const, points: 10 };
    expect(
      phraseFinder([withKey]).find('Your license key Owned-123 is invalid', wordsOf('Your license key Owned is invalid')),
    ).toHaveLength(1);
  });

  test('capitals, quotes and lines set apart', () => {
    const apart = (text: string): boolean => {
      const words = wordsOf(text);
      const from = words.findIndex((word) => word.text === 'license');
      return standsApart(text, words, from, from + 2);
    };
    expect(apart('shows License Invalid now')).toBe(true);
    expect(apart('shows „license invalid“ now')).toBe(true);
    expect(apart('shows license invalid now')).toBe(false);
  });
});

describe('learning', () => {
  const lesson = (words: readonly string[], answer: 'none' | 'duo-security-login-failures') => ({
    features: new Map(words.map((word) => [word, 1 / Math.sqrt(words.length)] as const)),
    weighed: [],
    answer,
  });
  const lessons = Array.from({ length: 12 }, (_, at) =>
    at % 2 === 0 ? lesson(['duo', 'broken'], 'duo-security-login-failures') : lesson(['invoice', 'broken'], 'none'),
  );

  test('tells apart what the reports tell apart, and is the same every time', () => {
    const learned = learn(lessons);
    const chance = (word: string): number => chances(judge([], new Map([[word, 1]]), learned))[0] ?? NaN;
    expect(chance('invoice')).toBeGreaterThan(0.9);
    expect(chance('duo')).toBeLessThan(0.5);
    expect(learn(lessons)).toEqual(learned);
  });

  test('what one report alone says is not learned', () => {
    expect(lookUp(learn([...lessons, lesson(['unicorn'], 'none')]).weights, 'unicorn')).toBeNull();
  });
});
