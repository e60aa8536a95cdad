/** Who calls the API, as the rest of the internet sees it: asked only where WHMCS refuses the address that it takes for the caller's. */
import { defineProbe, LookFailed } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import { parseOwnAddress } from '../parse/endpoint-answers.js';
import { userAgent } from './site-request.js';

export default defineProbe({
  fact: 'api.caller',
  vantage: 'provider',
  title: "the caller's own address",
  needs: ['api.admin'],
  budgetMs: 10_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.publicAddress: one GET, only where the API refuses the address of its caller',
      covers: ['GET <endpoints.publicAddress>'],
    },
  ],
  async observe({ host, have, options, signal }) {
    const answer = have['api.admin'];
    if (answer.is !== 'refused' || answer.kind !== 'ip')
      throw new LookFailed('disabled', 'the API does not refuse the address of its caller');
    const url = options.offline ? null : options.endpoints.publicAddress;
    const headers = { 'user-agent': userAgent, accept: 'text/plain, application/json;q=0.9, */*;q=0.1' };
    const asked = url === null ? null : await host.net.http({ url, headers, strictTls: true, maxBytes: 4096, signal });
    const own = asked?.ok === true && asked.status === 200 ? parseOwnAddress(asked.body) : null;
    return {
      value: {
        outside: host.kind === 'outside',
        address: own === null ? null : { personal: 'address', value: own, class: visitorClassifier(cloudflareRanges)(own) },
        accessKey: host.credentials.has('WHMCS_API_ACCESS_KEY') || host.credentials.has('WHMCS_API_ACCESS_KEY_FILE'),
      },
      source: url ?? 'this machine',
    };
  },
});
