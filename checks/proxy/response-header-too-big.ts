/** nginx throws an answer away whose headers do not fit its buffer: only its log says so. */
import { defineCheck, fail, pass, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
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
    if (!hit || !concerns(hit.sample, host)) return pass();
    const evidence = [logLine('logs.web', hit, see)];
    const said = { cause: 'response-header-too-big', subject: hit.source } as const;
    if (login.ok && login.value.status === 502) {
      const status = see('http.login', 'Login page', 'HTTP 502', { want: 'HTTP 200', source: login.value.url });
      return fail({ ...said, confidence: 'proved', evidence: [status, ...evidence] });
    }
    return warn({ ...said, confidence: 'likely', evidence });
  },
});

/** One log may hold the lines of many sites; nginx names the one that was asked for: `host: "billing.example.com"`. */
function concerns(sample: string, host: string | null): boolean {
  const asked = /\bhost: "([^"]{1,255})"/.exec(sample)?.[1]?.replace(/:\d+$/, '').toLowerCase();
  return host === null || asked === undefined || asked === host;
}
