/** WHMCS's own connection test of the admin login page: it answers without a log-in and makes the server open two connections, so it runs only when asked for. */
import { defineProbe, LookFailed } from '../index.js';
import { parseConnectionTest } from '../parse/connection-test.js';
import { adminPlace, siteOfAdmin } from './admin-folder.js';
import { adminAddress, siteAddress } from './places.js';
import { requestPage } from './site-request.js';

/** The server itself waits for the license servers before it answers. */
const patienceMs = 15_000;

export default defineProbe({
  fact: 'license.connection-test',
  vantage: 'http',
  title: "WHMCS's own license connection test",
  needs: ['site.url'],
  wants: ['install.configuration'],
  budgetMs: 18_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: '<System URL>/<admin folder>/login.php?conntest=1, or the one below --admin-url, only when license checks are selected',
      covers: [siteAddress, adminAddress],
      sessions: 1,
    },
  ],
  async observe(look) {
    const { have, want, options } = look;
    if (!options.licenseSelected) {
      throw new LookFailed('disabled', "WHMCS's own connection test runs only when license checks are selected: --only license");
    }
    const site = have['site.url'].url;
    const place = adminPlace(look, site, want['install.configuration']).url;
    const page = new URL('login.php?conntest=1', place);
    const url = page.href;
    const timeoutMs = Math.max(options.timeoutMs, patienceMs);
    const answer = await requestPage(look, page, siteOfAdmin(place, new URL(site)), { timeoutMs, maxBytes: 262_144 });
    if (!answer.ok)
      throw new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', `${url} did not answer: ${answer.code} (${answer.stage})`);
    const hosts = parseConnectionTest(answer.body);
    return { value: { available: hosts.length > 0, url, hosts }, source: url };
  },
});
