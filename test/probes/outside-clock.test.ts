import { describe, expect, test } from 'vitest';
import probe from '../../src/probes/outside-clock.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { ClockOffset, Fact, HttpResult, ProxyFront, RunOptions } from '../../src/model.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { loginPage } from '../support/login-page.js';

const now = 1_790_000_000_000;

/** A server whose clock is `aheadMs` ahead of this machine's. */
function answered(aheadMs: number, headers: readonly (readonly [string, string])[] = []): HttpResult {
  const date = new Date(now + 20 + aheadMs).toUTCString();
  const base = { status: 200, body: '', truncated: false, address: '192.0.2.10', certificate: null, durationMs: 40 };
  return { ok: true, ...base, headers: [['date', date], ...headers], sentAt: now, headersAt: now + 40 };
}

const direct: ProxyFront = { state: 'direct', product: null, dns: 'none', headers: [], trace: false, confidence: 'high' };

async function observe(
  { site, truth = 0 }: { readonly site: HttpResult; readonly truth?: number },
  { front = seen(direct), options = {} }: { readonly front?: Fact<ProxyFront>; readonly options?: Partial<RunOptions> } = {},
): Promise<ClockOffset> {
  const host = fakeHost({
    net: {
      http: async ({ url }) => (url.includes('time') ? answered(truth) : site),
      sntp: async () => ({ ok: true, offsetMs: truth, errorMs: 5, stratum: 1 }) as never,
      lookup: async () => ({ addresses: [], code: 'ENOTFOUND' }),
    },
  });
  const endpoints = { time: ['ntp://one.time', 'ntp://two.time'] } as unknown as RunOptions['endpoints'];
  const given = look(
    host,
    { 'site.url': { url: 'https://billing.test/', from: 'target' } },
    { 'proxy.front': front, 'http.login': seen(loginPage()) },
    { endpoints, ...options },
  );
  return (await probe.observe(given, () => {})).value;
}

describe('the clock of the site’s server, by its Date', () => {
  test.each([
    ['right', 0, 0, 0],
    ['behind', -600_000, 0, 600_000],
    ['ahead', 600_000, 0, -600_000],
    // this machine is an hour behind, and so is no judge of the server's
    ['right, and this machine is wrong', 3_600_000, 3_600_000, 0],
    ['behind as much as this machine', 0, 3_600_000, 3_600_000],
  ])('%s', async (_, aheadMs, truth, offset) => {
    const { interval, whose } = await observe({ site: answered(aheadMs), truth });
    expect(whose).toBe('server');
    expect(interval?.lowMs).toBeLessThanOrEqual(offset);
    expect(interval?.highMs).toBeGreaterThanOrEqual(offset);
    expect((interval?.highMs ?? 0) - (interval?.lowMs ?? 0)).toBeLessThan(1200);
  });

  test.each([
    ['a proxy', seen({ ...direct, state: 'proxied', product: 'cloudflare' } as ProxyFront)],
    ['what may be one', seen({ ...direct, state: 'undetermined' } as ProxyFront)],
    ['nobody knows who', unseen()],
  ])('not where %s writes it, unless its origin is asked', async (_, front) => {
    const failure = await observe({ site: answered(-600_000) }, { front }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LookFailed);
    expect(failure).toMatchObject({ gap: 'disabled', why: expect.stringContaining('--origin') });
    const past = await observe({ site: answered(-600_000) }, { front, options: { origin: '192.0.2.10' } });
    expect(past.interval?.lowMs).toBeGreaterThan(590_000);
  });

  test('an answer of a cache tells no time', async () => {
    await expect(observe({ site: answered(-600_000, [['age', '600']]) })).rejects.toThrow('cache');
  });

  test('no time source is asked with --offline', async () => {
    await expect(observe({ site: answered(0) }, { options: { offline: true } })).rejects.toMatchObject({ gap: 'disabled' });
  });
});
