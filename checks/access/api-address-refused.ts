/**
 * "Invalid IP": the API takes calls from listed addresses only, and says which address it took for the caller's. Where that is a proxy's, or the
 * server's own for a call from elsewhere, WHMCS takes every visitor for it; where it is the caller's real one, WHMCS sees visitors as they are.
 */
import { defineCheck, fail, pass, skip, type Evidence, type Fact, type ProxyFront, type PublishedRanges } from '../../src/index.js';
import { addressSet, isIn } from '../../src/logic/address-set.js';
import { allRanges } from '../../src/logic/visitor-address.js';
import { knownProxy } from '../../src/knowledge/proxies.js';

export default defineCheck({
  id: 'api-address-refused',
  area: 'access',
  title: { pass: 'The API takes calls from this address', fail: 'The API takes no calls from this address' },
  causes: ['api-address-refused', 'visitor-address-not-restored', 'local-proxy-untrusted'],
  needs: ['api.admin'],
  wants: ['proxy.front', 'proxy.ranges', 'proxy.dns', 'api.caller'],
  judge({ 'api.admin': api, 'proxy.front': front, 'proxy.ranges': published, 'proxy.dns': dns, 'api.caller': caller }, see) {
    if (api.is === 'details') return pass([see('api.admin', 'Answer', 'details of the calling administrator')]);
    if (api.is === 'unintelligible') return skip('the API gave no answer of its own: see api-credentials-refused');
    if (api.kind !== 'ip') return skip(`the API refused for another reason: ${api.message}`);
    const { address } = api;
    const own = caller.ok ? caller.value.address : null;
    const key: readonly Evidence[] =
      caller.ok && caller.value.accessKey
        ? [see('api.caller', 'Access key', 'given, and the address is refused all the same', { want: 'the one of configuration.php' })]
        : [];
    const answer = see('api.admin', 'Answer', api.message, { want: 'details of the calling administrator' });
    const ours = own === null ? [] : [see('api.caller', 'Address of this machine, as others see it', own.value)];
    const said = { subject: address?.value ?? 'this machine', confidence: 'proved', evidence: [answer, ...ours, ...key] } as const;
    if (address === null) return fail({ ...said, cause: 'api-address-refused' });
    if (address.class === 'cloudflare' || isIn(rangesOf(front, published), address.value)) {
      const title = 'WHMCS takes the proxy’s address for the caller’s';
      return fail({ ...said, cause: 'visitor-address-not-restored', title });
    }
    if (own !== null && isSame(own.value, address.value)) {
      const title = 'The API takes no calls from this address, and WHMCS sees it as it is';
      return fail({ ...said, cause: 'api-address-refused', title });
    }
    const servers = dns.ok ? [...dns.value.local, ...(dns.value.visitors ?? [])] : [];
    const loops = address.class === 'loopback';
    const isServers = (one: string) => servers.some((server) => isSame(server, one));
    // Who runs this on the server itself is seen with its address.
    const elsewhere = caller.ok && caller.value.outside && own !== null && !isServers(own.value);
    if (elsewhere && (loops || isServers(address.value))) {
      const title = 'WHMCS takes its own server’s address for the caller’s';
      // A server with several addresses may leave by another one than it is reached at.
      return fail({ ...said, cause: 'local-proxy-untrusted', confidence: loops ? 'proved' : 'possible', title });
    }
    return fail({ ...said, cause: 'api-address-refused' });
  },
});

function isSame(one: string, other: string): boolean {
  return isIn(addressSet([one]), other);
}

function rangesOf(front: Fact<ProxyFront>, published: Fact<PublishedRanges>) {
  const product = front.ok ? knownProxy(front.value.product) : null;
  return addressSet(product?.id === 'cloudflare' && published.ok ? allRanges(published.value) : (product?.ranges ?? []));
}
