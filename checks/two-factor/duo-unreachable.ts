import { duoAccounts, duoNotAsked } from '../../src/logic/duo.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { describeCurl, isBundleFault } from '../../src/logic/php-reach.js';
import { hostOf } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'duo-unreachable',
  area: 'two-factor',
  title: { pass: 'Duo is reached', fail: 'Duo is not reached from this server' },
  causes: ['duo-unreachable'],
  needs: [],
  wants: ['duo.health', 'duo.setup', 'providers.from-php', 'operator.place'],
  judge({ 'duo.health': health, 'duo.setup': setup, 'providers.from-php': php, 'operator.place': place }, see) {
    if (place.ok && !place.value.onServer) return skip('whether the site’s server reaches Duo is not seen from another machine');
    const answer = health.ok ? health.value.answer : null;
    const fromHere =
      health.ok && answer !== null
        ? [see('duo.health', 'From the shell', answer.reached ? 'reached' : `${answer.code} (${answer.stage})`, { want: 'reached' })]
        : [];
    const seen = php.ok ? php.value.reaches.find(({ provider }) => provider === 'duo')?.seen : undefined;
    // Duo's library brings its own authorities: what PHP's store does not know says nothing about it.
    const telling = seen !== undefined && !isBundleFault(seen) ? seen : null;
    if (telling !== null) {
      const evidence = [see('providers.from-php', hostOf(telling.url), describeCurl(telling), { want: 'an answer' }), ...fromHere];
      if (telling.errno === 0) return pass(evidence);
      return fail({ cause: 'duo-unreachable', subject: hostOf(telling.url), confidence: 'proved', evidence });
    }
    if (health.ok && answer !== null) {
      if (answer.reached) return pass(fromHere, { note: 'from the shell; whether the web PHP reaches it was not seen' });
      return fail({ cause: 'duo-unreachable', subject: health.value.host, confidence: 'likely', evidence: fromHere });
    }
    if (setup.ok && duoAccounts(setup.value) === 0) return pass([], { note: 'nobody uses Duo Security' });
    if (!health.ok && health.gap !== 'disabled') return gapJudgement(health);
    return skip(health.ok ? 'the keys have not the form of keys, so Duo was not asked: see duo-key-malformed' : duoNotAsked);
  },
});
