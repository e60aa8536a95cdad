/** The captcha of a page: the default picture, reCAPTCHA or hCaptcha, as the official themes (7.6 and later) and the providers' own scripts write them. */
import type { CheerioAPI } from 'cheerio';
import { httpUrl } from '../logic/url-identity.js';

export interface CaptchaPieces {
  readonly kind: 'image' | 'recaptcha' | 'hcaptcha';
  readonly siteKey: 'given' | 'empty' | 'not-seen';
  /** Address of the picture, absolute; null: another kind, or an address that no browser opens. */
  readonly image: string | null;
}

/** https://developers.google.com/recaptcha/docs/display; the classes of the button are those that WHMCS gives it. */
const recaptchaMarks = '.g-recaptcha, .recaptcha-container, .btn-recaptcha, .btn-recaptcha-invisible, .btn-recaptcha-v3';
const recaptchaScript = /\b(?:www\.google\.com|www\.recaptcha\.net)\/recaptcha\/(?:api|enterprise)\.js/;
const hcaptchaScript = /\bhcaptcha\.com\/1\/(?:api|secure-api)\.js/;
const variable = /\b(?:re|h)captchaSiteKey\s{0,9}[=:]\s{0,9}(["'])([^"'\s<]{0,200})\1/i;
const rendered = /\/recaptcha\/api\.js\?(?:[^"'\s<]{0,200}&(?:amp;)?)?render=(?!explicit\b|onload\b)([\w-]{10,100})/;

export function captchaOn($: CheerioAPI, html: string, page: URL): CaptchaPieces | null {
  // Most pages have none, and looking for elements takes its time on a large one.
  if (!/captcha|verifyimage/i.test(html)) return null;
  const hcaptcha = $('.h-captcha').first();
  if (hcaptcha.length > 0 || hcaptchaScript.test(html))
    return { kind: 'hcaptcha', siteKey: keyOf(hcaptcha.attr('data-sitekey'), html), image: null };
  const marked = $(recaptchaMarks);
  if (marked.length > 0 || recaptchaScript.test(html)) {
    const attribute = $('[data-sitekey]').first().attr('data-sitekey');
    return { kind: 'recaptcha', siteKey: keyOf(attribute, html), image: null };
  }
  const picture = $('#inputCaptchaImage').first();
  const image = picture.length > 0 ? picture : $('img[src*="verifyimage.php"]').first();
  if (image.length === 0) return null;
  const written = (image.attr('data-src') ?? image.attr('src') ?? '').slice(0, 2048);
  const url = httpUrl(written, page.href);
  return { kind: 'image', siteKey: 'not-seen', image: url === null || written === '' ? null : url.href };
}

/** The attribute of the provider's element, else the variable of WHMCS's head, else the script's own parameter. */
function keyOf(attribute: string | undefined, html: string): CaptchaPieces['siteKey'] {
  if (attribute !== undefined) return attribute.trim() === '' ? 'empty' : 'given';
  if (rendered.test(html)) return 'given';
  const written = variable.exec(html)?.[2];
  return written === undefined ? 'not-seen' : written.trim() === '' ? 'empty' : 'given';
}
