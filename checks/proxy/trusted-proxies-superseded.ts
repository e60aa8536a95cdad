/** A list still holds a prefix that Cloudflare has given up in part: real visitors come from the rest of it. */
import { defineCheck, pass, skip, warn, type Evidence } from '../../src/index.js';
import { supersededRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { addressSet, covers, parseEntry } from '../../src/logic/address-set.js';

export default defineCheck({
  id: 'trusted-proxies-superseded',
  area: 'proxy',
  title: {
    pass: 'No list of proxies holds a range that Cloudflare has given up',
    fail: 'A list of proxies holds a range that Cloudflare has given up',
  },
  causes: ['trusted-proxies-superseded'],
  needs: [],
  wants: ['database.settings', 'web.server'],
  judge(facts, see) {
    const settings = facts['database.settings'];
    const web = facts['web.server'];
    const trusted = settings.ok ? settings.value.trustedProxies : null;
    const restoration = web.ok ? web.value.restoration : null;
    if (trusted === null && restoration === null) return skip('no list of proxies was seen');
    const listed = [
      ...old(trusted?.entries ?? []).map(
        (range) => [range, see('database.settings', 'Trusted proxy', range, { source: 'tblconfiguration.TrustedProxyIps' })] as const,
      ),
      ...old(restoration?.from ?? []).map((range) => [range, see('web.server', 'Trusted by the web server', range)] as const),
    ];
    if (listed.length === 0) return pass();
    const places = new Map<string, Evidence[]>();
    for (const [range, evidence] of listed) places.set(range, [...(places.get(range) ?? []), evidence]);
    return [...places].map(([range, evidence]) => {
      const entry = supersededRanges.find((one) => one.range === range);
      const today = see('database.settings', `Published instead since ${entry?.since}`, entry?.replacedBy.join(', ') ?? '', {
        vantage: 'operator',
        source: 'https://www.cloudflare.com/ips/',
      });
      return warn({ cause: 'trusted-proxies-superseded', subject: range, confidence: 'likely', evidence: [...evidence, today] });
    });
  },
});

/** The superseded prefixes among the entries, however they are written. */
function old(entries: readonly string[]): readonly string[] {
  const sets = entries.flatMap((text) => {
    const entry = parseEntry(text);
    return entry.ok ? [addressSet([entry])] : [];
  });
  return supersededRanges.map(({ range }) => range).filter((range) => sets.some((set) => isSame(set, range)));
}

function isSame(set: ReturnType<typeof addressSet>, range: string): boolean {
  const other = addressSet([range]);
  return covers(set, other) && covers(other, set);
}
