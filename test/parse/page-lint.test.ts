import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseLoginPage } from '../../src/parse/login-page.js';
import { openerPolicyOf, parseContentPolicies, referrerPolicyOf } from '../../src/parse/page-policy.js';

const page = new URL('https://billing.test/index.php?rp=/login');
const lint = async (html: string, headers: readonly (readonly [string, string])[] = []) => {
  const { lint: found } = await parseLoginPage(html, page, headers);
  if (found === null) throw new Error('no page');
  return found;
};

describe('scripts of a page', () => {
  it('stand in their order, with what they are', async () => {
    const { scripts, calls, globalHandler } = await lint(`<head>
      <script>var csrfToken = 'x', whmcsBaseUrl = "";</script>
      <script src="/templates/six/js/scripts.min.js?v=abc"></script>
      <script src="a.js" defer></script><script src="b.js" async></script><script type="module" src="c.js"></script>
      <script type="application/ld+json">{"jQuery": "$(1)"}</script>
      <script>jQuery.noConflict(true); jQuery("x");</script></head>
      <script>window.onerror = function(e){ WHMCS.authn.provider.displayError(); };</script>`);
    expect(scripts.map(({ src, when }) => [src, when])).toEqual([
      [null, 'now'],
      ['https://billing.test/templates/six/js/scripts.min.js', 'now'],
      ['https://billing.test/a.js', 'deferred'],
      ['https://billing.test/b.js', 'async'],
      ['https://billing.test/c.js', 'deferred'],
      [null, 'now'],
      [null, 'now'],
      [null, 'now'],
    ]);
    expect(scripts[0]).toMatchObject({ defines: ['csrfToken', 'whmcsBaseUrl'], uses: [] });
    expect(scripts[5]).toMatchObject({ defines: [], uses: [] });
    expect(scripts[6]).toMatchObject({ uses: ['jQuery'], restoresJquery: true });
    expect(calls).toEqual(['displayError']);
    expect(globalHandler).toBe(true);
  });

  it.each([
    ['https://code.jquery.com/jquery-3.7.1.min.js', '3.7.1', false],
    ['https://code.jquery.com/jquery-3.7.1.slim.min.js', '3.7.1', true],
    ['https://cdnjs.cloudflare.com/ajax/libs/jquery/3.6.0/jquery.min.js', '3.6.0', false],
    ['https://cdn.jsdelivr.net/npm/jquery@3.6.0/dist/jquery.min.js', '3.6.0', false],
    ['https://ajax.googleapis.com/ajax/libs/jquery/3/jquery.js', '3', false],
    ['/wp/jquery.min.js?ver=3.7.1', '3.7.1', false],
    ['/assets/js/jquery.min.js', null, false],
  ])('%s is jQuery', async (src, version, slim) => {
    expect((await lint(`<script src="${src}"></script>`)).scripts[0]?.jquery).toEqual({ version, slim });
  });

  it.each(['/assets/js/jquery.payment.js', '/jquery-ui-1.13.2.min.js', '/js/jquery.dataTables.min.js', '/jquery-3.7.1/plugin.js'])(
    '%s is none',
    async (src) => {
      expect((await lint(`<script src="${src}"></script>`)).scripts[0]?.jquery).toBeNull();
    },
  );
});

describe('the provider block', () => {
  it.each([
    ['<div class="providerPreLinking"><a class="btn" href="x">Sign in</a></div>', true],
    ['<div class="providerPreLinking"><div class="social-signin-btns"></div></div>', false],
    ['<script src="https://accounts.google.com/gsi/client"></script>', true],
    ['<p>nothing</p>', false],
  ])('%s', async (html, block) => {
    expect((await lint(html)).block).toBe(block);
  });

  it('has messages, a box and a way to open Google', async () => {
    expect(
      await lint(`<p class="x providerLinkingMsg-preLink-default">a</p><!-- providerLinkingMsg-preLink-no --><div class="providerLinkingFeedback"></div>
        <script src="https://accounts.google.com/gsi/client"></script><div id="g_id_onload" data-ux_mode="redirect" data-use_fedcm_for_button="true"></div>`),
    ).toMatchObject({ messages: ['default'], feedback: true, googleOpens: 'redirect', fedcm: true });
    expect((await lint('<script src="https://accounts.google.com/gsi/client"></script>')).googleOpens).toBe('popup');
    expect((await lint('<p>')).googleOpens).toBeNull();
  });
});

describe('policies', () => {
  it('are those in force, without nonces and reports', async () => {
    const found = await lint(
      `<script nonce="s3cret">a()</script><meta http-equiv="Content-Security-Policy" content="frame-src 'none'"><script>b()</script><script>c()</script>`,
      [
        [
          'content-security-policy',
          `default-src 'self'; SCRIPT-SRC 'nonce-s3cret' '${hash('b()')}'; script-src *; report-uri https://r.test/k3y, img-src *`,
        ],
        ['content-security-policy-report-only', "default-src 'none'"],
      ],
    );
    expect(found.policies).toEqual([
      { from: 'header', after: 0, directives: { 'default-src': ["'self'"], 'script-src': ["'nonce'", `'${hash('b()')}'`] } },
      { from: 'header', after: 0, directives: { 'img-src': ['*'] } },
      { from: 'meta', after: 1, directives: { 'frame-src': ["'none'"] } },
    ]);
    expect(found.scripts.map(({ trustedBy }) => trustedBy)).toEqual([[0], [0], []]);
    expect(JSON.stringify(found)).not.toMatch(/s3cret|k3y/);
  });

  it.each([
    ['same-origin', 'same-origin'],
    ['same-origin; report-to="x"', 'same-origin'],
    ['same-origin-allow-popups', 'same-origin-allow-popups'],
    ['same-origin, unsafe-none', null],
    ['SAME-ORIGIN', null],
    [null, null],
  ])('Cross-Origin-Opener-Policy: %s', (value, expected) => {
    expect(openerPolicyOf(value)).toBe(expected);
  });

  it.each([
    ['no-referrer', 'header', 'no-referrer'],
    ['no-referrer, strict-origin-when-cross-origin', 'header', 'strict-origin-when-cross-origin'],
    ['same-origin, new-word', 'header', 'same-origin'],
    ['never', 'header', null],
    ['never', 'meta', 'no-referrer'],
    ['constructor', 'meta', null],
    ['', 'header', null],
  ] as const)('Referrer-Policy %j in a %s', (value, from, expected) => {
    expect(referrerPolicyOf(value, from)).toBe(expected);
  });

  it('lets a meta element replace the referrer policy', async () => {
    const header = [['referrer-policy', 'no-referrer']] as const;
    expect((await lint('<p>', header)).referrerPolicy).toEqual({ value: 'no-referrer', from: 'header' });
    expect((await lint('<meta name="Referrer" content="origin">', header)).referrerPolicy).toEqual({ value: 'origin', from: 'meta' });
    expect((await lint('<meta name="referrer" content="what">', header)).referrerPolicy).toEqual({ value: 'no-referrer', from: 'header' });
  });

  it('are bounded', () => {
    expect(parseContentPolicies(`${'a-src x;'.repeat(10_000)}${',b-src y'.repeat(10_000)}`).length).toBeLessThanOrEqual(10);
    expect(parseContentPolicies(';;, ,__proto__ x')).toEqual([]);
  });
});

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
