/**
 * The clock of the site's server by the Date of its answers, where only its address is known. This machine's own clock is the ruler, and the
 * time sources tell by how much it is wrong itself.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { defineProbe, LookFailed } from '../index.js';
import { bisectingWaitMs, between } from '../logic/clock-interval.js';
import { valueOf } from '../logic/follow.js';
import type { ClockOffset, Fact, ProxyFront } from '../model.js';
import thisClock from './clock-offset.js';
import { dated, narrowed, undecided, unsampled, type Sample } from './clock-sample.js';
import { requestPage, type SiteLook } from './site-request.js';
import { siteAddress } from './places.js';

const mostRounds = 4;

export default defineProbe({
  fact: 'clock.offset',
  vantage: 'http',
  title: "the clock of the site's server",
  needs: ['site.url'],
  wants: ['proxy.front', 'http.login'],
  budgetMs: 20_000,
  from: 'outside',
  touches: [
    { kind: 'contact', what: 'the System URL, up to four times, for the Date of its answers', covers: [siteAddress], sessions: mostRounds },
    {
      kind: 'contact',
      what: 'endpoints.time: SNTP (UDP port 123) and the Date header over HTTPS',
      covers: ['* <endpoints.time>', 'udp <endpoints.time> *'],
    },
  ],
  async observe(look) {
    const { have, want, options } = look;
    // a site that does not answer tells no time either, and for the same reason
    valueOf(want['http.login']);
    const writer = options.origin === null ? otherWriter(want['proxy.front']) : null;
    if (writer !== null)
      throw new LookFailed('disabled', `${writer} writes the Date of the answers, not the site's server: give --origin IP`);
    const { value: own, source } = await thisClock.observe({ ...look, have: {}, want: {} }, () => {});
    if (own.interval === null) return { value: { ...own, whose: 'server' as const }, source };
    const site = new URL(have['site.url'].url);
    let sample: Sample = await ask(look, site);
    const value = (): ClockOffset => ({
      ...own,
      whose: 'server',
      interval: own.interval === null || !('interval' in sample) ? null : between(sample.interval, own.interval),
    });
    for (let round = 1; round < mostRounds; round++) {
      const { interval } = value();
      if (interval === null || !('interval' in sample) || !undecided(interval, options.thresholds)) break;
      await pause(bisectingWaitMs(sample.interval, look.host.now(), sample.halfRoundTripMs), undefined, { signal: look.signal });
      sample = narrowed(sample, await ask(look, site));
    }
    if ('failed' in sample)
      throw new LookFailed(sample.silent ? 'timeout' : 'io', `the Date of the site's answers tells no time: ${sample.failed}`);
    return { value: value(), source: `Date of ${site.host}, against ${source}` };
  },
});

/** Who may have put the Date there in the place of the site's server; null: nobody that can be seen. */
function otherWriter(front: Fact<ProxyFront>): string | null {
  if (!front.ok || front.value.state === 'undetermined') return 'a proxy that could not be ruled out';
  return front.value.state === 'direct' ? null : `the proxy in front (${front.value.product ?? 'of an unknown kind'})`;
}

async function ask(look: SiteLook, site: URL): Promise<Sample> {
  const answer = await requestPage(look, site, site, { maxBytes: 4096 });
  return answer.ok ? dated(answer) : unsampled(answer);
}
