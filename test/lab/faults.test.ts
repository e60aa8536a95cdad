/** Nothing that the knowledge knows goes unmade. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import { faults } from './faults/index.js';

/** Causes that the install's own server tells by others: made where the site is looked at from elsewhere. */
const madeElsewhere: Readonly<Record<string, string>> = { 'site-clock-wrong': 'api.test.ts' };

test('what is made elsewhere stands there', async () => {
  for (const [cause, file] of Object.entries(madeElsewhere))
    expect(await readFile(new URL(file, import.meta.url), 'utf8'), cause).toContain(`cause: '${cause}'`);
});

test('every cause is made', () => {
  const made = new Set([...faults.map((fault) => fault.cause), ...Object.keys(madeElsewhere)]);
  expect(causes.map((cause) => cause.id).filter((id) => !made.has(id))).toEqual([]);
});
