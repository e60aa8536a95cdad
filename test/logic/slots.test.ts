import { expect, it } from 'vitest';
import { Slots } from '../../src/logic/slots.js';

/** Starts so many works at once; each ends when told. */
async function started(size: number, works: number) {
  const slots = new Slots(size);
  const running: number[] = [];
  const end: (() => void)[] = [];
  const all = Array.from({ length: works }, (_, number) =>
    slots.use(async () => {
      running.push(number);
      await new Promise<void>((resolve) => (end[number] = resolve));
      return number;
    }),
  );
  await settled();
  const finish = (number: number): Promise<void> => {
    end[number]?.();
    return settled();
  };
  return { running, all, finish };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it.each([
  [1, 1],
  [2, 2],
  [0, 1],
  [-3, 1],
])('%i slots let %i works run at a time', async (size, at) => {
  const { running, all, finish } = await started(size, 4);
  expect(running).toHaveLength(at);
  for (let number = 0; number < 4; number += 1) {
    await finish(number);
    expect(running).toHaveLength(Math.min(4, at + number + 1));
  }
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  expect(running).toEqual([0, 1, 2, 3]);
});

it('a slot is free again, also after a work that failed, and no more than there were', async () => {
  const slots = new Slots(1);
  await expect(slots.use(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await slots.use(() => Promise.resolve(1))).toBe(1);
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await settled();
    running -= 1;
  };
  await Promise.all([slots.use(work), slots.use(work), slots.use(work)]);
  expect(most).toBe(1);
});
