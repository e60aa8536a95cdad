/** Cloudflare's published ranges: fetched, else the dated copy. Never a gap. */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { parsePublishedRanges } from '../parse/endpoint-answers.js';
import { userAgent } from './site-request.js';

export default defineProbe({
  fact: 'proxy.ranges',
  vantage: 'provider',
  title: "Cloudflare's published ranges",
  budgetMs: 10_000,
  from: 'anywhere',
  touches: [{ kind: 'contact', what: 'endpoints.cloudflareRanges: one GET', covers: ['GET <endpoints.cloudflareRanges>'] }],
  async observe({ host, options, signal }) {
    const { verifiedAt } = cloudflareRanges;
    const address = options.offline ? null : options.endpoints.cloudflareRanges;
    if (address !== null) {
      const headers = { 'user-agent': userAgent, accept: 'application/json' };
      const answer = await host.net.http({ url: address, headers, strictTls: true, maxBytes: 65_536, signal });
      const published = answer.ok && answer.status === 200 ? parsePublishedRanges(answer.body) : null;
      if (published !== null) return { value: { ...published, source: 'published' as const, verifiedAt }, source: address };
    }
    return { value: { ...cloudflareRanges, source: 'embedded' as const }, source: `copy of ${verifiedAt}`, vantage: 'operator' };
  },
});
