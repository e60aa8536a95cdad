/** WHMCS trusts some of Cloudflare's ranges: visitors who come through the others appear with the proxy's address. */
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { arrivalBehind } from '../../src/knowledge/arrival.js';
import { addressSet, isIn } from '../../src/logic/address-set.js';
import { allRanges, serverRestores } from '../../src/logic/visitor-address.js';

export default defineCheck({
  id: 'trusted-proxies-partial',
  area: 'proxy',
  title: {
    pass: 'The trusted proxies lack no range of Cloudflare that WHMCS needs',
    fail: 'The trusted proxies lack some of Cloudflare’s ranges',
  },
  causes: ['trusted-proxies-partial'],
  needs: ['proxy.front', 'proxy.ranges', 'database.settings'],
  wants: ['web.server', 'php.request', 'database.addresses'],
  judge(facts, see) {
    const front = facts['proxy.front'];
    const ranges = facts['proxy.ranges'];
    if (front.state === 'direct') return pass([], { note: 'no proxy in front' });
    if (front.state === 'undetermined') return unknown('whether a proxy stands in front of the site could not be told');
    if (front.product !== 'cloudflare') return skip('the proxy in front is not Cloudflare');
    const arrival = arrivalBehind(facts);
    if (arrival.listed === null) return skip('the list of trusted proxies could not be read');
    if (arrival.listed.none) return skip('the list holds no address of Cloudflare: see trusted-proxies-missing');
    const { missingV4, missingV6 } = arrival.listed;
    const missing = [...missingV4, ...missingV6];
    if (missing.length === 0) return pass([see('proxy.ranges', 'Ranges of Cloudflare trusted', allRanges(ranges).length)]);
    if (serverRestores(arrival)) return pass([], { note: 'the web server restores the visitor’s address before PHP' });
    const source = 'tblconfiguration.TrustedProxyIps';
    const evidence = [
      see('database.settings', 'Ranges of Cloudflare not trusted', missing.join(', '), { want: `all ${allRanges(ranges).length}`, source }),
      see('proxy.ranges', 'Compared with', ranges.source === 'published' ? 'the published list' : `the copy of ${ranges.verifiedAt}`),
    ];
    const said = { cause: 'trusted-proxies-partial', subject: 'Trusted Proxies', evidence };
    if (missingV4.length === 0) {
      // Cloudflare reaches an origin without IPv6 over IPv4 only.
      const overV6 = facts['web.server'].ok && facts['web.server'].value.listens.some((listen) => listen.includes('['));
      const note = 'only IPv6 ranges are missing, and the web server was not seen to listen on IPv6';
      return overV6
        ? warn({ ...said, confidence: 'possible', title: 'The trusted proxies lack Cloudflare’s IPv6 ranges' })
        : pass([], { note });
    }
    const lacking = addressSet(missing);
    const hit = arrival.recorded.newest.find((record) => isIn(lacking, record.address.value));
    const restorer = arrival.server.is === 'unseen' ? arrival.server.by : undefined;
    const { verdict } = arrival.recorded;
    if (restorer !== undefined && verdict !== 'proxy' && verdict !== 'mixed')
      return unknown(`whether ${restorer} restores the visitor’s address before PHP could not be seen`);
    if (hit === undefined) return fail({ ...said, confidence: 'likely' });
    const recorded = see('database.addresses', 'Recorded address', hit.address.value, { want: 'the visitor’s', source: hit.column });
    return fail({ ...said, confidence: 'proved', evidence: [...evidence, recorded] });
  },
});
