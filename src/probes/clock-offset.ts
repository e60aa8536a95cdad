/**
 * True time minus this machine's clock: SNTP and the Date header of HTTPS, from several operators at once. SNTP is exact and often blocked,
 * which is normal; HTTPS passes nearly everywhere and knows whole seconds only, so it is asked again at other phases where that can decide.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { defineProbe, LookFailed } from '../index.js';
import { agree, bisectingWaitMs, overlap, sntpInterval } from '../logic/clock-interval.js';
import { operatorOf } from '../logic/operator-name.js';
import type { ClockOffset, HttpResult, Look } from '../model.js';
import { dated, narrowed, undecided, unsampled, type Sample } from './clock-sample.js';

const moreRounds = 2;
const ntpPort = 123;

interface Source {
  readonly url: string;
  readonly name: string;
  readonly kind: 'ntp' | 'https';
}

export default defineProbe({
  fact: 'clock.offset',
  vantage: 'shell',
  title: 'the time from several operators',
  budgetMs: 14_000,
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.time: SNTP (UDP port 123) and the Date header over HTTPS',
      covers: ['* <endpoints.time>', 'udp <endpoints.time> *'],
    },
  ],
  async observe(look, keep) {
    const { value, source } = await trueTime(look, keep);
    return { value, source };
  },
});

type Asking = Pick<Look<never, never>, 'host' | 'options' | 'signal'>;

/** True time minus the host's clock, from every source of endpoints.time; `keep` hears of what is known so far. LookFailed where none answers. */
export async function trueTime(
  look: Asking,
  keep: (soFar: ClockOffset) => void = () => {},
): Promise<{ readonly value: ClockOffset; readonly source: string }> {
  const { options } = look;
  if (options.offline) throw new LookFailed('disabled', 'no time source is asked with --offline');
  if (options.endpoints.time.length === 0) throw new LookFailed('disabled', 'endpoints.time names no time source');
  const sources = options.endpoints.time.map(sourceOf);
  const samples: Sample[] = sources.map(() => ({ failed: 'no answer yet', silent: true }));

  const ask = async (index: number, source: Source): Promise<void> => {
    const before = samples[index];
    const sample = await sampleOf(look, source);
    samples[index] = before && 'interval' in before ? narrowed(before, sample) : sample;
    const soFar = summary(sources, samples);
    if (soFar.interval) keep(soFar);
  };
  await Promise.all(sources.map((source, index) => ask(index, source)));

  for (let round = 0; round < moreRounds; round++) {
    const interval = summary(sources, samples).interval;
    if (!interval || !undecided(interval, options.thresholds)) break;
    const answered = sources
      .map((source, index) => ({ source, index, sample: samples[index] }))
      .filter(({ sample }) => sample && 'interval' in sample);
    await Promise.all(
      answered.map(async ({ source, index, sample }) => {
        if (source.kind !== 'https' || !sample || !('interval' in sample)) return;
        await pause(bisectingWaitMs(interval, look.host.now(), sample.halfRoundTripMs), undefined, { signal: look.signal });
        await ask(index, source);
      }),
    );
  }
  return { value: measured(sources, samples), source: sources.map(({ name }) => name).join(', ') };
}

/** The summary, unless nothing answered: then nobody looked. */
function measured(sources: readonly Source[], samples: readonly Sample[]): ClockOffset {
  const failures = samples.flatMap((sample, index) => ('failed' in sample ? [{ ...sample, name: sources[index]?.name ?? '' }] : []));
  if (failures.length === samples.length) {
    const gap = failures.every(({ silent }) => silent) ? 'timeout' : 'io';
    throw new LookFailed(gap, `no time source answered: ${failures.map(({ name, failed }) => `${name} (${failed})`).join(', ')}`, {
      settle: 'Allow outgoing HTTPS, or name a time source that this machine can reach in endpoints.time of the configuration file.',
    });
  }
  return summary(sources, samples);
}

function summary(sources: readonly Source[], samples: readonly Sample[]): ClockOffset {
  const usable = samples.flatMap((sample) => ('interval' in sample ? [sample.interval] : []));
  const agreed = agree(usable);
  const operators = new Set<string>();
  const seen = sources.map(({ name, kind }, index): ClockOffset['sources'][number] => {
    const sample = samples[index];
    if (!sample || 'failed' in sample) return { name, kind, failed: sample?.failed ?? 'not asked' };
    const agrees = agreed !== null && overlap(sample.interval, agreed);
    if (agrees) operators.add(operatorOf(name));
    return { name, kind, ...sample.interval, agreed: agrees };
  });
  return { sources: seen, interval: agreed && { lowMs: agreed.lowMs, highMs: agreed.highMs }, agreeing: operators.size };
}

function sourceOf(url: string): Source {
  const kind = url.toLowerCase().startsWith('ntp:') ? 'ntp' : 'https';
  return { url, kind, name: URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : url };
}

async function sampleOf({ host, options, signal }: Asking, source: Source): Promise<Sample> {
  const how = { timeoutMs: options.timeoutMs, signal };
  if (!URL.canParse(source.url)) return { failed: 'not an address', silent: false };
  try {
    if (source.kind === 'ntp') {
      const answer = await host.net.sntp(source.name, Number(new URL(source.url).port) || ntpPort, how);
      return answer.ok ? { interval: sntpInterval(answer.offsetMs, answer.errorMs), halfRoundTripMs: answer.errorMs } : unsampled(answer);
    }
    const headers = { 'cache-control': 'no-cache' };
    return fromHttp(await host.net.http({ ...how, url: source.url, method: 'HEAD', headers, maxBytes: 4096 }));
  } catch (error) {
    if (error instanceof LookFailed && !signal.aborted) return { failed: error.why, silent: error.gap === 'timeout' };
    throw error;
  }
}

function fromHttp(answer: HttpResult): Sample {
  if (!answer.ok) return unsampled(answer);
  const trouble = answer.certificate && !answer.certificate.authorized ? (answer.certificate.error ?? 'not verified') : null;
  // a clock that is grossly wrong makes good certificates look expired or not yet valid: just then the Date is needed
  if (trouble && !/CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/.test(trouble))
    return { failed: `its certificate does not verify (${trouble})`, silent: false };
  return dated(answer);
}
