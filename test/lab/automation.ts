/** What WHMCS records of its cron: the rows of tblconfiguration and the entries of the activity log. */
import { runSql } from './database.js';

/** "Y-m-d H:i:s" by the clock of the lab's PHP, which is in UTC where nothing else is said, some hours ago. */
export function stamp(hoursAgo: number, zone = 'UTC', now = Date.now()): string {
  const wanted = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv-SE', wanted).format(now - hoursAgo * 3_600_000);
}

/** The last daily run and the last run of all, so many hours ago. */
export async function cronRan(dailyHoursAgo: number, hoursAgo: number, zone = 'UTC', now = Date.now()): Promise<void> {
  await runSql(`DELETE FROM tblactivitylog WHERE description LIKE 'Cron Job%'`);
  const rows = [
    ['lastDailyCronInvocationTime', stamp(dailyHoursAgo, zone, now)],
    ['lastCronInvocationTime', stamp(hoursAgo, zone, now)],
    ['DailyCronExecutionHour', '09'],
  ];
  await runSql('DELETE FROM tblconfiguration WHERE setting IN (?)', [rows.map(([name]) => name)]);
  await runSql('INSERT INTO tblconfiguration (setting, value) VALUES ?', [rows]);
  await runSql("INSERT INTO tblactivitylog (date, description, user) VALUES (?, 'Cron Job: Starting', 'System')", [
    stamp(hoursAgo, zone, now),
  ]);
}
