/** WHMCS trusts addresses that are no proxy's: whoever comes from there chooses the address that WHMCS believes. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { supersededRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { knownProxies } from '../../src/knowledge/proxies.js';
import { insideAddresses } from '../../src/logic/address-class.js';
import { addressSet, parseEntry, pieces, sizeOf, subtract, union, type Entry } from '../../src/logic/address-set.js';
import { allRanges } from '../../src/logic/visitor-address.js';

/** A wider prefix holds more networks than any proxy has. */
const shortest = { 4: 8, 6: 19 } as const;
/** A few addresses of one's own load balancers are meant. */
const fewV4 = 16n;
const fewV6 = 1n << 64n;

export default defineCheck({
  id: 'trusted-proxies-overbroad',
  area: 'proxy',
  title: { pass: 'The trusted proxies hold no more than proxies', fail: 'The trusted proxies hold addresses of strangers' },
  causes: ['trusted-proxies-overbroad'],
  needs: ['database.settings', 'proxy.ranges'],
  wants: ['proxy.front'],
  judge(facts, see) {
    const { trustedProxies: trusted } = facts['database.settings'];
    if (trusted === null) return skip('WHMCS has no setting TrustedProxyIps: see Security > Trusted Proxies in General Settings');
    const front = facts['proxy.front'];
    const publishes = !front.ok || front.value.product === null || front.value.product === 'generic' || known(front.value.product);
    const ours = [
      ...allRanges(facts['proxy.ranges']),
      ...knownProxies.flatMap(({ ranges }) => ranges),
      ...supersededRanges.map(({ range }) => range),
    ];
    const allowed = union(addressSet(ours), insideAddresses);
    const source = 'tblconfiguration.TrustedProxyIps';
    const found = trusted.entries.map(parseEntry).flatMap((entry) => {
      if (!entry.ok || isInside(entry)) return [];
      const said = { cause: 'trusted-proxies-overbroad', subject: entry.text, confidence: 'likely' } as const;
      if (isWide(entry)) {
        return [
          fail({
            ...said,
            evidence: [see('database.settings', 'Trusted proxy', entry.text, { want: 'the addresses of the proxy alone', source })],
          }),
        ];
      }
      const excess = subtract(addressSet([entry]), allowed);
      if (!publishes || sizeOf(excess) <= (entry.family === 4 ? fewV4 : fewV6)) return [];
      const strangers = pieces(excess).slice(0, 5).join(', ');
      return [warn({ ...said, evidence: [see('database.settings', 'Trusted, and no known proxy’s', strangers, { source })] })];
    });
    return found.length > 0 ? found : pass([see('database.settings', 'Trusted proxies', trusted.entries.length, { source })]);
  },
});

type Read = Entry & { readonly ok: true };

function isInside(entry: Read): boolean {
  return sizeOf(subtract(addressSet([entry]), insideAddresses)) === 0n;
}

function isWide({ family, low, high }: Read): boolean {
  return high - low + 1n > 1n << BigInt((family === 4 ? 32 : 128) - shortest[family]);
}

/** Of a provider without a copied list any range may be its own. */
function known(product: string): boolean {
  return knownProxies.some(({ id, ranges }) => id === product && ranges.length > 0);
}
