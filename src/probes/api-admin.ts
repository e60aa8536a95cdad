/** What WHMCS's API says to GetAdminDetails, with the operator's credential: https://developers.whmcs.com/api/authentication/ */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import { parseAdminDetails } from '../parse/api-answer.js';
import { apiAddress } from './places.js';
import { apiUrl, callApi, credentialOf } from './api-call.js';

const classify = visitorClassifier(cloudflareRanges);

export default defineProbe({
  fact: 'api.admin',
  vantage: 'api',
  title: "the API's answer about the calling administrator",
  // Who gave no credential is not told that the System URL is unknown.
  wants: ['site.url'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'includes/api.php below the System URL: GetAdminDetails, only with WHMCS_API_IDENTIFIER and WHMCS_API_SECRET (or the older pair)',
      covers: apiAddress,
      sessions: 1,
    },
  ],
  async observe({ host, want, options, signal }) {
    // Who gave no credential is told so first.
    await credentialOf(host, signal);
    const { status, body, source } = await callApi({ host, options, signal }, apiUrl(want['site.url']), 'GetAdminDetails');
    const read = parseAdminDetails(body);
    switch (read.is) {
      case 'details':
        return { value: read, source };
      case 'refused': {
        const { address } = read;
        const seen = address === null ? null : { personal: 'address' as const, value: address, class: classify(address) };
        return { value: { ...read, address: seen, status }, source };
      }
      case 'unintelligible':
        return { value: { ...read, status }, source };
      default:
        return read satisfies never;
    }
  },
});
