/** What WHMCS's API tells of mail: the sender, and whether sending is switched off. The rest is kept in a row that holds a password. */
import { defineProbe, LookFailed } from '../index.js';
import { mailDisablingNames, mailSenderName } from '../knowledge/setting-names.js';
import { apiTouch, askSettings } from './api-ask.js';
import { isOn, senderOf } from './mail-settings.js';
import { givenSmtp } from './smtp-given.js';

export default defineProbe({
  fact: 'mail.settings',
  vantage: 'api',
  title: "WHMCS's mail settings",
  needs: ['api.session'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [
    {
      ...apiTouch('GetConfigurationValue'),
      sessions: mailDisablingNames.length + 1,
      what: `${apiTouch('GetConfigurationValue').what} of ${[mailSenderName, ...mailDisablingNames].join(', ')}`,
    },
  ],
  async observe({ host, have, options, signal }) {
    const values = await askSettings({ host, options, signal }, have['api.session'], [mailSenderName, ...mailDisablingNames]);
    const stored = values.get(mailSenderName) ?? null;
    const sendingDisabled = mailDisablingNames.flatMap((key) => {
      const value = values.get(key) ?? null;
      return value === null ? [] : [{ key, on: isOn(value) }];
    });
    if (stored === null && sendingDisabled.length === 0)
      throw new LookFailed('absent', 'the API tells none of the known settings of mail', { beyond: true });
    return {
      value: {
        provider: 'unknown',
        providerKey: null,
        smtp: givenSmtp(host)?.settings ?? null,
        incomplete: null,
        sendingDisabled,
        sender: stored === null ? null : senderOf({ key: mailSenderName, value: stored }),
      },
      source: 'GetConfigurationValue',
    };
  },
});
