/** What else the log-in page tells: the captcha that its form asks for, and the firewall that stands in its place. */
import { headerOf, printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import type { CaptchaSeen, HttpResult, LoginPage } from '../model.js';
import type { CaptchaPieces } from '../parse/captcha.js';
import { isChallenge } from '../parse/challenge.js';
import { refusalOf, testOf } from '../parse/refusal-page.js';
import type { CookieJar } from './cookie-jar.js';
import { fetchPage, isOfSite, keptHeaders, withoutTokens, type SiteLook } from './site-request.js';

type Answer = HttpResult & { readonly ok: true };

/** A text decoder makes a sign of its own of bytes that are no UTF-8: the first of a PNG, the first three of a JPEG. */
const picture = /^(?:\ufffdPNG|\x89PNG|GIF8[79]a|\ufffd\ufffd\ufffd|\xff\xd8\xff|ÿØÿ|‰PNG|RIFF)/;

/** What such a file holds near its beginning, where something stands before it. */
const behind = /PNG\r\n\x1a\n|GIF8[79]a|JFIF\0|WEBPVP8/;

/** `page` with its answer and what stands on it; `jar` is the one it came with. */
export async function loginExtras(
  look: SiteLook,
  site: URL,
  page: { readonly answer: Answer; readonly form: boolean; readonly challenge: boolean; readonly captcha: CaptchaPieces | null },
  jar: CookieJar,
): Promise<Pick<LoginPage, 'captcha' | 'refusal'>> {
  const { answer, captcha } = page;
  const refused = page.form || page.challenge ? null : refusalOf(answer.status, keptHeaders(answer), answer.body);
  return {
    captcha: captcha === null || !page.form ? null : await captchaSeen(look, site, captcha, jar),
    refusal: refused === null ? null : { product: refused.product, mark: printable(refused.mark, 120) },
  };
}

async function captchaSeen(look: SiteLook, site: URL, captcha: CaptchaPieces, jar: CookieJar): Promise<CaptchaSeen> {
  const image = captcha.image === null ? null : await imageSeen(look, site, new URL(captcha.image), jar);
  return { kind: captcha.kind, siteKey: captcha.siteKey, image };
}

/** The picture, asked for once as the browser would; null: it is another site's, or the connection failed. */
async function imageSeen(look: SiteLook, site: URL, url: URL, jar: CookieJar): Promise<CaptchaSeen['image']> {
  if (!isOfSite(url, site)) return null;
  const { answer } = await fetchPage(look, url, site, jar);
  if (!answer.ok) return null;
  const start = answer.body.slice(0, 4000);
  const whole = picture.test(start);
  const refusedBy = whole ? null : refuser(answer);
  return {
    url: withoutTokens(url),
    status: answer.status,
    type: printable((headerOf(answer.headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '', 60),
    picture: whole ? 'whole' : behind.test(start) ? 'spoilt' : 'none',
    start: whole ? null : shownStart(start),
    ...(refusedBy === null ? {} : { refusedBy }),
  };
}

/** Who answered in the site's place; null: nobody that is known. */
function refuser(answer: Answer): string | null {
  const seen = [answer.status, keptHeaders(answer), answer.body] as const;
  return (testOf(...seen) ?? refusalOf(...seen))?.product ?? (isChallenge(...seen) ? 'a challenge' : null);
}

/** The words with which an answer begins: of an error page its text. */
function shownStart(body: string): string {
  const text = body.slice(0, 400).replace(/<[^>]{0,200}>/g, ' ');
  return printable(masked(text.replace(/\s+/g, ' ')), 120);
}
