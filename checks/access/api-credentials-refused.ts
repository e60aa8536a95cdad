/** Whether the API takes the operator's credential at all; also where its answer is no answer of the API. */
import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';

export default defineCheck({
  id: 'api-credentials-refused',
  area: 'access',
  title: { pass: 'The API takes the credential', fail: 'The API refuses the credential' },
  causes: ['api-credentials-refused'],
  needs: ['api.admin'],
  judge({ 'api.admin': api }, see) {
    if (api.is === 'details') return pass([see('api.admin', 'Answer', 'details of the calling administrator')]);
    if (api.is === 'unintelligible') {
      return unknown(`includes/api.php answered HTTP ${api.status}, and not as the API: ${api.text === '' ? 'nothing' : api.text}`, {
        settle:
          'Open includes/api.php below the System URL in a browser: a redirect, a firewall’s page or an error of PHP stands in front of the API.',
      });
    }
    const evidence = [see('api.admin', 'Answer', api.message, { want: 'details of the calling administrator' })];
    switch (api.kind) {
      case 'credentials':
        return fail({ cause: 'api-credentials-refused', subject: 'API credential', confidence: 'proved', evidence });
      case 'access-key':
        return fail({
          cause: 'api-credentials-refused',
          subject: 'API access key',
          confidence: 'proved',
          title: 'The API refuses the access key',
          evidence,
        });
      case 'permission':
        return pass(evidence, { note: 'it is taken; what it may do is another question: see api-permission-missing' });
      case 'ip':
        return skip('the API refused the address before anything else: see api-address-refused');
      case 'other':
        return unknown(`the API refused in words that are not known: ${api.message}`);
      default:
        return api.kind satisfies never;
    }
  },
});
