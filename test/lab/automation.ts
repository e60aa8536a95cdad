/** What WHMCS records of its cron: the rows of tblconfiguration and the entries of the activity log. */
import { runSql } from './database.js';

/** "Y-m-d H:i:s" in UTC, which is the zone of the lab's PHP, some hours ago. */
export function stamp(hoursAgo: number): string {
  return new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The last daily run and the last run of all, so many hours ago. */
export async function cronRan(dailyHoursAgo: number, hoursAgo: number): Promise<void> {
  await runSql(`DELETE FROM tblactivitylog WHERE description LIKE 'Cron Job%'`);
  await runSql('REPLACE INTO tblconfiguration (setting, value) VALUES ?', [
    [
      ['lastDailyCronInvocationTime', stamp(dailyHoursAgo)],
      ['lastCronInvocationTime', stamp(hoursAgo)],
      ['DailyCronExecutionHour', '09'],
    ],
  ]);
  await runSql("INSERT INTO tblactivitylog (date, description, user) VALUES (?, 'Cron Job: Starting', 'System')", [stamp(hoursAgo)]);
}
