import { defineCheck, fail, pass, warn } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { formatSeconds } from '../../src/logic/amounts.js';
import { isWithin } from '../../src/logic/session-path.js';

/** One visitor with several pages open makes two or three wait; more mean that he keeps trying. */
const many = 3;

export default defineCheck({
  id: 'session-lock-held',
  area: 'sessions',
  title: { pass: 'No request waits for another one’s session', fail: 'Requests wait for a session that another one keeps locked' },
  causes: ['session-lock-held'],
  needs: ['requests.locks'],
  wants: ['sessions.store', 'install.extensions'],
  judge({ 'requests.locks': locks, 'sessions.store': store, 'install.extensions': parts }, see) {
    const folder = store.ok ? store.value.files : null;
    // Of a machine with many sites only this one's folder counts.
    const waits = locks.waits.filter(({ folder: at }) =>
      store.ok ? folder !== null && [folder.path, folder.seenAt].some((own) => isWithin(at, own)) : true,
    );
    const [first] = waits;
    if (!first) return pass([see('requests.locks', 'Requests that wait for a session', 0)]);
    const waiting = waits.reduce((sum, one) => sum + one.waiting, 0);
    const shared = !folder || folder.sticky;
    return (waiting >= many ? fail : warn)({
      cause: 'session-lock-held',
      subject: first.holderPid === null ? first.folder : `process ${first.holderPid}`,
      confidence: shared ? 'likely' : 'proved',
      evidence: [
        ...waits.slice(0, many).map((one) =>
          see('requests.locks', `Waiting for at least ${formatSeconds(locks.watchedSeconds)}`, `${one.waiting} requests`, {
            want: 'none',
            source: `${one.folder}${one.holderPid === null ? '' : `, locked by process ${one.holderPid}`}`,
          }),
        ),
        ...changedLast(parts, see),
      ],
    });
  },
});
