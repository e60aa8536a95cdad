/**
 * The database lives in another zone than PHP, and it shows in WHMCS's own records. That the zones differ is common and harmless where PHP
 * writes every time itself: alone it is only a remark.
 */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { hours, localMoment, utcOffset } from '../../src/logic/time-zone.js';

const leastSeconds = 14 * 60;
/** What a slow log-in adds. */
const graceSeconds = 120;

export default defineCheck({
  id: 'database-time-zone-differs',
  area: 'clock',
  title: {
    pass: "The database's time zone disturbs no record of WHMCS",
    fail: "The database stamps WHMCS's records in another time zone than PHP",
  },
  causes: ['database-time-zone-differs'],
  needs: ['clock.now', 'database.connection', 'php.web'],
  wants: ['zone.database'],
  judge({ 'clock.now': now, 'database.connection': database, 'zone.database': seen, 'php.web': php }, see) {
    if (php.utcOffsetSeconds === null)
      return skip("the web PHP's offset is seen only where PHP itself can be asked: over FastCGI or with --web-probe");
    const ahead = database.utcOffsetSeconds - php.utcOffsetSeconds;
    const zones = [
      see(
        'database.connection',
        "The database's time zone",
        `${database.sessionTimeZone} (${database.systemTimeZone}), now ${utcOffset(database.utcOffsetSeconds)}`,
      ),
      see('php.web', "The site's time zone", `now ${utcOffset(php.utcOffsetSeconds)}`),
    ];
    if (Math.abs(ahead) < leastSeconds) return pass(zones);
    if (!seen.ok) return gapJudgement(seen);
    const records = seen.value;
    if (records.examined === 0)
      return skip(`its zone is ${hours(ahead)} apart from PHP's, which is harmless as such, and no record is there in which it could show`);
    const fits = (seconds: number): boolean => seconds >= leastSeconds && seconds <= Math.abs(ahead) + graceSeconds;
    const latest = localMoment(records.latestVisit ?? '');
    const inFuture = latest === null ? 0 : latest / 1000 - (now.epochMs / 1000 + php.utcOffsetSeconds);
    const before = ahead < 0 ? records.visitsBefore.filter(fits) : [];
    if (before.length === 0 && !(ahead > 0 && fits(inFuture)))
      return pass(zones, {
        note: `its zone is ${hours(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} PHP's, which shows in no record that was looked at`,
      });
    const proof =
      before.length > 0
        ? see('zone.database', 'Visits of administrators recorded before their own log-in', before.length, {
            want: 0,
            source: 'tbladminlog.lastvisit',
          })
        : see('zone.database', 'Latest visit of an administrator', `${hours(inFuture)} in the future`, { source: 'tbladminlog.lastvisit' });
    return warn({
      cause: 'database-time-zone-differs',
      subject: database.where,
      confidence: 'likely',
      title: `The database stamps WHMCS's records ${hours(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} PHP`,
      evidence: [proof, ...zones],
    });
  },
});
