import { describe, expect, it } from 'vitest';
import check from '../../../checks/access/captcha-unloadable.js';
import type { CaptchaSeen, LoginPage, PageScript } from '../../../src/model.js';
import { parseContentPolicies } from '../../../src/parse/page-policy.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { linted, script } from '../../support/theme.js';
import { login } from '../url/facts.js';

type Image = NonNullable<CaptchaSeen['image']>;
const image: Image = {
  url: 'https://billing.test/includes/verifyimage.php',
  status: 200,
  type: 'image/png',
  picture: 'whole',
  start: null,
};
const picture = (differs: Partial<Image> = {}): Partial<LoginPage> => ({
  captcha: { kind: 'image', siteKey: 'not-seen', image: { ...image, ...differs } },
});
const api = script('https://www.google.com/recaptcha/api.js');
const lint = (policy: string, scripts: readonly PageScript[] = [api], after = 0) =>
  linted({ scripts, policies: parseContentPolicies(policy).map(({ directives }) => ({ from: 'header', after, directives })) });
const recaptcha = ({ policy, ...differs }: Partial<CaptchaSeen> & { policy?: string } = {}): Partial<LoginPage> => ({
  captcha: { kind: 'recaptcha', siteKey: 'given', image: null, ...differs },
  ...(policy === undefined ? {} : { lint: lint(policy, []) }),
});
const on = (page: Partial<LoginPage>, recorded: Recorded = {}) => judgement(check, { 'http.login': login(page), ...recorded });
const broken: Partial<Image> = { picture: 'none', type: 'text/html', start: 'Fatal error' };

describe('what came in the place of the picture', () => {
  it.each([
    [429, 'skip', undefined],
    [503, 'skip', undefined],
    [404, 'fail', 'proved'],
    [410, 'fail', 'proved'],
    [500, 'fail', 'proved'],
    [200, 'fail', 'likely'],
    [403, 'warn', 'possible'],
  ])('status %d: %s', (status, is, confidence) => {
    expect(on(picture({ ...broken, status }))).toMatchObject({ is, ...(confidence === undefined ? {} : { confidence }) });
  });
  it.each([
    [null, '', 'status 404, no type, begins with: nothing'],
    ['', 'text/html', 'status 404, text/html, begins with: nothing'],
    ['Fatal error', 'text/html', 'status 404, text/html, begins with: Fatal error'],
  ])('begins with %j', (start, type, saw) => {
    expect(on(picture({ picture: 'none', status: 404, start, type }))).toMatchObject({
      evidence: [
        { label: 'Captcha on the log-in page', saw: 'the default picture' },
        { label: image.url, saw, want: 'a picture' },
      ],
    });
  });
  it('shows what is right, too', () => {
    expect(on(picture())).toMatchObject({ evidence: [{ saw: 'the default picture' }, { label: image.url, saw: 'image/png' }] });
    expect(on({ captcha: { kind: 'hcaptcha', siteKey: 'given', image: null } })).toMatchObject({
      evidence: [{ saw: 'hCaptcha' }, { label: 'Site key' }],
    });
  });
});

