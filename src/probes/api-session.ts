/** Whether the API takes any call with the operator's credential: what every other question to it needs, so that a wrong one is sent once. */
import { defineProbe, LookFailed } from '../index.js';
import { orNull } from '../logic/or-null.js';
import { versionTold } from '../parse/api-records.js';
import { apiTouch, askApi } from './api-ask.js';
import { apiUrl } from './api-call.js';

export default defineProbe({
  fact: 'api.session',
  vantage: 'api',
  title: "WHMCS's API",
  needs: ['api.admin'],
  wants: ['site.url'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [apiTouch('WhmcsDetails')],
  async observe({ host, have, want, options, signal }) {
    const admin = have['api.admin'];
    const url = apiUrl(want['site.url']).href;
    if (admin.is === 'unintelligible') {
      throw new LookFailed('malformed', `includes/api.php answered HTTP ${admin.status}, and not as the API: ${admin.text || 'nothing'}`, {
        settle: 'See whether a firewall, a challenge of the proxy in front or an error of PHP answers in place of includes/api.php.',
      });
    }
    // Without the action GetAdminDetails alone others may still be allowed.
    const oneAction = admin.is === 'refused' && admin.kind === 'permission' && !/^Access Denied/i.test(admin.message);
    if (admin.is === 'refused' && !oneAction) {
      throw new LookFailed('denied', `the API refuses every call with this credential: ${admin.message}`, {
        settle: 'Settle what api-address-refused, api-credentials-refused and api-permission-missing say, and run it again.',
      });
    }
    if (admin.is === 'details' && admin.version !== null)
      return { value: { url, version: { value: admin.version, action: 'GetAdminDetails' } }, source: url };
    const bare = { url, version: null };
    const told = await orNull(askApi({ host, options, signal }, bare, 'WhmcsDetails'));
    const version = told === null ? null : versionTold(told.fields);
    return { value: version === null ? bare : { url, version: { value: version, action: 'WhmcsDetails' } }, source: url };
  },
});
