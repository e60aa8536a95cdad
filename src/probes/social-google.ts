/**
 * Whether Google knows the site's origin for the client id on the log-in page: checkOrigin, which is undocumented. So the same question is asked
 * for an origin that cannot be registered; only where that one is refused does the answer mean anything.
 */
import { randomBytes } from 'node:crypto';
import { defineProbe, LookFailed } from '../index.js';
import { httpUrl } from '../logic/url-identity.js';
import type { HttpResult } from '../model.js';
import { parseCheckOrigin } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.google',
  vantage: 'provider',
  title: "Google's answer about the site's origin",
  needs: ['site.url'],
  wants: ['http.login'],
  budgetMs: 12_000,
  touches: [
    { kind: 'contact', what: 'endpoints.google: /o/oauth2/iframerpc?action=checkOrigin, only where Google sign-in is switched on' },
  ],
  async observe({ host, have, want, options, signal }) {
    const login = want['http.login'];
    if (!login.ok) {
      throw new LookFailed(login.gap, `whether Google sign-in is switched on was not seen: ${login.why}`, {
        ...(login.beyond === true ? { beyond: true } : {}),
        ...(login.settle === undefined ? {} : { settle: login.settle }),
      });
    }
    const google = login.value.google;
    if (google === null) throw new LookFailed('disabled', 'the log-in page shows no Google sign-in', { beyond: true });
    if (options.offline) throw new LookFailed('disabled', 'Google is not asked with --offline');
    const endpoint = options.endpoints.google;
    if (endpoint === null) throw new LookFailed('disabled', 'endpoints.google is switched off');
    // Browsers tell Google the address of the page. The System URL is where that should be; one that was only typed may redirect elsewhere.
    const site = httpUrl(have['site.url'].from === 'database' ? have['site.url'].url : login.value.url);
    if (site === null) throw new LookFailed('absent', 'the System URL is not an address, so it has no origin');

    const ask = (origin: string): Promise<HttpResult> => {
      const url = new URL('/o/oauth2/iframerpc', endpoint);
      url.search = new URLSearchParams({ action: 'checkOrigin', origin, client_id: google.clientId }).toString();
      const headers = { 'x-requested-with': 'XmlHttpRequest', accept: 'application/json' };
      return host.net.http({ url: url.href, headers, maxBytes: 16_384, timeoutMs: options.timeoutMs, strictTls: true, signal });
    };
    const [asked, control] = await Promise.all([ask(site.origin), ask(`https://doctor-${randomBytes(8).toString('hex')}.invalid`)]);
    if (!asked.ok)
      throw new LookFailed(/TIME/i.test(asked.code) ? 'timeout' : 'io', `Google did not answer: ${asked.code} (${asked.stage})`);
    const valid = verdictOf(asked);
    return {
      value: {
        clientId: google.clientId,
        library: google.library,
        origin: site.origin,
        valid,
        control: verdictOf(control),
        clientRefused: asked.status === 401 && control.ok && control.status === 401,
        why: valid === null ? `HTTP ${asked.status}, which is not the answer of an origin check` : null,
      },
      source: new URL(endpoint).host,
    };
  },
});

function verdictOf(answer: HttpResult): boolean | null {
  return answer.ok && answer.status === 200 ? parseCheckOrigin(answer.body) : null;
}
