/** Whether a page's Content-Security-Policies keep its captcha from loading. */
import type { CaptchaSeen, ContentPolicy, LoginPage, PageScript } from '../model.js';
import { blockedBy, namesScripts, type Loaded } from './content-security-policy.js';
import { httpUrl } from './url-identity.js';

interface Needs {
  /** The provider's script, by host and path. */
  readonly script: RegExp;
  /** Where it may come from, and where its frame does: one of each is enough. */
  readonly scripts: readonly string[];
  readonly frames: readonly string[];
}

/** https://developers.google.com/recaptcha/docs/faq, https://docs.hcaptcha.com/#content-security-policy-settings */
const providers: Readonly<Record<'recaptcha' | 'hcaptcha', Needs>> = {
  recaptcha: {
    script: /^(?:www\.google\.com|www\.recaptcha\.net)\/recaptcha\/(?:api|enterprise)\.js$/,
    scripts: ['https://www.google.com/recaptcha/api.js', 'https://www.recaptcha.net/recaptcha/api.js'],
    frames: ['https://www.google.com/recaptcha/', 'https://www.recaptcha.net/recaptcha/'],
  },
  hcaptcha: {
    script: /^(?:js\.)?hcaptcha\.com\/1\/(?:secure-)?api\.js$/,
    scripts: ['https://js.hcaptcha.com/1/api.js', 'https://hcaptcha.com/1/api.js'],
    frames: ['https://newassets.hcaptcha.com/captcha/v1/'],
  },
};

export type CaptchaPolicy =
  | { readonly is: 'open' }
  /** The directive that forbids something of it at every address that it could come from. */
  | { readonly is: 'blocked'; readonly directive: string }
  /** Another script brings the captcha's, and the policy names scripts by nonce or hash: which ones that one may bring is not to be seen. */
  | { readonly is: 'unclear' };

const open: CaptchaPolicy = { is: 'open' };

export function captchaPolicy({ kind, image }: CaptchaSeen, { lint, url: page }: LoginPage): CaptchaPolicy {
  if (lint === undefined) return open;
  const of = (what: Loaded, addresses: readonly string[]): CaptchaPolicy => anyOpen(lint.policies, what, addresses, page);
  if (kind === 'image') return image === null ? open : of('image', [image.url]);
  const { script, scripts, frames } = providers[kind];
  const frame = of('frame', frames);
  if (frame.is === 'blocked') return frame;
  const written = lint.scripts.flatMap((one, index) => (isAt(one, script) ? [{ ...one, index }] : []));
  const [first] = written;
  if (first === undefined) {
    const byHost = anyOpen(
      lint.policies.filter((policy) => !namesScripts(policy)),
      'script',
      scripts,
      page,
    );
    return byHost.is === 'open' && lint.policies.some(namesScripts) ? { is: 'unclear' } : byHost;
  }
  // The page's own elements: what a policy names by nonce or hash loads from anywhere, and it binds only what comes after it.
  const said = written.map(({ src, trustedBy, index }): CaptchaPolicy => {
    const binding = lint.policies.filter((policy, at) => index >= policy.after && !trustedBy.includes(at));
    return anyOpen(binding, 'script', src === null ? [] : [src], page);
  });
  return said.find(({ is }) => is === 'open') ?? said[0] ?? open;
}

/** Open where all policies let one of the addresses pass. */
function anyOpen(policies: readonly ContentPolicy[], what: Loaded, addresses: readonly string[], page: string): CaptchaPolicy {
  const found = addresses.map((address) => {
    for (const policy of policies) {
      const directive = blockedBy(policy, what, address, page);
      if (directive !== null) return directive;
    }
    return null;
  });
  const [directive] = found;
  return directive == null || found.includes(null) ? open : { is: 'blocked', directive };
}

function isAt({ src }: PageScript, script: RegExp): boolean {
  const url = src === null ? null : httpUrl(src);
  return url !== null && script.test(`${url.hostname}${url.pathname}`);
}
