/** A ban on an address that is not one visitor's: failed log-ins that came through a proxy end in a ban of the proxy, and of everybody behind it. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { passedInPhp } from '../../src/logic/php-time.js';
import { sharedBy, sharedView } from '../../src/knowledge/shared-address.js';

export default defineCheck({
  id: 'shared-address-banned',
  area: 'access',
  title: {
    pass: 'No ban hits an address that many share',
    fail: 'A ban hits an address with which many visitors, or the server itself, arrive',
  },
  causes: ['shared-address-banned'],
  needs: ['access.bans'],
  wants: [
    'php.web',
    'zone.system',
    'clock.now',
    'proxy.front',
    'proxy.ranges',
    'proxy.dns',
    'database.settings',
    'web.server',
    'php.request',
    'database.addresses',
    'net.public-address',
  ],
  judge(facts, see) {
    const { 'access.bans': banned, 'clock.now': now, 'php.web': php, 'zone.system': code } = facts;
    if (!now.ok) return gapJudgement(now);
    const view = sharedView(facts);
    const found = banned.bans.flatMap((ban) => {
      const shared = sharedBy(ban, view);
      const passed = shared === null || ban.expires === null ? 'unsure' : passedInPhp(ban.expires, php, code, now.value.epochMs);
      // Old bans stay in the table; one that may be over by PHP's clock counts only where it would lock everybody out.
      if (shared === null || passed === 'passed' || (passed === 'unsure' && shared.effect !== 'locked')) return [];
      const sure = passed === 'ahead' && shared.confidence !== 'possible';
      const said = {
        cause: 'shared-address-banned',
        subject: ban.pattern.value,
        confidence: sure ? shared.confidence : 'possible',
        title: `A ban hits the address of ${shared.of}`,
        evidence: [
          see('access.bans', 'Banned', `${ban.pattern.value} (${ban.pattern.class})`, { source: 'tblbannedips.ip' }),
          see('access.bans', 'Until', ban.expires ?? 'no time is stored', { source: 'tblbannedips.expires' }),
        ],
      } as const;
      return [sure && shared.effect === 'locked' ? fail(said) : warn(said)];
    });
    if (found.length > 0) return found.slice(0, 10);
    if (!banned.complete) return skip('there are too many bans to read all of them');
    if (banned.unread > 0) return skip(`${banned.unread} of the bans name no address: look at them in Banned IPs`);
    return pass([see('access.bans', 'Banned addresses', banned.total)]);
  },
});
