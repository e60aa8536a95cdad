/** Mails stand in the queue for longer than its cron job leaves them there. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';

/** The job runs every five minutes; some let it run every hour. */
const patienceSeconds = 2 * 3600;

export default defineCheck({
  id: 'mails-waiting',
  area: 'mail',
  title: { pass: 'No mail waits to be sent', fail: 'Mails have been waiting to be sent for hours' },
  causes: ['mail-queue-stalled'],
  needs: ['mail.outbox'],
  judge({ 'mail.outbox': { waiting, hasStates, sent, clock, days, of } }, see) {
    if (!hasStates) return skip('this version of WHMCS keeps no queue of mails in tblemails');
    const evidence = [
      see('mail.outbox', 'Mails waiting', waiting.count, { want: 0 }),
      ...(waiting.oldestAgeSeconds === null
        ? []
        : [
            see('mail.outbox', 'The oldest has waited for at least', `${(waiting.oldestAgeSeconds / 3600).toFixed(1)} hours`, {
              want: 'minutes',
            }),
          ]),
      ...(waiting.retried === 0 ? [] : [see('mail.outbox', 'Tried before', waiting.retried)]),
    ];
    if ((waiting.oldestAgeSeconds ?? 0) > patienceSeconds) {
      // The database's clock may be hours from PHP's, which wrote the times.
      const confidence = clock === 'php' ? 'likely' : 'possible';
      return warn({ cause: 'mail-queue-stalled', subject: 'mail queue', confidence, evidence });
    }
    if (waiting.count > 0 && clock === 'unknown') return skip('mails are waiting, and for how long cannot be said without a clock');
    if (sent === 0 && waiting.count === 0) return skip(`no mail was logged in the last ${days} days`);
    return pass(evidence, of === undefined ? {} : { subject: of.value });
  },
});
