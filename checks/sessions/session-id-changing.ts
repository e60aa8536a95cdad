import { defineCheck, pass, skip, unknown, warn } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { persistence } from '../../src/logic/session-persistence.js';

export default defineCheck({
  id: 'session-id-changing',
  area: 'sessions',
  title: { pass: 'A visitor’s session keeps its id', fail: 'A visitor’s session gets another id with every request' },
  causes: ['session-id-changing'],
  needs: [],
  wants: ['http.sessions', 'install.extensions'],
  judge({ 'http.sessions': seen, 'install.extensions': parts }, see) {
    if (!seen.ok) return gapJudgement(seen);
    const said = persistence(seen.value);
    if (said.state !== 'kept') return skip('whether a session lasts at all is judged by session-not-persisting');
    const ids = see('http.sessions', 'Session id, request by request', seen.value.rounds.map(({ id }) => id ?? '-').join(' '), {
      want: 'the same letter',
      source: seen.value.url,
    });
    if (!said.rotating) return pass([ids]);
    // The comparison with strangers comes last: before it a page from a cache looks the same.
    if (seen.partial !== undefined) return unknown('the look at the sessions was not finished', { subject: seen.value.url });
    const token = see('http.sessions', 'CSRF token, request by request', 'the same: the session is carried over');
    return warn({
      cause: 'session-id-changing',
      subject: seen.value.url,
      confidence: 'likely',
      evidence: [ids, token, ...changedLast(parts, see)],
    });
  },
});
