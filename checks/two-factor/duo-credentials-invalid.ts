import { duoAccounts, duoNotAsked, duoRefusalOf } from '../../src/logic/duo.js';
import { recentHit } from '../../src/logic/duo-log.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

export default defineCheck({
  id: 'duo-credentials-invalid',
  area: 'two-factor',
  title: { pass: 'Duo accepts the keys', fail: 'Duo does not accept the keys' },
  causes: ['duo-credentials-invalid'],
  needs: [],
  wants: ['duo.health', 'duo.setup', 'logs.whmcs'],
  judge({ 'duo.health': health, 'duo.setup': setup, 'logs.whmcs': logs }, see) {
    const logged = recentHit(logs, 'duo-signature');
    const line = logged === null ? [] : [see('logs.whmcs', 'Log', logged.sample, { source: logged.source })];
    if (health.ok) {
      const { host, answer, malformed } = health.value;
      if (malformed.length > 0) return skip('the keys have not the form of keys, so Duo was not asked: see duo-key-malformed');
      if (answer?.reached !== true) return skip('Duo was not reached: see duo-unreachable');
      if (answer.stat === 'OK') return pass([see('duo.health', "Duo's answer", 'OK', { source: host })]);
      const said = answer.message ?? `HTTP ${answer.status}`;
      const refusal = duoRefusalOf(answer.message);
      if (refusal === 'application-type') return pass([], { note: 'Duo knows the keys: see duo-application-type-wrong' });
      if (answer.stat === null || refusal === 'other')
        return unknown(`Duo's answer says neither yes nor no: ${said}`, {
          settle: "Look at the application in the Duo Admin Panel, and at Duo's status page, or look again later.",
        });
      const code = answer.code === null ? '' : ` (code ${answer.code})`;
      return fail({
        cause: 'duo-credentials-invalid',
        subject: host,
        // "The provided client_assertion was invalid" has several causes; a signature that does not verify has one.
        confidence: /signature/i.test(said) ? 'proved' : 'likely',
        evidence: [see('duo.health', "Duo's answer", `${said}${code}`, { want: 'OK', source: host }), ...line],
      });
    }
    if (health.gap !== 'disabled') return gapJudgement(health);
    if (logged !== null)
      return warn({ cause: 'duo-credentials-invalid', subject: 'Duo application', confidence: 'likely', evidence: line });
    if (setup.ok && duoAccounts(setup.value) === 0) return pass([], { note: 'nobody uses Duo Security' });
    const other = recentHit(logs, 'duo-login-failed');
    return skip(other === null ? duoNotAsked : `the log says "${other.sample}" and not why for certain: ${duoNotAsked}`);
  },
});
