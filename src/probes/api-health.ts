/** What WHMCS's own System Health says, through the API: https://developers.whmcs.com/api-reference/gethealthstatus/ */
import { defineProbe, LookFailed } from '../index.js';
import { parseHealthStatus } from '../parse/health-status.js';
import { apiTouch, askApi } from './api-ask.js';

export default defineProbe({
  fact: 'api.health',
  vantage: 'api',
  title: "WHMCS's own System Health",
  needs: ['api.session'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [apiTouch('GetHealthStatus')],
  async observe({ host, have, options, signal }) {
    const { fields } = await askApi({ host, options, signal }, have['api.session'], 'GetHealthStatus');
    const read = parseHealthStatus(fields);
    const page = 'Open System Health in the admin area: Configuration > System Health (before 8.0 Help > System Health Status).';
    if (read.is === 'none') {
      throw new LookFailed(
        'unsupported',
        'the API answers GetHealthStatus with "success" and no health check, which is all that is documented',
        {
          beyond: true,
          settle: page,
        },
      );
    }
    if (read.is === 'unknown')
      throw new LookFailed('malformed', "the API's answer to GetHealthStatus holds nothing that is known as a health check", {
        settle: page,
      });
    return { value: read.status, source: 'GetHealthStatus' };
  },
});
