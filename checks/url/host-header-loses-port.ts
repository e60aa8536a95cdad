/** PHP sees the host without its port: harmless on 80 and 443, a circle of redirects everywhere else. */
import { defineCheck, fail, pass, warn } from '../../src/index.js';
import { walkOf } from '../../src/logic/site-view.js';
import { httpUrl } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'host-header-loses-port',
  area: 'url',
  title: { pass: 'The web server hands the host to PHP as it was asked', fail: 'The web server hands the host to PHP without its port' },
  causes: ['host-header-loses-port'],
  needs: ['web.server', 'site.url'],
  wants: ['http.site'],
  judge({ 'web.server': web, 'site.url': site, 'http.site': seen }, see) {
    if (!web.hostLosesPort) return pass([see('web.server', 'Host that PHP gets', 'as it was asked')]);
    const line = see('web.server', 'fastcgi_param HTTP_HOST', '$host', { want: '$http_host' });
    const port = httpUrl(site.url)?.port ?? '';
    if (port === '') return pass([line], { note: 'the System URL names no port, so that none is lost' });
    const walk = seen.ok ? walkOf(seen.value, 'system-url') : null;
    const circles = walk?.outcome === 'loop' || walk?.outcome === 'too-many-redirects';
    if (walk?.outcome === 'answered') return pass([line], { note: 'the System URL leads to its page all the same' });
    const way = walk
      ? [
          see(
            'http.site',
            'Redirects',
            walk.hops
              .slice(-3)
              .map(({ url, status }) => `${status} ${url}`)
              .join(' → '),
          ),
        ]
      : [];
    return (circles ? fail : warn)({
      cause: 'host-header-loses-port',
      subject: web.file,
      confidence: circles ? 'proved' : 'likely',
      evidence: [line, see('site.url', 'System URL', site.url), ...way],
    });
  },
});
