/**
 * The database lives in another zone than PHP, and it shows in WHMCS's own records. That the zones differ is common and harmless where PHP
 * writes every time itself: alone it is only a remark.
 */
import { defineCheck, pass, skip, warn, type DatabaseConnection, type DatabaseZone } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { offsetsOf } from '../../src/logic/php-offsets.js';
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
  wants: ['zone.database', 'zone.system'],
  judge(facts, see) {
    const { 'clock.now': now, 'database.connection': database, 'zone.database': seen, 'php.web': php, 'zone.system': code } = facts;
    if (php.utcOffsetSeconds === null)
      return skip("the web PHP's offset is seen only where PHP itself can be asked: over FastCGI or with --web-probe");
    const offsets = offsetsOf('web', { ok: true, value: php }, code, now.epochMs) ?? [];
    // Of several that code leaves possible, one that explains what is stored is enough.
    const quiet = offsets.find((offset) => Math.abs(database.utcOffsetSeconds - offset) < leastSeconds);
    const silent = quiet ?? (seen.ok ? offsets.find((offset) => shown(seen.value, database, offset, now.epochMs) === null) : undefined);
    const site = silent ?? offsets[0];
    if (site === undefined) return skip('code of the install sets a time zone that cannot be read from it');
    const ahead = database.utcOffsetSeconds - site;
    const zone = `${database.sessionTimeZone} (${database.systemTimeZone}), now ${utcOffset(database.utcOffsetSeconds)}`;
    const zones = [
      see('database.connection', "The database's time zone", zone),
      see('php.web', "The site's time zone", `now ${utcOffset(site)}`),
    ];
    if (quiet !== undefined) return pass(zones);
    if (!seen.ok) return gapJudgement(seen);
    const apart = `its zone is ${hours(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} PHP's`;
    if (seen.value.examined === 0) return skip(`${apart}, which is harmless as such, and no record is there in which it could show`);
    const proof = shown(seen.value, database, site, now.epochMs);
    if (proof === null) return pass(zones, { note: `${apart}, which shows in no record that was looked at` });
    return warn({
      cause: 'database-time-zone-differs',
      subject: database.where,
      confidence: 'likely',
      title: `The database stamps WHMCS's records ${hours(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} PHP`,
      evidence: [see('zone.database', proof.label, proof.seen, { source: 'tbladminlog.lastvisit', ...proof.want }), ...zones],
    });
  },
});

/** Where the difference shows, if PHP is `site` seconds east of UTC; null: nowhere. */
function shown(records: DatabaseZone, database: DatabaseConnection, site: number, nowMs: number) {
  const ahead = database.utcOffsetSeconds - site;
  const fits = (seconds: number): boolean => seconds >= leastSeconds && seconds <= Math.abs(ahead) + graceSeconds;
  const before = ahead < 0 ? records.visitsBefore.filter(fits) : [];
  if (before.length > 0)
    return { label: 'Visits of administrators recorded before their own log-in', seen: before.length, want: { want: 0 } } as const;
  const latest = localMoment(records.latestVisit ?? '');
  const inFuture = latest === null ? 0 : latest / 1000 - (nowMs / 1000 + site);
  if (ahead <= 0 || !fits(inFuture)) return null;
  return { label: 'Latest visit of an administrator', seen: `${hours(inFuture)} in the future`, want: {} } as const;
}
