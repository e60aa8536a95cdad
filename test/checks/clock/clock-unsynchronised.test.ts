import { expect, test } from 'vitest';
import check from '../../../checks/clock/clock-unsynchronised.js';
import { gap, judgement } from '../../support/judge.js';
import { offset } from './fixtures.js';

const kernel = (synchronised: boolean | null, container = false) => ({ synchronised, source: 'timedatectl NTPSynchronized', container });

test('a clock that is kept in step passes, whatever is measured', () => {
  expect(judgement(check, { 'clock.kernel': kernel(true) }).is).toBe('pass');
});

test('a clock that runs free warns even where it is still right', () => {
  const found = judgement(check, { 'clock.kernel': kernel(false), 'clock.offset': offset(-10, 10) });
  expect(found).toMatchObject({ is: 'warn', cause: 'clock-unsynchronised', confidence: 'proved' });
});

test('a container that shows no state is not judged, however right its clock is now', () => {
  expect(judgement(check, { 'clock.kernel': kernel(null, true), 'clock.offset': offset(-10, 10) }).is).toBe('skip');
  expect(judgement(check, { 'clock.kernel': kernel(null, true), 'clock.offset': gap('disabled') }).is).toBe('skip');
});

test('a look that failed is unknown', () => {
  expect(judgement(check, { 'clock.kernel': gap('timeout') }).is).toBe('unknown');
});
