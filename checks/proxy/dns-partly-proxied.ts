/** The name has addresses of the proxy and others beside them: some visitors pass the proxy by. */
import { defineCheck, pass, skip, unknown, warn } from '../../src/index.js';
import { knownProxy } from '../../src/knowledge/proxies.js';
import { addressSet, isIn } from '../../src/logic/address-set.js';
import { allRanges } from '../../src/logic/visitor-address.js';

export default defineCheck({
  id: 'dns-partly-proxied',
  area: 'proxy',
  title: {
    pass: 'All addresses of the site’s name lead the same way',
    fail: 'Only some addresses of the site’s name lead through the proxy',
  },
  causes: ['dns-partly-proxied'],
  needs: ['proxy.front', 'proxy.dns', 'proxy.ranges'],
  judge({ 'proxy.front': front, 'proxy.dns': dns, 'proxy.ranges': published }, see) {
    if ((dns.visitors ?? []).length === 0 && dns.local.length === 0)
      return skip('the site’s name has no address: see system-url-unreachable');
    if (front.state === 'undetermined') return unknown('whether a proxy stands in front of the site could not be told');
    if (front.state === 'direct') return pass([], { note: 'no proxy in front' });
    if (front.state === 'proxied') return pass([see('proxy.front', 'In front of the site', front.product)]);
    const ranges = addressSet(front.product === 'cloudflare' ? allRanges(published) : (knownProxy(front.product)?.ranges ?? []));
    const addresses = dns.visitors !== null && dns.visitors.length > 0 ? dns.visitors : dns.local;
    const proxied = addresses.filter((address) => isIn(ranges, address));
    const past = addresses.filter((address) => !isIn(ranges, address));
    const evidence = [
      see('proxy.dns', 'Addresses of the proxy', proxied.join(', ')),
      see('proxy.dns', 'Addresses past the proxy', past.join(', '), { want: 'none' }),
    ];
    return warn({ cause: 'dns-partly-proxied', subject: dns.name, confidence: dns.visitors === null ? 'likely' : 'proved', evidence });
  },
});
