import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { formatSeconds, timesOf } from '../../src/logic/amounts.js';
import { curlReached, describeCurl } from '../../src/logic/php-reach.js';
import { deniedConnections } from '../../src/logic/selinux.js';

const setting = 'httpd_can_network_connect';
const named = 3;
const week = 7 * 86_400;

/** The setting is off on every fresh system of the Red Hat family, also where PHP does not run under the policy: what PHP reaches decides. */
export default defineCheck({
  id: 'selinux-denies-network',
  area: 'license',
  title: { pass: 'SELinux lets PHP connect to other servers', fail: 'SELinux keeps PHP from connecting to other servers' },
  causes: ['selinux-denies-network'],
  needs: ['host.selinux'],
  wants: ['license.from-php'],
  judge({ 'host.selinux': selinux, 'license.from-php': php }, see) {
    const mode = see('host.selinux', 'SELinux', selinux.mode);
    if (selinux.mode !== 'enforcing') return pass([mode]);
    const allowed = selinux.booleans[setting];
    const switched = allowed === undefined ? [] : [see('host.selinux', setting, allowed ? 'on' : 'off', { want: 'on' })];
    if (allowed === true) return pass([mode, ...switched]);
    const asked = php.ok ? [...php.value.servers, ...php.value.controls] : [];
    if (asked.some(curlReached)) return pass([mode, ...switched], { note: 'the web PHP does reach other servers' });
    const denied = deniedConnections(selinux).filter(({ lastAgeSeconds }) => lastAgeSeconds < week);
    const lines = denied.slice(0, named).map(({ port, sourceType, count, lastAgeSeconds }) =>
      see('host.selinux', `Denied (${timesOf(count)}, last ${formatSeconds(lastAgeSeconds)} ago)`, `${sourceType} to port ${port}`, {
        want: 'nothing denied',
        source: '/var/log/audit/audit.log',
      }),
    );
    const said = { cause: 'selinux-denies-network', subject: setting } as const;
    // "Failed to connect" (7) is what PHP's curl makes of EACCES; a name that is not found or a time-out is no denial.
    const refused = asked.filter(({ errno }) => errno === 7);
    if (asked.length > 0 && refused.length === asked.length && (denied.length > 0 || allowed === false)) {
      const tried = refused.slice(0, named).map((one) => see('license.from-php', one.url, describeCurl(one), { want: 'an answer' }));
      return fail({ ...said, confidence: denied.length > 0 ? 'proved' : 'likely', evidence: [mode, ...switched, ...lines, ...tried] });
    }
    if (!php.ok && denied.length > 0) return warn({ ...said, confidence: 'likely', evidence: [mode, ...switched, ...lines] });
    if (!php.ok && selinux.unread !== null) return skip(`whether PHP may connect could not be seen: ${selinux.unread}`);
    return pass([mode, ...switched], { note: 'no connection to a server outside was denied lately' });
  },
});
