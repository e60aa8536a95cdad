/** The settings of WHMCS through its API. An error is never an empty value: a name that WHMCS does not know is a row that is not there. */
import { defineProbe, LookFailed } from '../index.js';
import { settingNames } from '../knowledge/setting-names.js';
import { parseTrustedProxies } from '../parse/trusted-proxies.js';
import type { ConfigRow, WhmcsSettings } from '../model.js';
import { apiTouch, askSettings } from './api-ask.js';
import { keepPassword } from './database-settings.js';

const names = Object.values(settingNames);

export default defineProbe({
  fact: 'database.settings',
  vantage: 'api',
  title: "WHMCS's settings",
  needs: ['api.session'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [
    {
      ...apiTouch('GetConfigurationValue'),
      sessions: names.length,
      what: `${apiTouch('GetConfigurationValue').what} of ${names.join(', ')}`,
    },
  ],
  async observe({ host, have, options, signal }) {
    const look = { host, options, signal };
    const values = await askSettings(look, have['api.session'], [settingNames.systemUrl, ...names.slice(1)]);
    const row = (key: (typeof names)[number]): ConfigRow => {
      const value = values.get(key) ?? null;
      return value === null ? { present: false } : { present: true, value, key };
    };
    const systemUrl = row(settingNames.systemUrl);
    // Every install has it: without it the answers are not to be trusted with what is not there.
    if (!systemUrl.present) throw new LookFailed('malformed', 'the API does not tell the System URL, which every WHMCS has');
    keepPassword(host, systemUrl);
    const proxies = row(settingNames.trustedProxies);
    const value: WhmcsSettings = {
      systemUrl,
      version: row(settingNames.version),
      template: row(settingNames.template),
      orderForm: row(settingNames.orderForm),
      routeUriPathMode: row(settingNames.routeUriPathMode),
      trustedProxies: proxies.present ? await parseTrustedProxies(unescaped(proxies.value)) : null,
      proxyHeader: row(settingNames.proxyHeader),
      disableSessionIpCheck: row(settingNames.disableSessionIpCheck),
      signInProviders: null,
    };
    return { value, source: 'GetConfigurationValue' };
  },
});

/** A stored list has no entities of HTML: where the answer has, the API wrote them. */
function unescaped(value: string): string {
  return value.includes('&quot;') ? value.replaceAll('&quot;', '"').replaceAll('&amp;', '&') : value;
}
