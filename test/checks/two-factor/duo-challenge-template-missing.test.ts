import { expect, test } from 'vitest';
import check from '../../../checks/two-factor/duo-challenge-template-missing.js';
import type { ChallengePage, DuoSetup } from '../../../src/model.js';
import { duoSetup } from '../../support/duo-facts.js';
import { gap, judgement } from '../../support/judge.js';

const page = (file: string | null, prints: boolean | null): ChallengePage => ({ themes: ['mine', 'six'], file, prints });
const version = (value: string | null) => ({ value, database: value, files: null });
const judged = (setup: DuoSetup, installed: string | null = '8.11.2') =>
  judgement(check, { 'duo.setup': setup, 'install.version': version(installed) });
const used = (challenge: ChallengePage | null) => duoSetup({ secondFactors: 3, challenge });

test.each([
  ['missing', used(page(null, null)), 'fail'],
  ['does not print it', used(page('/srv/templates/six/two-factor-challenge.tpl', false)), 'fail'],
  ['prints it', used(page('/srv/templates/six/two-factor-challenge.tpl', true)), 'pass'],
  ['theme not seen as a whole', used(null), 'skip'],
  ['nobody has a second factor', duoSetup({ challenge: null }), 'pass'],
  ['second factors not seen', duoSetup({ secondFactors: null }), 'skip'],
] as const)('%s', (_, setup, is) => {
  expect(judged(setup).is).toBe(is);
});

test('names the active theme', () => {
  expect(judged(used(page(null, null)))).toMatchObject({ cause: 'duo-challenge-template-missing', subject: 'mine', confidence: 'likely' });
});

test('before 8.0 the page was another one', () => {
  expect(judged(used(page(null, null)), '7.10.3').is).toBe('skip');
  expect(judged(used(page(null, null)), null).is).toBe('fail');
});

test('gaps', () => {
  expect(judgement(check, { 'duo.setup': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { 'duo.setup': used(page(null, null)), 'install.version': gap('io') }).is).toBe('unknown');
});
