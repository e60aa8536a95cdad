import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogIns } from '../../../src/host/ssh/log-ins.js';
import { HungUp } from '../../../src/host/ssh/trouble.js';
import { LookFailed } from '../../../src/logic/failure.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

const turnedAway = () => new HungUp('io', 'root@a hung up before the log-in');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const soon = (ms: number) => pause(ms).then(() => true);

/** As sshd with MaxStartups `most`: who comes while so many have not logged in yet is turned away. */
function sshd(most: number, logInMs: number) {
  let under = 0;
  return async (): Promise<string> => {
    if (under === most) throw turnedAway();
    under += 1;
    await pause(logInMs);
    under -= 1;
    return 'in';
  };
}

test('where few may log in at a time, all get in, however long each takes', async () => {
  const logIns = new LogIns(soon);
  const attempt = sshd(1, 4000);
  const all = Promise.allSettled(Array.from({ length: 20 }, () => logIns.at('root@a', attempt)));
  await vi.advanceTimersByTimeAsync(200_000);
  expect(new Set((await all).map(({ status }) => status))).toEqual(new Set(['fulfilled']));
});

test('where nobody is turned away nobody waits for another', async () => {
  const logIns = new LogIns(soon);
  const attempt = sshd(20, 1000);
  const all = Promise.all(Array.from({ length: 20 }, () => logIns.at('root@a', attempt)));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await all).toHaveLength(20);
});

test('a machine that turns everybody away is given up after three further attempts; another one is not held up by it', async () => {
  const logIns = new LogIns(soon);
  let attempts = 0;
  const refused = logIns.at('root@a', () => ((attempts += 1), Promise.reject(turnedAway()))).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(100);
  expect(await logIns.at('root@b', () => Promise.resolve('in'))).toBe('in');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await refused).toBeInstanceOf(HungUp);
  expect(attempts).toBe(4);
});

test('any other trouble is told at once', async () => {
  let attempts = 0;
  const attempt = () => ((attempts += 1), Promise.reject(new LookFailed('denied', 'no key is accepted')));
  await expect(new LogIns().at('root@a', attempt)).rejects.toThrow('no key is accepted');
  expect(attempts).toBe(1);
});

test('no further attempt once the run is stopped', async () => {
  let attempts = 0;
  const stop = new AbortController();
  const attempt = () => ((attempts += 1), Promise.reject(turnedAway()));
  const refused = new LogIns().at('root@a', attempt, stop.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10);
  stop.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(await refused).toBeInstanceOf(HungUp);
  expect(attempts).toBe(1);
});

test('who waits for his turn when the run is stopped does not begin', async () => {
  const logIns = new LogIns(soon);
  const stop = new AbortController();
  let begun = 0;
  const attempt = async (): Promise<string> => {
    begun += 1;
    if (begun === 1) throw turnedAway();
    await pause(5000);
    return 'in';
  };
  const all = Promise.allSettled([
    logIns.at('a', attempt, stop.signal),
    logIns.at('a', attempt, stop.signal),
    logIns.at('a', attempt, stop.signal),
  ]);
  await vi.advanceTimersByTimeAsync(2000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  const reasons = (await all).flatMap((each) => (each.status === 'rejected' ? [(each.reason as LookFailed).gap] : []));
  expect(reasons).toEqual(['aborted']);
});
