import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { persistence } from '../../src/logic/session-persistence.js';
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
  wants: ['http.sessions'],
  judge({ 'sessions.store': store, 'http.sessions': visitor }, see) {
    const server = store.remote;
    if (!server) return skip(`sessions are kept by the handler ${store.handler}, not by Redis or Memcached`);
    const { trial } = store;
    const place = see('sessions.store', 'Session server', `${server.kind} at ${server.address}`, {
      source: `session.save_path (${store.way})`,
    });
    // PHP's own session went there and came back: only what loses sessions now and then is left to find.
    // A visitor's session that is kept says the same where PHP was not asked: the server's name or socket may be known to PHP alone.
    const kept = trial?.persisted === true || (trial === null && visitor.ok && persistence(visitor.value).state === 'kept');
    const fault = kept ? sometimes(faultOfMemory(server)) : (faultOfServer(server) ?? (trial ? faultOfTrial(trial) : null));
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
      // The server was never asked: what PHP lacks is another check's to say.
      if (trial.errors.some((error) => error.includes('Cannot find session save handler')))
        return skip(`PHP lacks the extension that talks to ${server.kind}: see session-extension-missing`);
      return unknown(`PHP’s own trial session failed: ${trial.errors.join('; ').slice(0, 300) || 'what was written was gone'}`, {
        settle: 'Look up this message in PHP’s log.',
        subject: server.address,
      });
    }
    const shown = trial
      ? see('sessions.store', 'A session of PHP’s own', 'kept')
      : kept
        ? see('http.sessions', 'Session over several requests', 'kept')
        : see('sessions.store', 'Connection', 'answered');
    return pass([place, shown], { subject: server.address });
  },
});

/** A store that took PHP's session is not full now, whatever its numbers say. */
function sometimes<T extends object>(fault: T | null): (T & { readonly sometimes: true }) | null {
  return fault && { ...fault, sometimes: true };
}
