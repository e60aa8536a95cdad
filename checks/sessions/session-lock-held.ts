import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { formatSeconds } from '../../src/logic/amounts.js';
import { isWithin } from '../../src/logic/session-path.js';

const named = 3;

/** A slow page is as likely as one that hangs, and the look is short: never more than a warning. */
export default defineCheck({
  id: 'session-lock-held',
  area: 'sessions',
  title: { pass: 'No request waits for another one’s session', fail: 'Requests wait for a session that another one keeps locked' },
  causes: ['session-lock-held'],
  needs: ['requests.locks'],
  wants: ['sessions.store', 'install.extensions'],
  judge({ 'requests.locks': locks, 'sessions.store': store, 'install.extensions': parts }, see) {
    const none = () => pass([see('requests.locks', 'Requests that wait for a session', 0)]);
    if (locks.waits.length === 0) return none();
    if (!store.ok) return skip(`requests wait for sessions, and whether they are of this site was not seen: ${store.why}`);
    const folder = store.value.files;
    // Of a machine with many sites only this one's folder counts.
    const waits = locks.waits.filter(({ folder: at }) => folder !== null && [folder.path, folder.seenAt].some((own) => isWithin(at, own)));
    const [first] = waits;
    if (folder === null || !first) return none();
    return warn({
      cause: 'session-lock-held',
      subject: first.holderPid === null ? first.folder : `process ${first.holderPid}`,
      // Where sites share a folder it may be another one's session.
      confidence: folder.sticky ? 'possible' : 'likely',
      evidence: [
        ...waits.slice(0, named).map((one) =>
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
