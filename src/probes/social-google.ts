/**
 * Whether Google knows the site's origins for the client id on the log-in page: checkOrigin, which is undocumented. So the same question is asked
 * for an origin that cannot be registered; only where that one is refused does the answer mean anything.
 */
import { randomBytes } from 'node:crypto';
import { defineProbe, LookFailed } from '../index.js';
import { otherOrigins } from '../logic/public-origins.js';
import { httpUrl } from '../logic/url-identity.js';
import type { HttpResult } from '../model.js';
import { parseCheckOrigin } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.google',
  vantage: 'provider',
  title: "Google's answer about the site's origin",
  needs: ['site.url'],
  wants: ['http.login', 'http.site'],
  budgetMs: 12_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.google: /o/oauth2/iframerpc?action=checkOrigin, only where Google sign-in is switched on',
      covers: ['GET <endpoints.google>/**'],
    },
    {
      kind: 'contact',
      what: 'endpoints.google: /gsi/status, where the origin check gives no answer',
      covers: ['GET <endpoints.google>/**'],
    },
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

    const get = (path: string, query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>): Promise<HttpResult> => {
      const url = new URL(path, endpoint);
      url.search = new URLSearchParams({ ...query, client_id: google.clientId }).toString();
      return host.net.http({ url: url.href, headers, maxBytes: 16_384, timeoutMs: options.timeoutMs, strictTls: true, signal });
    };
    const ask = (origin: string): Promise<HttpResult> =>
      get('/o/oauth2/iframerpc', { action: 'checkOrigin', origin }, { 'x-requested-with': 'XmlHttpRequest', accept: 'application/json' });
    const random = randomBytes(8).toString('hex');
    const unregistrable = `https://doctor-${random}.invalid`;
    const others = want['http.site'].ok ? otherOrigins(want['http.site'].value, site.origin).slice(0, mostOthers) : [];
    const [asked, control, ...more] = await Promise.all([ask(site.origin), ask(unregistrable), ...others.map(ask)]);
    if (!asked.ok)
      throw new LookFailed(/TIME/i.test(asked.code) ? 'timeout' : 'io', `Google did not answer: ${asked.code} (${asked.stage})`);
    const valid = verdictOf(asked);
    const proof = verdictOf(control);
    const clientRefused = asked.status === 401 && control.ok && control.status === 401;
    const silent = (valid === null || proof !== false) && !clientRefused && google.library === 'gis';
    // What the button itself asks; it goes by the page that refers to it.
    const button = (origin: string): Promise<HttpResult> => get('/gsi/status', { as: random }, { referer: `${origin}/`, origin });
    const buttons = silent ? await Promise.all([button(site.origin), button(unregistrable)]) : null;
    return {
      value: {
        clientId: google.clientId,
        library: google.library,
        origin: site.origin,
        valid,
        control: proof,
        clientRefused,
        why: valid === null ? `HTTP ${asked.status}, which is not the answer of an origin check` : null,
        others: others.map((origin, index) => ({ origin, valid: verdictOf(more[index]) })),
        button: buttons === null ? null : { site: statusOf(buttons[0]), control: statusOf(buttons[1]) },
      },
      source: new URL(endpoint).host,
    };
  },
});

/** Twins of the scheme and of www, and the address that a person used. */
const mostOthers = 3;

function statusOf(answer: HttpResult): number | null {
  return answer.ok ? answer.status : null;
}

function verdictOf(answer: HttpResult | undefined): boolean | null {
  return answer?.ok === true && answer.status === 200 ? parseCheckOrigin(answer.body) : null;
}
