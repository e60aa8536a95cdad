/** The credential is good, and its API role or its administrator's role does not allow the call. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'api-permission-missing',
  area: 'access',
  title: { pass: 'The credential may call the API', fail: 'The credential may not call the API' },
  causes: ['api-permission-missing'],
  needs: ['api.admin'],
  judge({ 'api.admin': api }, see) {
    if (api.is === 'details') return pass([see('api.admin', 'Permissions of the calling administrator', api.permissions.length)]);
    if (api.is === 'unintelligible') return skip('the API gave no answer of its own: see api-credentials-refused');
    if (api.kind !== 'permission') return skip(`the API refused for another reason: ${api.message}`);
    const byRole = /^Access Denied/i.test(api.message);
    return fail({
      cause: 'api-permission-missing',
      subject: byRole ? 'API Access' : 'GetAdminDetails',
      confidence: 'proved',
      title: byRole ? 'The credential’s administrator lacks API Access' : 'No API role of the credential allows the call',
      evidence: [see('api.admin', 'Answer', api.message, { want: 'details of the calling administrator' })],
    });
  },
});
