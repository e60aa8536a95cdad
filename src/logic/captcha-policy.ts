/** Whether a page's Content-Security-Policy keeps its captcha from loading. */
import type { CaptchaSeen } from '../model.js';
import { forbidding, type Loaded } from './content-policy.js';
import { httpUrl } from './url-identity.js';

/** What a browser loads, each from one of these: https://developers.google.com/recaptcha/docs/faq, https://docs.hcaptcha.com/#content-security-policy-settings */
const providers: Readonly<Record<'recaptcha' | 'hcaptcha', readonly (readonly [Loaded, readonly string[]])[]>> = {
  recaptcha: [
    ['script', ['https://www.google.com/recaptcha/api.js', 'https://www.recaptcha.net/recaptcha/api.js']],
    ['frame', ['https://www.google.com/recaptcha/', 'https://www.recaptcha.net/recaptcha/']],
  ],
  hcaptcha: [
    ['script', ['https://js.hcaptcha.com/1/api.js', 'https://hcaptcha.com/1/api.js']],
    ['frame', ['https://newassets.hcaptcha.com/captcha/v1/']],
  ],
};

/** The directive that forbids something of it at every address that it could come from; null: none. */
export function forbiddenCaptcha({ kind, policy, image }: CaptchaSeen, at: string): string | null {
  const page = httpUrl(at);
  if (policy === null || page === null) return null;
  const needed = kind === 'image' ? (image === null ? [] : [['image', [image.url]] as const]) : providers[kind];
  for (const [what, addresses] of needed) {
    const found = addresses.map((address) => forbidding(policy, what, new URL(address), page));
    if (found.every((directive) => directive !== null)) return found[0] ?? null;
  }
  return null;
}
