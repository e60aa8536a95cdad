/** Nothing that the knowledge knows goes unmade. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import { faults } from './faults/index.js';

/** Causes that the lab cannot make, and why. */
const unmade: Readonly<Record<string, string>> = {
  'response-header-too-big': 'is told by the web server’s log alone, with lines as nginx writes them in the unit tests',
  'request-header-too-big': 'is told by the web server’s log alone, at a level that few logs keep; with its lines in the unit tests',
  'session-path-private-tmp': 'needs systemd, which gives a service its private /tmp; recorded in the unit tests',
  'quota-exceeded': 'needs a file system with quotas, which many kernels of virtual machines are built without',
};

/** Causes that the install's own server tells by others: made where the site is looked at from elsewhere. */
const madeElsewhere: Readonly<Record<string, string>> = { 'site-clock-wrong': 'api.test.ts' };

test('what is made elsewhere stands there', async () => {
  for (const [cause, file] of Object.entries(madeElsewhere))
    expect(await readFile(new URL(file, import.meta.url), 'utf8'), cause).toContain(`cause: '${cause}'`);
});

test('every cause is made, but for those that cannot be', () => {
  const made = new Set([...faults.map((fault) => fault.cause), ...Object.keys(madeElsewhere)]);
  const missing = causes.map((cause) => cause.id).filter((id) => !made.has(id));
  expect(missing.sort()).toEqual(Object.keys(unmade).sort());
});
