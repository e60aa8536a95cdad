/** The local time of the site's PHP, as GetAutomationLog tells it, against this machine's clock. */
import { defineProbe, LookFailed } from '../index.js';
import { guaranteedMs, type Interval } from '../logic/clock-interval.js';
import { orNull } from '../logic/or-null.js';
import { siteOffset } from '../logic/site-offset.js';
import { localMoment } from '../logic/time-zone.js';
import { automationTimes } from '../parse/api-records.js';
import { apiTouch, askApi } from './api-ask.js';
import { trueTime } from './clock-offset.js';

export default defineProbe({
  fact: 'api.clock',
  vantage: 'api',
  title: "the site's own time",
  needs: ['api.session'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [
    apiTouch('GetAutomationLog'),
    {
      kind: 'contact',
      what: 'endpoints.time, only where the site’s clock and this machine’s differ',
      covers: ['* <endpoints.time>', 'udp <endpoints.time> *'],
    },
  ],
  async observe(look) {
    const { host, have, options, signal } = look;
    const { fields, sentAt, receivedAt } = await askApi({ host, options, signal }, have['api.session'], 'GetAutomationLog', {}, true);
    const local = automationTimes(fields).now;
    const stamp = local === null ? null : localMoment(local);
    if (local === null || stamp === null) {
      throw new LookFailed('malformed', "the API's answer to GetAutomationLog does not tell the site's time (currentDatetime)");
    }
    // Whole seconds, cut off, written between sending and receiving.
    const raw = { lowMs: sentAt - stamp - 1000, highMs: receivedAt - stamp };
    const { utcOffsetSeconds, behind } = siteOffset(raw);
    // Which of the two is wrong is asked only where they differ.
    const reference = guaranteedMs(behind) === 0 ? null : ((await orNull(trueTime(look)))?.value.interval ?? null);
    return {
      value: { local, utcOffsetSeconds, behind, reference: reference satisfies Interval | null },
      source: 'GetAutomationLog, currentDatetime',
    };
  },
});
