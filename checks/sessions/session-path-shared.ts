import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { formatSeconds } from '../../src/logic/amounts.js';
import { unreadJudgement } from '../../src/logic/gap.js';

const named = 5;

export default defineCheck({
  id: 'session-path-shared',
  area: 'sessions',
  title: {
    pass: 'No other PHP application removes the sessions of WHMCS early',
    fail: 'Another PHP application removes the sessions of WHMCS early',
  },
  causes: ['session-path-shared-shorter-lifetime'],
  needs: ['sessions.store', 'sessions.sharing', 'operator.thresholds'],
  judge({ 'sessions.store': store, 'sessions.sharing': sharing, 'operator.thresholds': limits }, see) {
    if (store.handler !== 'files') return skip(`sessions are kept by the handler ${store.handler}, not in a folder`);
    const own = store.lifetimeSeconds ?? limits.sessionLifetimeMs / 1000;
    // Whoever collects deletes every old file of the folder by his own lifetime; who never collects does no harm.
    const shorter = sharing.others
      .filter((other) => other.collects && other.lifetimeSeconds < own)
      .toSorted((a, b) => a.lifetimeSeconds - b.lifetimeSeconds);
    const [shortest] = shorter;
    if (!shortest) {
      const unseen = unreadJudgement(sharing.unread, sharing.path);
      if (unseen) return unseen;
      return pass([see('sessions.sharing', 'Others with sessions in this folder', sharing.others.length, { source: sharing.path })]);
    }
    return warn({
      cause: 'session-path-shared-shorter-lifetime',
      subject: sharing.path,
      confidence: store.way === 'static' ? 'possible' : 'likely',
      title: `Another PHP application removes the sessions of WHMCS after ${formatSeconds(shortest.lifetimeSeconds)}`,
      evidence: [
        see('sessions.store', 'Lifetime of WHMCS’s sessions', formatSeconds(own)),
        ...shorter.slice(0, named).map((other) =>
          see('sessions.sharing', 'Lifetime of another application', formatSeconds(other.lifetimeSeconds), {
            want: `at least ${formatSeconds(own)}`,
            source: other.where,
          }),
        ),
      ],
    });
  },
});
