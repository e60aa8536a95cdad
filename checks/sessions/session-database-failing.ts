import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';
import { persistence } from '../../src/logic/session-persistence.js';

export default defineCheck({
  id: 'session-database-failing',
  area: 'sessions',
  title: { pass: 'The database can keep the sessions', fail: 'The database cannot keep the sessions' },
  causes: ['session-database-unreachable', 'session-table-missing'],
  needs: ['sessions.store'],
  wants: ['http.sessions'],
  judge({ 'sessions.store': store, 'http.sessions': visitor }, see) {
    const table = store.database;
    if (!table) return skip(`sessions are kept by the handler ${store.handler}, not in the database`);
    const seen = visitor.ok ? persistence(visitor.value).state : 'unclear';
    if (seen === 'kept') return pass([see('http.sessions', 'Session over several requests', 'kept', { want: 'kept' })]);
    const broken = seen === 'lost' || seen === 'failing';
    if (!table.reachable) {
      return fail({
        cause: 'session-database-unreachable',
        subject: '$session_handling',
        confidence: broken ? 'proved' : 'likely',
        evidence: [
          see('sessions.store', 'Connection with the values of $session_handling', table.error ?? 'none', {
            want: 'accepted',
            source: 'configuration.php',
          }),
        ],
      });
    }
    if (table.table) return pass([see('sessions.store', 'Session table', 'there', { source: 'tblsessions' })]);
    const missing = see('sessions.store', 'Session table', 'missing', { want: 'there', source: 'tblsessions' });
    // The table's name is documented nowhere and may change: its absence alone proves nothing.
    return broken
      ? fail({ cause: 'session-table-missing', subject: 'tblsessions', confidence: 'likely', evidence: [missing] })
      : unknown('the database has no table tblsessions, and whether sessions work could not be seen as a visitor', {
          settle: 'Give the address of the site with --url, so that the login page can be opened.',
          subject: 'tblsessions',
        });
  },
});
