import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { faultOfMemory, faultOfServer, faultOfTrial } from '../../src/logic/session-server.js';

export default defineCheck({
  id: 'session-server-failing',
  area: 'sessions',
  title: { pass: 'The server that keeps the sessions works', fail: 'The server that keeps the sessions does not work' },
  causes: [
    'session-server-unreachable',
    'session-server-refusing',
    'session-server-full',
    'session-server-read-only',
    'session-server-misaddressed',
  ],
  needs: ['sessions.store'],
  judge({ 'sessions.store': store }, see) {
    const server = store.remote;
    if (!server) return skip(`sessions are kept by the handler ${store.handler}, not by Redis or Memcached`);
    const { trial } = store;
    const place = see('sessions.store', 'Session server', `${server.kind} at ${server.address}`, {
      source: `session.save_path (${store.way})`,
    });
    // PHP's own session went there and came back: only what loses sessions now and then is left to find.
    const fault = trial?.persisted ? sometimes(faultOfMemory(server)) : (faultOfServer(server) ?? (trial ? faultOfTrial(trial) : null));
    if (fault) {
      return (fault.sometimes ? warn : fail)({
        cause: fault.cause,
        subject: server.address,
        confidence: trial && !trial.persisted && !fault.sometimes ? 'proved' : 'likely',
        ...(fault.sometimes ? { title: 'The server that keeps the sessions runs out of memory' } : {}),
        evidence: [place, see('sessions.store', fault.label, fault.saw, { want: fault.want, source: server.address })],
      });
    }
    if (trial && !trial.persisted) {
      return unknown(`PHP’s own trial session failed: ${trial.errors.join('; ').slice(0, 300) || 'what was written was gone'}`, {
        settle: 'Look up this message in PHP’s log.',
        subject: server.address,
      });
    }
    return pass([place, see('sessions.store', trial ? 'A session of PHP’s own' : 'Connection', trial ? 'kept' : 'answered')], {
      subject: server.address,
    });
  },
});

/** A store that took PHP's session is not full now, whatever its numbers say. */
function sometimes<T extends object>(fault: T | null): (T & { readonly sometimes: true }) | null {
  return fault && { ...fault, sometimes: true };
}
