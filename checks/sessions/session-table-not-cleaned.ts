import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { formatSeconds } from '../../src/logic/amounts.js';
import { describeDice, mostSessionRows, phpDefaultLifetime, rowsDefied, rowsPileUp } from '../../src/logic/session-cleaning.js';

/** PHP calls the handler’s own clean-up by the same dice as that of files: SessionHandlerInterface::gc() */
export default defineCheck({
  id: 'session-table-not-cleaned',
  area: 'sessions',
  title: { pass: 'Old sessions do not pile up in the database', fail: 'Old sessions stay in the database' },
  causes: ['session-table-not-cleaned'],
  needs: ['sessions.store', 'sessions.cleaner'],
  judge({ 'sessions.store': store, 'sessions.cleaner': cleaner }, see) {
    if (store.handler !== 'database') return skip(`sessions are kept by the handler ${store.handler}, not in the database`);
    const table = store.database;
    if (!table || table.staleRows === null) return skip('the rows of the session table could not be counted from here');
    const life = store.lifetimeSeconds ?? phpDefaultLifetime;
    const stale = (table.rows ?? 0) < mostSessionRows ? table.staleRows : `at least ${table.staleRows}`;
    const evidence = [
      see('sessions.store', 'Rows past their lifetime', stale, { want: 0, source: 'tblsessions.last_activity' }),
      ...(table.oldestSeconds === null
        ? []
        : [see('sessions.store', 'Age of the oldest', formatSeconds(table.oldestSeconds), { want: `about ${formatSeconds(life)}` })]),
      see('sessions.cleaner', 'PHP’s own clean-up', describeDice(cleaner.php), {
        want: '1 of 100 requests',
        source: 'session.gc_probability',
      }),
    ];
    const said = { cause: 'session-table-not-cleaned', subject: 'tblsessions', evidence } as const;
    const { probability, divisor, blocked, unseen } = cleaner.php;
    if (unseen === true && rowsPileUp(table, life))
      return unknown(`how often PHP cleans could not be seen: ${blocked}`, {
        settle: 'Name the PHP-FPM listener of the site with --fpm, so that PHP can be asked.',
        subject: 'tblsessions',
      });
    if (probability <= 0 || divisor <= 0) return rowsPileUp(table, life) ? fail({ ...said, confidence: 'proved' }) : pass(evidence);
    return rowsDefied(table, life, divisor / probability)
      ? warn({ ...said, confidence: 'likely', title: 'Old sessions stay in the database, although PHP should remove them' })
      : pass(evidence);
  },
});
