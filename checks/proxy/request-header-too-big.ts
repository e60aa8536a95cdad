/** The web server turns a browser away whose cookies are too large: only its log says so, and only at the level info. */
import { defineCheck, pass, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { ownerOf } from '../../src/logic/log-host.js';
import { logLine, recentMessage } from '../../src/logic/session-log.js';
import { httpUrl } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'request-header-too-big',
  area: 'proxy',
  title: {
    pass: 'No browser is known to send more cookies than the web server takes',
    fail: 'A browser sent more cookies than the web server takes',
  },
  causes: ['request-header-too-big'],
  needs: [],
  wants: ['logs.web', 'site.url'],
  judge({ 'logs.web': logs, 'site.url': site }, see) {
    if (!logs.ok) return gapJudgement(logs);
    const hit = recentMessage(logs, 'request-header-too-big');
    const host = site.ok ? (httpUrl(site.value.url)?.hostname ?? null) : null;
    if (!hit) return pass();
    // Of a log that many sites share nobody can say whose visitor it was.
    if (ownerOf(hit, host) !== 'own')
      return pass([], { note: 'some were turned away, and the line does not say that it was at this site' });
    return warn({
      cause: 'request-header-too-big',
      subject: hit.source,
      confidence: 'possible',
      evidence: [logLine('logs.web', hit, see)],
    });
  },
});
