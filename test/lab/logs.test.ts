/** What happened before the look: known messages in the logs of real PHP, web servers and the database. */
import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectHealthy, firstCause, runDoctor, type DoctorRun } from './doctor.js';
import { Lab } from './lab.js';
import { site } from './names.js';

const seenOf = (run: DoctorRun, problem: string) => run.report.problems.find(({ id }) => id === problem)?.seen ?? [];

describe.each(['nginx', 'apache-fpm'] as const)('%s', (web) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ web });
  });
  afterAll(async () => {
    await lab.stop();
  });

  test('a session folder that was closed for a while: evidence while it is, and told when it is over', async () => {
    await lab.php({ error_log: `${lab.root}/error_log`, log_errors: '1' });
    await chmod(lab.sessionFolder, 0o000);
    await lab.visitor().open(`${site.url}index.php?rp=/login`);
    const sick = await runDoctor(lab);
    expect(firstCause(sick.report)).toBe('session-path-denied');
    const said = sick.report.findings.find(({ cause }) => cause === 'session-path-denied')?.evidence.map(({ saw }) => String(saw));
    expect(said?.join('\n')).toMatch(/PHP was not permitted to open a session file: (?:once|\d+ times), last 20/);
    await chmod(lab.sessionFolder, 0o700);
    const healed = await runDoctor(lab);
    expectHealthy(healed);
    const [newest] = seenOf(healed, 'login-redirect-loops');
    expect(newest?.what).toMatch(/session/);
    expect(newest?.lastAgeSeconds).toBeLessThan(60);
  });

  test('what PHP writes to standard error, the web server keeps', async () => {
    await lab.php({ error_log: null, log_errors: '1' });
    await chmod(lab.sessionFolder, 0o000);
    await lab.visitor().open(`${site.url}index.php?rp=/login`);
    await chmod(lab.sessionFolder, 0o700);
    const run = await runDoctor(lab);
    expectHealthy(run);
    expect(seenOf(run, 'login-redirect-loops').map(({ source }) => source)).toContainEqual(expect.stringMatching(/error/));
  });

  test('the activity log, by the clock of PHP', async () => {
    await lab.php({ 'date.timezone': 'Asia/Tokyo' });
    await lab.sql(`INSERT INTO tblactivitylog (date, description) VALUES (UTC_TIMESTAMP() + INTERVAL 9 HOUR - INTERVAL 10 MINUTE, ?)`, [
      'Remote account linking via Google has failed. Please make sure that the system clock is set properly',
    ]);
    const [told] = seenOf(await runDoctor(lab), 'google-remote-linking-failures');
    expect(told).toMatchObject({ count: 1, source: 'tblactivitylog.description' });
    expect(told?.lastAgeSeconds).toBeGreaterThan(595);
    expect(told?.lastAgeSeconds).toBeLessThan(660);
  });
});
