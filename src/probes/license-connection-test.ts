/** WHMCS's own connection test of the admin login page: it answers without a log-in and makes the server open two connections, so it runs only when asked for. */
import { defineProbe, LookFailed } from '../index.js';
import type { Fact, InstallConfiguration } from '../model.js';
import { parseConnectionTest } from '../parse/connection-test.js';

/** The server itself waits for the license servers before it answers. */
const patienceMs = 15_000;

export default defineProbe({
  fact: 'license.connection-test',
  vantage: 'http',
  title: "WHMCS's own license connection test",
  needs: ['site.url'],
  wants: ['install.configuration'],
  budgetMs: 18_000,
  touches: [{ kind: 'contact', what: '<System URL>/<admin folder>/login.php?conntest=1, only when license checks are selected' }],
  async observe({ host, have, want, options, signal }) {
    if (!options.licenseSelected) {
      throw new LookFailed('disabled', "WHMCS's own connection test runs only when license checks are selected: --only license");
    }
    const site = have['site.url'].url;
    if (!URL.canParse(site)) throw new LookFailed('absent', `"${site.slice(0, 200)}" is not an address that could be visited`);
    const url = new URL(`${adminFolder(want['install.configuration'])}/login.php?conntest=1`, site.endsWith('/') ? site : `${site}/`).href;
    const answer = await host.net.http({
      url,
      timeoutMs: Math.max(options.timeoutMs, patienceMs),
      maxBytes: 262_144,
      signal,
      ...(options.origin === null ? {} : { address: options.origin }),
    });
    if (!answer.ok)
      throw new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', `${url} did not answer: ${answer.code} (${answer.stage})`);
    const hosts = parseConnectionTest(answer.body);
    return { value: { available: hosts.length > 0, url, hosts }, source: url };
  },
});

/** $customadminpath, else the folder that WHMCS ships. */
function adminFolder(configuration: Fact<InstallConfiguration>): string {
  const setting = configuration.ok ? configuration.value.customAdminPath : null;
  if (setting?.state === 'dynamic') throw new LookFailed('unsupported', `the name of the admin folder cannot be read: ${setting.why}`);
  const written = setting?.state === 'set' ? setting.value : 'admin';
  const parts = written.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? 'admin' : parts.map(encodeURIComponent).join('/');
}
