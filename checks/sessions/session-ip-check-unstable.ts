import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { canCompare, changingAccounts } from '../../src/logic/session-addresses.js';

/** A person on a VPN or between two networks is normal; so many at once are not. */
const several = 3;
const named = 3;

export default defineCheck({
  id: 'session-ip-check-unstable',
  area: 'sessions',
  title: {
    pass: 'WHMCS does not end sessions because of changing addresses',
    fail: 'WHMCS ends sessions because the visitors’ addresses change',
  },
  causes: ['session-ip-check-changing-addresses'],
  needs: ['database.settings', 'database.addresses'],
  wants: ['operator.report'],
  judge({ 'database.settings': settings, 'database.addresses': recorded, 'operator.report': report }, see) {
    const row = settings.disableSessionIpCheck;
    if (!row.present) {
      return skip('whether the session IP check is on could not be seen: look at Disable Session IP Check in General Settings > Security');
    }
    const setting = see('database.settings', 'Disable Session IP Check', row.value === '' ? 'not ticked' : row.value, {
      source: `tblconfiguration.${row.key}`,
    });
    if (/^\s*(?:on|1|true|yes)\s*$/i.test(row.value)) return pass([setting], { note: 'the session IP check is switched off' });
    if (!canCompare(recorded)) return skip('no log-in is recorded with account, time and address, by which a change would show');
    const changing = changingAccounts(recorded);
    const proxied = changing.filter((one) => one.proxied);
    const theirs = report.ok ? report.value.visitorIp : null;
    const concerned = theirs === null ? [] : changing.filter((one) => one.addresses.includes(theirs.value));
    const shown = proxied.length > 0 ? proxied : changing.length >= several ? changing : concerned;
    if (shown.length === 0) return pass([setting, see('database.addresses', 'Accounts with changing addresses', changing.length)]);
    return (proxied.length > 0 ? fail : warn)({
      cause: 'session-ip-check-changing-addresses',
      subject: `tblconfiguration.${row.key}`,
      confidence: proxied.length > 0 ? 'proved' : 'likely',
      evidence: [
        setting,
        ...shown
          .slice(0, named)
          .map((one) =>
            see('database.addresses', 'One account within one session', one.addresses.slice(0, 4).join(', '), { want: 'one address' }),
          ),
      ],
    });
  },
});
