import { describe, expect, it } from 'vitest';
import type { SshLine } from '../../../src/host/ssh/line.js';
import { believed, whileAlive } from '../../../src/host/ssh/net.js';
import { LookFailed } from '../../../src/logic/failure.js';
import type { HttpResult, Net } from '../../../src/model.js';

const dead = { assertAlive: () => Promise.reject(new LookFailed('io', 'the ssh connection ended')) } as unknown as SshLine;
const alive = { assertAlive: () => Promise.resolve() } as unknown as SshLine;
const reset: HttpResult = { ok: false, stage: 'http', code: 'ECONNRESET', message: 'reset', address: null, durationMs: 1 };
const net = { http: () => Promise.resolve(reset), tcp: () => Promise.resolve({ ok: true }) } as unknown as Net;

describe('what failed over a line', () => {
  it('is what the other side did only while the line itself is alive', async () => {
    await expect(whileAlive(net, dead).http({ url: 'https://example.com/' })).rejects.toMatchObject({ gap: 'io' });
    expect(await whileAlive(net, alive).http({ url: 'https://example.com/' })).toBe(reset);
    expect(await whileAlive(net, dead).tcp('192.0.2.1', 443)).toEqual({ ok: true });
  });

  it('is the line’s own end where that is the reason', async () => {
    const refused = () => Promise.reject(new LookFailed('denied', 'the database refused the user'));
    await expect(believed(dead, refused())).rejects.toMatchObject({ gap: 'io' });
    await expect(believed(alive, refused())).rejects.toMatchObject({ gap: 'denied' });
    const stopped = Promise.reject(new LookFailed('aborted', 'stopped'));
    await expect(believed(dead, stopped)).rejects.toMatchObject({ gap: 'aborted' });
  });
});
