import { describe, expect, test } from 'vitest';
import probe from '../../src/probes/clock-offset.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { ClockOffset, Host, HttpResult, NetFailure, RunOptions } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { fakeHost, look } from '../support/fake-host.js';

const now = 1_790_000_000_000;
const failure = (code: string): NetFailure => ({ ok: false, stage: 'tcp', code, message: code, address: null, durationMs: 5000 });

/** A server whose clock is `offsetMs` ahead of this machine's, 40 ms away. */
function served(offsetMs: number, more: { headers?: [string, string][]; error?: string } = {}): HttpResult {
  const date = new Date(now + 20 + offsetMs).toUTCString();
  const error = more.error ?? null;
  return {
    ok: true,
    status: 204,
    headers: [['date', date], ...(more.headers ?? [])],
    body: '',
    truncated: false,
    address: '192.0.2.1',
    certificate: {
      authorized: error === null,
      error,
      protocol: 'TLSv1.3',
      subject: '',
      issuer: '',
      names: [],
      validFrom: '',
      validTo: '',
      chainLength: 2,
    },
    sentAt: now,
    headersAt: now + 40,
    durationMs: 40,
  };
}

type Answers = Readonly<Record<string, HttpResult | { ok: true; offsetMs: number; errorMs: number; stratum: number }>>;

function observe(answers: Answers, options: Partial<RunOptions> = {}): Promise<{ value: ClockOffset }> {
  const of = (name: string) => answers[name] ?? failure('ECONNREFUSED');
  const net: Partial<Host['net']> = {
    http: async ({ url }) => of(new URL(url).hostname) as HttpResult,
    sntp: async (name) => of(name) as NetFailure,
  };
  const time = Object.entries(answers).map(
    ([name, answer]) => `${'offsetMs' in answer || name.startsWith('ntp') ? 'ntp' : 'https'}://${name}`,
  );
  return probe.observe(
    look(fakeHost({ net, now: () => now }), undefined, undefined, { endpoints: { ...defaultOptions.endpoints, time }, ...options }),
    () => {},
  );
}

describe('several operators', () => {
  test('SNTP narrows what HTTPS says', async () => {
    const { value } = await observe({
      'ntp.a.example': { ok: true, offsetMs: 37_003, errorMs: 6, stratum: 2 },
      'www.b.example': served(37_000),
      'www.c.example': served(37_000),
    });
    expect(value.interval).toEqual({ lowMs: 36_997, highMs: 37_009 });
    expect(value.sources).toHaveLength(3);
  });

  test('a falseticker is outvoted and named', async () => {
    const { value } = await observe({ 'a.one': served(0), 'b.two': served(0), 'c.three': served(-600_000) });
    expect(value.agreeing).toBe(2);
    expect(value.sources.map((source) => ('agreed' in source ? source.agreed : null))).toEqual([true, true, false]);
  });

  test('sources of one operator count once', async () => {
    const { value } = await observe({ 'ntp.example': failure('ETIMEDOUT'), 'a.example': served(0), 'www.a.example': served(0) });
    expect(value).toMatchObject({ agreeing: 1 });
    expect(value.interval).not.toBeNull();
  });

  test('two that contradict each other give no interval', async () => {
    const { value } = await observe({ 'a.one': served(0), 'b.two': served(400_000) });
    expect(value).toMatchObject({ interval: null, agreeing: 0 });
  });
});

describe('answers that do not count', () => {
  test.each([
    ['stored', served(0, { headers: [['age', '7']] })],
    ['stored, without an age', served(0, { headers: [['x-cache', 'HIT from proxy']] })],
    ['from an unknown authority', served(0, { error: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' })],
    ['no date', { ...served(0), headers: [] } as HttpResult],
  ])('%s', async (_, answer) => {
    const { value } = await observe({ 'a.one': answer, 'b.two': served(0) });
    expect(value.sources[0]).toMatchObject({ failed: expect.any(String) as string });
  });

  test('a certificate that only our own wrong clock makes look expired does count', async () => {
    const { value } = await observe({ 'a.one': served(-9e9, { error: 'CERT_NOT_YET_VALID' }) });
    expect(value.interval?.highMs).toBeLessThan(-8e9);
  });
});

test('an interval around a limit is narrowed by asking again at another phase', async () => {
  let asked = 0;
  const clock = { at: now };
  const http: Host['net']['http'] = async () => {
    asked++;
    clock.at = now + (asked - 1) * 5000 + (asked > 1 ? 130 : 0);
    const date = new Date(clock.at + 20 + 1500).toUTCString();
    return { ...(served(0) as HttpResult & { ok: true }), headers: [['date', date]], sentAt: clock.at, headersAt: clock.at + 40 };
  };
  const options = { endpoints: { ...defaultOptions.endpoints, time: ['https://a.example/'] } };
  const { value } = await probe.observe(look(fakeHost({ net: { http }, now: () => now + 870 }), undefined, undefined, options), () => {});
  expect(asked).toBeGreaterThan(1);
  const width = (value.interval?.highMs ?? Infinity) - (value.interval?.lowMs ?? 0);
  expect(width).toBeLessThan(1040);
  expect(value.interval && value.interval.lowMs <= 1500 && 1500 <= value.interval.highMs).toBe(true);
});

test('what is known is kept in case the budget ends', async () => {
  const kept: ClockOffset[] = [];
  const net: Partial<Host['net']> = { http: async () => served(0) };
  const options = { endpoints: { ...defaultOptions.endpoints, time: ['https://a.one/', 'https://b.two/'] } };
  await probe.observe(look(fakeHost({ net }), undefined, undefined, options), (value) => kept.push(value));
  expect(kept[0]?.interval).not.toBeNull();
});

test('when nothing answers the look failed', async () => {
  await expect(observe({ 'ntp.one': failure('ETIMEDOUT'), 'b.two': failure('ETIMEDOUT') })).rejects.toMatchObject({
    gap: 'timeout',
    why: expect.stringContaining('b.two') as string,
  });
  await expect(observe({ 'ntp.one': failure('ETIMEDOUT'), 'b.two': failure('ECONNREFUSED') })).rejects.toMatchObject({ gap: 'io' });
  await expect(observe({}, {})).rejects.toMatchObject({ gap: 'disabled' });
  await expect(observe({ 'a.one': served(0) }, { offline: true })).rejects.toBeInstanceOf(LookFailed);
});
