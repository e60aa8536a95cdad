/** Whoever is banned sees no log-in page that works; the ban is of one address, so it is looked up for the one that was named. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { passedInPhp } from '../../src/logic/php-time.js';

export default defineCheck({
  id: 'visitor-banned',
  area: 'access',
  title: { pass: 'The visitor’s address is not banned', fail: 'The visitor’s address is banned' },
  causes: ['visitor-banned'],
  needs: ['operator.report'],
  wants: ['access.bans', 'php.web', 'zone.system', 'clock.now'],
  judge(facts, see) {
    const { 'access.bans': banned, 'php.web': php, 'zone.system': code, 'clock.now': now } = facts;
    const { visitorIp } = facts['operator.report'];
    if (visitorIp === null) return skip('which address the visitor has was not given: --visitor-ip IP');
    if (!banned.ok) return gapJudgement(banned, visitorIp.value);
    if (visitorIp.class === 'invalid') return skip('what --visitor-ip gives is no address of a visitor', visitorIp.value);
    if (!now.ok) return gapJudgement(now, visitorIp.value);
    const met = banned.value.bans
      .filter(({ visitor, pattern }) => visitor || pattern.value === visitorIp.value)
      .map((ban) => ({ ban, passed: ban.expires === null ? 'unsure' : passedInPhp(ban.expires, php, code, now.value.epochMs) }))
      .filter(({ passed }) => passed !== 'passed');
    const hit = met.find(({ passed }) => passed === 'ahead') ?? met[0];
    if (hit === undefined) {
      if (!banned.value.complete) return skip('there are too many bans to read: search for the address in Banned IPs', visitorIp.value);
      const over = banned.value.bans.some(({ visitor }) => visitor) ? 'a ban of it has expired' : undefined;
      return pass([see('access.bans', 'Banned addresses', banned.value.total)], {
        subject: visitorIp.value,
        ...(over === undefined ? {} : { note: over }),
      });
    }
    const { ban, passed } = hit;
    const sure = passed === 'ahead' && ban.form !== 'range';
    const said = {
      cause: 'visitor-banned',
      subject: visitorIp.value,
      confidence: sure ? 'likely' : 'possible',
      evidence: [
        see('access.bans', 'Banned', ban.pattern.value, { source: 'tblbannedips.ip' }),
        see('access.bans', 'Until', ban.expires ?? 'no time is stored', {
          want: 'over, by PHP’s clock and zone',
          source: 'tblbannedips.expires',
        }),
        ...(ban.reason === 'failed-logins' ? [see('access.bans', 'Reason', 'failed log-ins', { source: 'tblbannedips.reason' })] : []),
      ],
    } as const;
    return sure ? fail(said) : warn(said);
  },
});
