/** No fault is missed and none is invented: every recorded fault alone, and every two of them that are independent, judged from their facts. `npm run record -- faults` */
import { describe, expect, test } from 'vitest';
import { causes } from '../src/knowledge/index.js';
import { strangeCauses } from './support/consequences.js';
import { changed, conflict, deltaOf } from './support/fact-delta.js';
import { masks } from './support/pair-masks.js';
import { faults, healthy, pairCounts, verdictOf, wrongPairs } from './support/pairs.js';

test.each([...healthy])('%s: nothing is said of what is healthy', (_, recorded) => {
  expect(verdictOf(recorded)).toEqual({ causes: [], unknown: [] });
});

test.each(faults.map((fault) => [`${fault.name} (${fault.setup})`, fault] as const))('%s', (_, fault) => {
  const said = verdictOf(fault, fault.runs);
  const own = [fault.cause, ...fault.also];
  expect(said.causes).toEqual(expect.arrayContaining(own));
  expect(strangeCauses(said.causes, own)).toEqual([]);
  expect(said.unknown.filter((line) => !fault.unseen.some((words) => line.includes(words)))).toEqual([]);
});

test('every two that are independent have the causes of both, and nothing else', () => {
  expect(wrongPairs()).toEqual([]);
}, 120_000);

test('there are as many as there should be', () => {
  const counts = pairCounts();
  expect(counts.right).toBe(counts.independent);
  expect(counts.faults).toBeGreaterThan(250);
  expect(counts.independent).toBeGreaterThan(10_000);
  // the site's own server tells this one by others: seen from elsewhere only
  expect(causes.map(({ id }) => id).filter((id) => !faults.some(({ cause }) => cause === id))).toEqual(unrecorded);
});

test('what hides another one is a cause, and says why', () => {
  const known = new Set<string>(causes.map(({ id }) => id));
  for (const [cause, hidden] of masks) {
    expect([cause, ...hidden.flatMap(({ hides }) => hides)].filter((id) => !known.has(id))).toEqual([]);
    for (const { why } of hidden) expect(why).not.toBe('');
  }
});

/** Causes without a recording: the clock of another server shows itself from elsewhere only. */
const unrecorded = ['site-clock-wrong'];

describe('changes', () => {
  const before = { a: { ok: true, value: { x: 1, list: [1, 2], rows: [{ n: 1 }, { n: 2 }] } } };
  const with_ = (value: object) => ({ a: { ok: true, value: { ...before.a.value, ...value } } });

  test.each([
    ['a field', with_({ x: 2 })],
    ['a field that is gone', { a: { ok: true, value: { list: [1, 2], rows: [] } } }],
    ['a longer list', with_({ list: [1, 2, 3] })],
    ['a field of a row', with_({ rows: [{ n: 1 }, { n: 3 }] })],
    ['a gap', { a: { ok: false, gap: 'timeout' } }],
  ])('make one out of the other: %s', (_, after) => {
    const delta = deltaOf(before, after);
    expect(delta.length).toBeGreaterThan(0);
    expect(changed(before, delta)).toEqual(after);
  });

  test.each([
    ['fields beside each other', { x: 2 }, { list: [3] }, true],
    ['rows beside each other', { rows: [{ n: 5 }, { n: 2 }] }, { rows: [{ n: 1 }, { n: 6 }] }, true],
    ['the same change', { x: 2 }, { x: 2 }, true],
    ['the same field', { x: 2 }, { x: 3 }, false],
    ['a row and the whole list', { rows: [{ n: 5 }, { n: 2 }] }, { rows: [] }, false],
  ])('are independent or not: %s', (_, one, other, independent) => {
    const [a, b] = [deltaOf(before, with_(one)), deltaOf(before, with_(other))];
    expect(conflict(a, b) === null).toBe(independent);
    expect(conflict(b, a) === null).toBe(independent);
    if (independent) expect(changed(changed(before, a), b)).toEqual(with_({ ...one, ...other, ...merged(one, other) }));
  });
});

/** Rows of both. */
function merged(one: object, other: object): object {
  return 'rows' in one && 'rows' in other ? { rows: [{ n: 5 }, { n: 6 }] } : {};
}
