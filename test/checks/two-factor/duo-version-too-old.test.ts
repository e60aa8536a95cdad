import { expect, test } from 'vitest';
import check from '../../../checks/two-factor/duo-version-too-old.js';
import type { DuoSetup, WhmcsVersion } from '../../../src/model.js';
import { duoSetup, inUse } from '../../support/duo-facts.js';
import { gap, judgement } from '../../support/judge.js';

const version = (value: string | null): WhmcsVersion => ({ value, database: value, files: null });

test.each<[string, DuoSetup, string | null, string]>([
  ['used, and too old', inUse, '8.8.0', 'fail'],
  ['used by administrators alone', duoSetup({ admins: 1, configured: null }), '7.10.3', 'fail'],
  ['used by users alone, administrators not seen', duoSetup({ admins: null, users: 1, configured: null }), '8.8', 'warn'],
  ['used by users alone', duoSetup({ admins: 0, users: 3, configured: true }), '8.8', 'warn'],
  ['chosen by accounts, and switched off', { ...inUse, configured: false }, '8.8.0', 'pass'],
  ['switched off, in a version nobody knows', { ...inUse, configured: false }, null, 'pass'],
  ['used, and configured', { ...inUse, configured: true }, '8.8.0', 'fail'],
  ['used, and the first that can', inUse, '8.9.0', 'pass'],
  ['used, and new', inUse, '9.0.4', 'pass'],
  ['used, in a version nobody knows', inUse, null, 'unknown'],
  ['not used in an old one', duoSetup(), '7.10.3', 'pass'],
  ['only configured in an old one', duoSetup({ configured: true }), '8.0.0', 'pass'],
  ['not seen', duoSetup({ admins: null, users: null }), '8.0.0', 'skip'],
])('%s', (_, setup, installed, is) => {
  expect(judgement(check, { 'duo.setup': setup, 'install.version': version(installed) }).is).toBe(is);
});

test('gaps', () => {
  expect(judgement(check, { 'duo.setup': gap('denied', 'no database', true) }).is).toBe('skip');
  expect(judgement(check, { 'duo.setup': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { 'duo.setup': inUse, 'install.version': gap('io') }).is).toBe('unknown');
  expect(judgement(check, { 'duo.setup': duoSetup(), 'install.version': gap('io') }).is).toBe('pass');
});
