/** The admin area's log-in page as anybody gets it. Its address has no query, so that WHMCS's own connection test is not begun. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { printable } from '../logic/http-answer.js';
import { parseAdminPage } from '../parse/admin-page.js';
import { isChallenge } from '../parse/challenge.js';
import type { HttpResult } from '../model.js';
import { adminPlace, siteOfAdmin } from './admin-folder.js';
import { CookieJar } from './cookie-jar.js';
import { isOfSite, keptHeaders, redirectTarget, requestPage, withoutTokens, type SiteLook } from './site-request.js';
import { adminAddress, siteAddress } from './places.js';

const mostRedirects = 5;

export default defineProbe({
  fact: 'http.admin',
  vantage: 'http',
  title: "the admin area's log-in page",
  needs: ['site.url'],
  wants: ['install.configuration'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: '<System URL>/<admin folder>/login.php, or the one below --admin-url: an anonymous session',
      covers: [siteAddress, adminAddress],
      sessions: 1,
    },
  ],
  async observe(look) {
    const given = look.have['site.url'].url;
    const { url: place, folder, from } = adminPlace(look, given, look.want['install.configuration']);
    const site = new URL(given);
    const { url, answer } = await follow(look, new URL('login.php', place), siteOfAdmin(place, site), isOfSite(place, site) ? site : place);
    if (!answer.ok)
      throw new LookFailed(
        unanswered(answer),
        `the admin log-in page could not be fetched from ${withoutTokens(url)}: ${printable(answer.message, 120)}`,
      );
    const headers = keptHeaders(answer);
    return {
      value: {
        url: withoutTokens(url),
        folder: printable(readable(folder), 300),
        folderFrom: from,
        status: answer.status,
        ...parseAdminPage(answer.body),
        challenge: isChallenge(answer.status, headers, answer.body),
        headers,
      },
      source: withoutTokens(url),
    };
  },
});

/** Redirects inside the admin area's own site alone: what another site says is not this install's. */
async function follow(look: SiteLook, start: URL, site: URL, own: URL): Promise<{ readonly url: URL; readonly answer: HttpResult }> {
  const jar = new CookieJar(look.host);
  let url = start;
  for (let count = 0; ; count++) {
    const answer = await requestPage(look, url, site, { jar });
    if (!answer.ok) return { url, answer };
    await jar.take(answer, url);
    const next = redirectTarget(answer, url);
    if (next === null || next === 'unusable' || !isOfSite(next, own) || count >= mostRedirects) return { url, answer };
    url = next;
  }
}

/** What the operator typed may hold a lone percent sign. */
function readable(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    return folder;
  }
}
