/** "Invalid IP": the API takes calls from listed addresses only, and says which address it took for the caller's. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { addressSet, isIn } from '../../src/logic/address-set.js';
import { allRanges } from '../../src/logic/visitor-address.js';
import { knownProxy } from '../../src/knowledge/proxies.js';

export default defineCheck({
  id: 'api-address-refused',
  area: 'access',
  title: { pass: 'The API takes calls from this address', fail: 'The API takes no calls from this address' },
  causes: ['api-address-refused', 'visitor-address-not-restored'],
  needs: ['api.admin'],
  wants: ['proxy.front', 'proxy.ranges'],
  judge({ 'api.admin': api, 'proxy.front': front, 'proxy.ranges': published }, see) {
    if (api.is === 'details') return pass([see('api.admin', 'Answer', 'details of the calling administrator')]);
    if (api.is === 'unintelligible') return skip('the API gave no answer of its own: see api-credentials-refused');
    if (api.kind !== 'ip') return skip(`the API refused for another reason: ${api.message}`);
    const evidence = [see('api.admin', 'Answer', api.message, { want: 'details of the calling administrator' })];
    const said = { subject: api.address?.value ?? 'this machine', confidence: 'proved', evidence } as const;
    const product = front.ok ? knownProxy(front.value.product) : null;
    const ranges = product?.id === 'cloudflare' && published.ok ? allRanges(published.value) : (product?.ranges ?? []);
    if (api.address !== null && (api.address.class === 'cloudflare' || isIn(addressSet(ranges), api.address.value))) {
      const title = 'WHMCS takes the proxy’s address for the caller’s';
      return fail({ ...said, cause: 'visitor-address-not-restored', title });
    }
    return fail({ ...said, cause: 'api-address-refused' });
  },
});
