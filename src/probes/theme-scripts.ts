/** The scripts of the theme as visitors get them. */
import { headerOf, printable } from '../logic/http-answer.js';
import { httpUrl } from '../logic/url-identity.js';
import type { FetchedScript, PageScript } from '../model.js';
import { isChallenge } from '../parse/challenge.js';
import { parseThemeScript } from '../parse/theme-script.js';
import { isOfSite, keptHeaders, redirectTarget, requestPage, type SiteLook } from './site-request.js';

const mostScripts = 8;
const mostRedirects = 3;
const maxBytes = 4_194_304;

/** Scripts that can bring jQuery or the module behind the provider buttons: those of themes, and jQuery under a name without version. */
export function tellingScripts(scripts: readonly PageScript[], site: URL): readonly string[] {
  const found = new Set<string>();
  for (const { src, jquery } of scripts) {
    const url = src === null ? null : httpUrl(src);
    if (url === null || src === null || !isOfSite(url, site) || !/\.js$/i.test(url.pathname)) continue;
    if (/\/templates\//i.test(url.pathname) || /\/scripts(?:\.min)?\.js$/i.test(url.pathname) || jquery?.version === null) found.add(src);
  }
  return [...found].slice(0, mostScripts);
}

export async function fetchScript(look: SiteLook, src: string, site: URL): Promise<FetchedScript> {
  const nothing = { src, status: null, failure: null, contentType: null, refusedType: false, html: false, features: null } as const;
  let url = new URL(src);
  for (let count = 0; ; count++) {
    const answer = await requestPage(look, url, site, { publicOnly: !isOfSite(url, site), maxBytes });
    if (!answer.ok) return { ...nothing, failure: printable(answer.code, 60) };
    const next = redirectTarget(answer, url);
    if (next !== null && next !== 'unusable' && count < mostRedirects) {
      url = next;
      continue;
    }
    // A challenge is for programs: browsers got past it with the page.
    if (isChallenge(answer.status, keptHeaders(answer), answer.body)) return { ...nothing, failure: 'a challenge of the CDN' };
    const contentType = headerOf(answer.headers, 'content-type');
    const nosniff = headerOf(answer.headers, 'x-content-type-options')?.trim().toLowerCase().startsWith('nosniff') === true;
    const html = /^[\s\ufeff]*<(?!!--)/.test(answer.body.slice(0, 2000));
    const came = answer.status >= 200 && answer.status < 300 && !html && !answer.truncated;
    return {
      ...nothing,
      status: answer.status,
      contentType: contentType === null ? null : printable(contentType, 100),
      refusedType: nosniff && !isJavaScript(contentType),
      html,
      features: came ? parseThemeScript(answer.body) : null,
    };
  }
}

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type; nosniff: https://fetch.spec.whatwg.org/#x-content-type-options-header */
function isJavaScript(contentType: string | null): boolean {
  return /^\s*(?:(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.\d|jscript|livescript))\s*(?:;|,|$)/i.test(
    contentType ?? '',
  );
}
