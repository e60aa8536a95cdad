import { duoAccounts, duoNotAsked, duoRefusalOf } from '../../src/logic/duo.js';
import { recentHit } from '../../src/logic/duo-log.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

export default defineCheck({
  id: 'duo-application-type-wrong',
  area: 'two-factor',
  title: { pass: "Duo's application has the right type", fail: "Duo's application is not of the type Web SDK" },
  causes: ['duo-application-type-wrong'],
  needs: [],
  wants: ['duo.health', 'duo.setup', 'logs.whmcs'],
  judge({ 'duo.health': health, 'duo.setup': setup, 'logs.whmcs': logs }, see) {
    const logged = recentHit(logs, 'duo-frameless');
    const line = logged === null ? [] : [see('logs.whmcs', 'Log', logged.sample, { source: logged.source })];
    if (health.ok) {
      const { host, answer, malformed } = health.value;
      if (malformed.length > 0) return skip('the keys have not the form of keys, so Duo was not asked: see duo-key-malformed');
      if (answer?.reached !== true) return skip('Duo was not reached: see duo-unreachable');
      const said = see('duo.health', "Duo's answer", answer.message ?? `HTTP ${answer.status}`, { want: 'OK', source: host });
      if (answer.stat === 'OK') return pass([see('duo.health', "Duo's answer", 'OK', { source: host })]);
      if (duoRefusalOf(answer.message) === 'application-type')
        return fail({ cause: 'duo-application-type-wrong', subject: host, confidence: 'proved', evidence: [said, ...line] });
      if (answer.stat === 'FAIL') return skip('Duo refuses the keys before it looks at the type: see duo-credentials-invalid');
      return unknown(`Duo's answer cannot be understood: HTTP ${answer.status}`, { settle: 'Look again later.' });
    }
    if (health.gap !== 'disabled') return gapJudgement(health);
    if (logged !== null)
      return warn({ cause: 'duo-application-type-wrong', subject: 'Duo application', confidence: 'likely', evidence: line });
    if (setup.ok && duoAccounts(setup.value) === 0) return pass([], { note: 'nobody uses Duo Security' });
    return skip(duoNotAsked);
  },
});