describe('captcha-unloadable', () => {
  it.each([
    ['no captcha', { captcha: null }],
    ['a picture', picture()],
    ['reCAPTCHA', recaptcha()],
    ['a key that a script gives', recaptcha({ siteKey: 'not-seen' })],
    ['a policy that names Google', recaptcha({ policy: "script-src 'self' https://www.google.com; frame-src https://www.google.com" })],
    [
      'a policy that names the other host',
      recaptcha({ policy: 'script-src https://www.recaptcha.net; frame-src https://www.recaptcha.net' }),
    ],
    [
      'a script with the nonce of the policy',
      { ...recaptcha(), lint: lint("script-src 'self' 'nonce-abc'", [{ ...api, trustedBy: [0] }]) },
    ],
    [
      'a script with its nonce under strict-dynamic, and a frame that is allowed',
      {
        ...recaptcha(),
        lint: lint("script-src 'nonce-abc' 'strict-dynamic'; frame-src https://www.google.com", [{ ...api, trustedBy: [0] }]),
      },
    ],
    ['a policy that comes after the script', { ...recaptcha(), lint: lint("script-src 'self'", [api], 1) }],
    ['a picture of the site itself', { ...picture(), lint: lint("img-src 'self'; script-src 'none'") }],
    ['a policy of frames only', recaptcha({ policy: "frame-ancestors 'self'" })],
  ] satisfies readonly (readonly [string, Partial<LoginPage>])[])('passes %s', (_, page) => {
    expect(on(page).is).toBe('pass');
  });

  it.each([
    ['a policy', recaptcha({ policy: "default-src 'self'" }), 'captcha-script-blocked'],
    ['a policy of frames', recaptcha({ policy: "script-src *; frame-src 'self'" }), 'captcha-script-blocked'],
    ['hCaptcha and a policy for Google', recaptcha({ kind: 'hcaptcha', policy: 'script-src www.google.com' }), 'captcha-script-blocked'],
    [
      'a policy with nonces that the script lacks',
      { ...recaptcha(), lint: lint("script-src 'self' 'nonce-abc'") },
      'captcha-script-blocked',
    ],
    [
      'a script that one of two policies lets in',
      { ...recaptcha(), lint: lint("script-src *, script-src 'self'") },
      'captcha-script-blocked',
    ],
    ['a policy of pictures', { ...picture(), lint: lint('img-src data:') }, 'captcha-script-blocked'],
    ['no key', recaptcha({ siteKey: 'empty' }), 'captcha-key-missing'],
    ['no picture', picture({ ...broken, status: 404 }), 'captcha-image-broken'],
    ['a spoilt picture', picture({ picture: 'spoilt', start: '\ufeff' }), 'captcha-image-broken'],
  ] satisfies readonly (readonly [string, Partial<LoginPage>, string])[])('fails: %s', (_, page, cause) => {
    expect(on(page, { 'php.web': phpView({ extensions: [] }) })).toMatchObject({ is: 'fail', cause });
  });

  it('names gd where the script ends with an error and PHP has none', () => {
    expect(on(picture(broken), { 'php.web': phpView({ extensions: ['curl'] }) })).toMatchObject({ cause: 'captcha-gd-missing' });
    expect(on(picture({ ...broken, status: 500 }), { 'php.web': phpView({ extensions: [] }) })).toMatchObject({
      cause: 'captcha-gd-missing',
    });
    expect(on(picture(broken), { 'php.web': phpView({ extensions: ['gd'] }) })).toMatchObject({ cause: 'captcha-image-broken' });
    expect(on(picture(broken), { 'php.web': phpView({ extensions: null }) })).toMatchObject({ cause: 'captcha-image-broken' });
  });

  it('takes no refusal of this program for a proof', () => {
    for (const status of [401, 403, 406])
      expect(on(picture({ ...broken, status }))).toMatchObject({ is: 'warn', cause: 'captcha-image-broken', confidence: 'possible' });
    expect(on(picture({ ...broken, status: 406, refusedBy: 'ModSecurity' })).is).toBe('skip');
    expect(on(picture({ ...broken, refusedBy: 'SiteGround' })).is).toBe('skip');
  });

  it('proves what every visitor gets', () => {
    const faults: readonly Partial<Image>[] = [{ status: 404 }, { status: 500 }, { picture: 'spoilt' }];
    for (const differs of faults) expect(on(picture({ ...broken, ...differs }))).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(on(picture(broken))).toMatchObject({ is: 'fail', confidence: 'likely' });
  });

  it('skips what it cannot see', () => {
    expect(on({ form: null }).is).toBe('skip');
    expect(on({}).is).toBe('skip');
    expect(on({ captcha: { kind: 'image', siteKey: 'not-seen', image: null } }).is).toBe('skip');
    expect(on(recaptcha({ policy: "script-src 'self' 'nonce-abc'" })).is).toBe('skip');
    expect(on(recaptcha({ policy: "script-src 'self' 'strict-dynamic'" })).is).toBe('skip');
    expect(on(picture({ ...broken, status: 429 })).is).toBe('skip');
    expect(judgement(check, { 'http.login': gap('timeout') }).is).toBe('unknown');
  });
});
