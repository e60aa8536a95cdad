import { expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { orNull } from '../../src/logic/or-null.js';

it('gives what was seen, and null for a look that failed', async () => {
  expect(await orNull(Promise.resolve('seen'))).toBe('seen');
  for (const gap of ['denied', 'timeout', 'absent'] as const) expect(await orNull(Promise.reject(new LookFailed(gap, 'why')))).toBeNull();
});

it.each(['aborted', 'bug'] as const)('lets a look that ended as %s end the rest', async (gap) => {
  const failed = new LookFailed(gap, 'why');
  await expect(orNull(Promise.reject(failed))).rejects.toBe(failed);
});

it('lets a mistake of the program through', async () => {
  const mistake = new TypeError('x is undefined');
  await expect(orNull(Promise.reject(mistake))).rejects.toBe(mistake);
});
