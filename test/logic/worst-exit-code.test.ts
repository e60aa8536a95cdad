import { expect, it } from 'vitest';
import { unseen, worstExitCode } from '../../src/logic/worst-exit-code.js';

/** 0: healthy, 1: warnings, 2: failures, 3: something could not be looked at. */
it.each<[readonly number[], number]>([
  [[0], 0],
  [[1], 1],
  [[2], 2],
  [[3], 3],
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 0], 1],
  [[1, 3], 3],
  [[3, 1], 3],
  [[0, 3], 3],
  [[3, 2], 2],
  [[2, 3], 2],
  [[2, 0], 2],
  [[0, 2, 1], 2],
  [[1, 1, 0], 1],
  [[0, 64], 3],
  [[130], 3],
  [[-1, 0], 3],
  [[64, 2], 2],
  [[4], 3],
  [[], 3],
])('of %j the worst is %i', (codes, worst) => {
  expect(worstExitCode(codes)).toBe(worst);
});

it('is 3 where nothing was seen', () => {
  expect(unseen).toBe(3);
});
