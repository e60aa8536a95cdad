/** nginx throws an answer away whose headers do not fit its buffer: only its log says so. */
import { defineCheck, fail, pass, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { ownerOf } from '../../src/logic/log-host.js';
import { logLine, recentMessage } from '../../src/logic/session-log.js';
import { httpUrl } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'response-header-too-big',
  area: 'proxy',
  title: { pass: 'PHP’s headers fit the web server’s buffer', fail: 'PHP’s headers do not fit the web server’s buffer' },
  causes: ['response-header-too-big'],
  needs: [],
  wants: ['logs.web', 'http.login', 'site.url'],
  judge({ 'logs.web': logs, 'http.login': login, 'site.url': site }, see) {
    if (!logs.ok) return gapJudgement(logs);
    const hit = recentMessage(logs, 'header-too-big');
    const host = site.ok ? (httpUrl(site.value.url)?.hostname ?? null) : null;
    const owner = hit && ownerOf(hit, host);
    if (!hit || owner === 'other') return pass();
    const evidence = [logLine('logs.web', hit, see)];
    const said = { cause: 'response-header-too-big', subject: hit.source } as const;
    if (owner === 'own' && login.ok && login.value.status === 502) {
      const status = see('http.login', 'Login page', 'HTTP 502', { want: 'HTTP 200', source: login.value.url });
      return fail({ ...said, confidence: 'proved', evidence: [status, ...evidence] });
    }
    return warn({ ...said, confidence: owner === 'own' ? 'likely' : 'possible', evidence });
  },
});
