import { describe, expect, test } from 'vitest';
import { expand } from '../../src/triage/compile.js';
import { formsOf, matchAt, parsePattern } from '../../src/triage/pattern.js';
import { wordsOf } from '../../src/triage/words.js';

const words = { page: 'page|form|screen', login: 'login|log in' };
const matches = (source: string, text: string, language: 'en' | 'de' | 'zh' | 'he' | 'ar' = 'en'): boolean => {
  const said = wordsOf(text);
  const pattern = parsePattern(expand(source, { language, words }));
  return said.some((_, at) => matchAt(pattern, said, at) !== null);
};

describe('a pattern', () => {
  test.each([
    ['log* in', 'logging in', true],
    ['log* in', 'dialog in', false],
    ['(log in|sign in) again', 'sign in again', true],
    ['back (right)? to', 'back to', true],
    ['back (right)? to', 'back right to', true],
    ['back (right)? to', 'back left to', false],
    ['link .. invalid', 'link is always called invalid', true],
    ['link .. invalid', 'link that we sent them was invalid', false],
    ['link ... invalid', 'link that we sent them was invalid', true],
    ['link ... invalid', 'We sent a link. It is invalid', false],
    ['$login $page', 'the log in screen', true],
    ['(the|$page) again', 'form again', true],
  ])('%s in "%s": %s', (source, text, expected) => {
    expect(matches(source, text)).toBe(expected);
  });

  test.each([
    ['zurück zur', 'zurueck zur', 'de'],
    ['zurück zur', 'ZURÜCK ZUR', 'de'],
    ['登录页面', '返回登录页面', 'zh'],
    ['登录..页面', '登录的页面', 'zh'],
    ['דף התחברות', 'לדף ההתחברות', 'he'],
    ['صفحة تسجيل', 'إلى الصفحة التسجيل', 'ar'],
  ] as const)('%s in "%s"', (source, text, language) => {
    expect(matches(source, text, language)).toBe(true);
  });

  test('of unknown words is refused', () => {
    expect(() => expand('$nothing', { language: 'en', words })).toThrow('$nothing');
  });
});

test('only Hebrew and Arabic words have other forms', () => {
  expect(formsOf('login')).toEqual(['login']);
  expect(formsOf('войти')).toEqual(['войти']);
  expect(formsOf('בדף')).toContain('דף');
  expect(formsOf('والصفحه')).toContain('صفحه');
});
