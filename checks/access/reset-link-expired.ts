/** The reset that is pending for the named person has ended. Then WHMCS says so: "expired", and not "invalid". */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { ago } from '../../src/logic/cron-runs.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { localMoment } from '../../src/logic/time-zone.js';

export default defineCheck({
  id: 'reset-link-expired',
  area: 'access',
  title: { pass: "This person's reset link has not expired", fail: "This person's reset link has expired" },
  causes: ['reset-link-expired'],
  needs: ['clock.now', 'reset.request'],
  wants: ['php.web', 'zone.system'],
  judge(facts, see) {
    const { 'clock.now': now } = facts;
    const { tokenPresent, expiry } = facts['reset.request'];
    const subject = 'the person of --user';
    if (!tokenPresent) return skip('no password reset is pending for this person', subject);
    if (expiry === null) return skip('no end is stored for the pending reset', subject);
    // By PHP's clock, which wrote it; where its zone was not seen, in every zone of the world.
    const end = 'local' in expiry ? (localMoment(expiry.local) ?? 0) / 1000 : expiry.epochSeconds;
    const offsets = 'local' in expiry ? recordOffsets(facts, now.epochMs) : [0];
    const past = Math.min(...offsets.map((offset) => now.epochMs / 1000 - (end - offset)));
    const stored = 'local' in expiry ? expiry.local : new Date(end * 1000).toISOString();
    const evidence = [see('reset.request', 'End of the pending reset', stored, { want: 'in the future' })];
    if (past <= 0) return pass(evidence, { subject });
    return warn({
      cause: 'reset-link-expired',
      subject,
      confidence: 'likely',
      title: `This person's reset link expired ${ago(past)} ago: WHMCS says "expired", which is not the "invalid" of the table`,
      evidence,
    });
  },
});
