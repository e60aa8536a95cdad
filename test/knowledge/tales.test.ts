import { describe, expect, test } from 'vitest';
import { concepts, negatable } from '../../src/knowledge/concepts.js';
import { lexicons } from '../../src/knowledge/lexicons.js';
import { problems } from '../../src/knowledge/index.js';
import { tales } from '../../src/knowledge/tales.js';
import { compileLexicons, compileTables } from '../../src/triage/compile.js';
import { createLook } from '../../src/triage/look.js';
import { everyTest, parsePattern } from '../../src/triage/pattern.js';
import { sharedWords } from '../../src/triage/shared-words.js';
import { placesOf, placesOfSign } from '../../src/triage/signs.js';

const tables = compileTables({ checksFor: () => [], causes: [] });
const compiled = compileLexicons();
const look = createLook(tables, (language) => compiled[language]);
const ids = new Set<string>([...Object.keys(concepts), ...negatable.map((id) => `not-${id}`)]);

test('every documented problem has one tale', () => {
  expect(tales.map((tale) => tale.problem).sort()).toEqual(problems.map((problem) => problem.id).sort());
});

describe.each(tales.map((tale) => [tale.problem, tale] as const))('%s', (problem, tale) => {
  test.each(tale.signs.map((sign) => [sign.when.join(' + '), sign] as const))(
    '%s is in its example, not in its counter-example',
    (_, sign) => {
      expect([...sign.when, ...(sign.unless ?? [])].filter((id) => !ids.has(id))).toEqual([]);
      expect(placesOfSign(sign, placesOf(look(sign.example).said)), sign.example).not.toBeNull();
      expect(placesOfSign(sign, placesOf(look(sign.counterExample).said)), sign.counterExample).toBeNull();
    },
  );

  test('a text that is like its phrases is none of them', () => {
    const { weighed } = look(tale.counterExample);
    expect(weighed.filter((one) => one.problem === problem && one.points >= 4)).toEqual([]);
  });

  test.each(tale.phrases.map(({ text, points, apart }) => [text, Math.max(points, apart ?? 0)] as const))(
    '%s is recognised',
    (text, points) => {
      const said = text.replaceAll('*', 'something');
      const found = look(`"${said}"`).weighed.find((one) => one.problem === problem);
      expect(Math.max(0, ...(found?.evidence.map((one) => one.points) ?? []))).toBeGreaterThanOrEqual(points * 0.5);
    },
  );

  test('asks one thing, and says what to do first', () => {
    expect(tale.question).toMatch(/^[^?]+\?$/);
    expect(tale.steps.length).toBeGreaterThan(0);
    for (const { text } of tale.steps) expect(text).toMatch(/^[A-Z].*\.$/s);
  });
});

describe.each(lexicons.map((lexicon) => [lexicon.language, lexicon] as const))('the words of %s', (language, lexicon) => {
  const table = compiled[language][0];
  const own = (table?.patterns ?? '').split(';');

  test('are of concepts that exist', () => {
    expect(Object.keys(lexicon.concepts).filter((id) => !Object.hasOwn(concepts, id))).toEqual([]);
  });

  test('can be matched: no nested choices, no empty ones, none that begins with a gap', () => {
    const faults = own.filter((line) => {
      const source = line.replace(/^\d+ /, '');
      const pattern = parsePattern(source, sharedWords(table?.words ?? {}, language));
      return (
        /[()]/.test(source.replace(/\([^()]*\)\??/g, '')) ||
        pattern.length === 0 ||
        pattern[0]?.gap !== 0 ||
        pattern.every((part) => part.optional) ||
        everyTest(pattern).some((word) => word.text === '')
      );
    });
    expect(faults).toEqual([]);
  });

  test('say what a concept is, or deny it: every one of the most important', () => {
    const important = [
      'cannot-log-in',
      'back-to-login',
      'logged-out',
      'details-wrong',
      'details-right',
      'license-bad',
      'moved',
      'password-reset',
      'reset-link',
      'link-bad',
      'mail-missing',
      'access-denied',
      'session-lost',
      'not-removed',
      'clock-wrong',
    ];
    expect(important.filter((id) => (lexicon.concepts[id]?.length ?? 0) < 2)).toEqual([]);
    for (const id of ['trouble', 'how-to', 'solved', 'off-topic']) expect(lexicon.concepts[id]?.length ?? 0, id).toBeGreaterThan(0);
  });
});
