/** What WHMCS recorded of its cron, through its API. Crontabs and processes are not shown there. */
import { defineProbe, LookFailed } from '../index.js';
import { cronSettingNames } from '../knowledge/setting-names.js';
import { readCronLog, type LogEntry } from '../logic/cron-log.js';
import { orNull } from '../logic/or-null.js';
import { localMoment } from '../logic/time-zone.js';
import { automationTimes } from '../parse/api-records.js';
import type { ActivityEntry } from '../parse/api-records.js';
import type { CronRun, CronState } from '../model.js';
import { readActivity } from './api-activity.js';
import { apiTouch, askApi, askSettings } from './api-ask.js';

const newestEntries = 400;
/** As far apart as two zones are at least. */
const zoneSeconds = 14 * 60;

export default defineProbe({
  fact: 'cron.state',
  vantage: 'api',
  title: "WHMCS's cron",
  needs: ['api.session'],
  budgetMs: 20_000,
  from: 'outside',
  touches: [
    apiTouch('GetAutomationLog', 'GetActivityLog'),
    {
      ...apiTouch('GetConfigurationValue'),
      sessions: Object.values(cronSettingNames).length,
      what: `${apiTouch('GetConfigurationValue').what} of ${Object.values(cronSettingNames).join(', ')}`,
    },
  ],
  async observe({ host, have, options, signal }) {
    const look = { host, options, signal };
    const session = have['api.session'];
    const { fields } = await askApi(look, session, 'GetAutomationLog', {}, true);
    const times = automationTimes(fields);
    if (times.now === null && times.lastDaily === null)
      throw new LookFailed('malformed', "the API's answer to GetAutomationLog holds neither of its times");
    const [settings, activity] = await Promise.all([
      orNull(askSettings(look, session, [cronSettingNames.lastRun, cronSettingNames.hour])),
      orNull(readActivity(look, session, 2)),
    ]);
    const log = activity === null ? null : readCronLog(activity.entries.slice(0, newestEntries).flatMap(kindOf));
    const lastRun = settings?.get(cronSettingNames.lastRun)?.trim().slice(0, 19) ?? null;
    const runs: readonly CronRun[] = [
      ...(times.lastDaily === null ? [] : [run('daily', times.lastDaily, 'GetAutomationLog, lastDailyCronInvocationTime')]),
      ...(lastRun === null || localMoment(lastRun) === null
        ? []
        : [run('any', lastRun, `GetConfigurationValue, ${cronSettingNames.lastRun}`)]),
      ...(log?.newestCron == null ? [] : [run('any', log.newestCron, 'GetActivityLog, newest "Cron Job"')]),
    ];
    const hour = settings?.get(cronSettingNames.hour)?.trim() ?? '';
    const value: CronState = {
      commands: [],
      daemon: null,
      runs,
      dailyHour: /^\d{1,2}$/.test(hour) ? hour : null,
      log,
      recordsBy: 'api',
      ...aheadOf(times.now, runs),
    };
    return { value, source: 'GetAutomationLog' };
  },
});

function run(what: CronRun['what'], at: string, source: string): CronRun {
  return { what, at, source };
}

function kindOf({ at, text, address }: ActivityEntry): readonly LogEntry[] {
  const by = /^cron job/i.test(text) ? 'cron' : address !== '' ? 'visitor' : null;
  return by === null || at === null ? [] : [{ by, at }];
}

/** A run cannot be later than now: then cron writes in another zone than the site. */
function aheadOf(now: string | null, runs: readonly CronRun[]): Pick<CronState, 'ahead'> {
  const siteTime = now === null ? null : localMoment(now);
  if (now === null || siteTime === null) return {};
  const found = runs
    .map((one) => ({ run: one, seconds: ((localMoment(one.at) ?? siteTime) - siteTime) / 1000, siteTime: now }))
    .sort((a, b) => b.seconds - a.seconds)[0];
  return found !== undefined && found.seconds >= zoneSeconds && found.seconds <= 26 * 3600 ? { ahead: found } : {};
}
