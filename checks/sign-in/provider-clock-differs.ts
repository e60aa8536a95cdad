import { guaranteedMs } from '../../src/logic/clock-interval.js';
import { duration } from '../../src/logic/clock-rule.js';
import { duoToleratesMs } from '../../src/logic/duo.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { refusesClock } from '../../src/logic/twitter-answer.js';
import { defineCheck, fail, pass, skip, warn, type DuoHealth, type Judgement, type See, type TwitterCallback } from '../../src/index.js';

export default defineCheck({
  id: 'provider-clock-differs',
  area: 'sign-in',
  title: { pass: "No provider's clock is far from this machine's", fail: "A provider does not accept this machine's clock" },
  causes: ['provider-clock-differs'],
  needs: [],
  wants: ['social.twitter', 'duo.health', 'operator.place'],
  judge({ 'social.twitter': twitter, 'duo.health': duo, 'operator.place': place }, see) {
    if (place.ok && !place.value.onServer)
      return skip('the providers compare with the clock of this machine, which is not the site’s server');
    const said = [...(twitter.ok ? [ofX(twitter.value, see)] : []), ...(duo.ok ? ofDuo(duo.value, see) : [])];
    if (said.length > 0) return said;
    if (!twitter.ok && twitter.gap !== 'disabled') return gapJudgement(twitter);
    if (!duo.ok && duo.gap !== 'disabled') return gapJudgement(duo);
    return skip('no provider was asked that tells its time: that needs the keys of X or of Duo Security in the environment');
  },
});

/** X says so itself; its Date shows by how much. */
function ofX(answer: TwitterCallback, see: See<'social.twitter'>): Judgement {
  const byMs = answer.clock === null ? null : guaranteedMs(answer.clock);
  const clock = byMs === null ? [] : [see('social.twitter', "X's clock", describe(byMs), { want: "this machine's" })];
  if (!refusesClock(answer)) return pass(clock, { subject: 'X' });
  return fail({
    cause: 'provider-clock-differs',
    subject: 'X',
    confidence: 'proved',
    title: "X refuses this machine's clock (code 135)",
    evidence: [see('social.twitter', "X's answer", `HTTP ${answer.status}, code 135`, { want: 'a request token' }), ...clock],
  });
}

function ofDuo({ answer }: DuoHealth, see: See<'duo.health'>): readonly Judgement[] {
  if (answer?.reached !== true || answer.clock === null) return [];
  const byMs = guaranteedMs(answer.clock);
  const evidence = [see('duo.health', "Duo's clock", describe(byMs), { want: `at most ${duration(duoToleratesMs)} away` })];
  if (Math.abs(byMs) <= duoToleratesMs) return [pass(evidence, { subject: 'Duo Security' })];
  const title = `Duo's clock is ${describe(byMs)}: Duo's library allows ${duration(duoToleratesMs)}`;
  // Of a server ahead, Duo accepted what it signed just now; how much it allows there is not documented.
  return [
    (byMs > 0 || answer.stat !== 'OK' ? fail : warn)({
      cause: 'provider-clock-differs',
      subject: 'Duo Security',
      confidence: byMs > 0 ? 'proved' : 'likely',
      title,
      evidence,
    }),
  ];
}

/** @param byMs the provider's clock minus this machine's */
function describe(byMs: number): string {
  return byMs === 0 ? "as this machine's" : `at least ${duration(byMs)} ${byMs > 0 ? 'ahead of' : 'behind'} this machine's`;
}
