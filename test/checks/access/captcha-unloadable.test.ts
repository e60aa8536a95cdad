import { describe, expect, it } from 'vitest';
import check from '../../../checks/access/captcha-unloadable.js';
import type { CaptchaSeen, LoginPage } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
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
  captcha: { kind: 'image', siteKey: 'not-seen', policy: null, image: { ...image, ...differs } },
});
const recaptcha = (differs: Partial<CaptchaSeen> = {}): Partial<LoginPage> => ({
  captcha: { kind: 'recaptcha', siteKey: 'given', policy: null, image: null, ...differs },
});
const on = (page: Partial<LoginPage>, recorded: Recorded = {}) => judgement(check, { 'http.login': login(page), ...recorded });
const broken = { picture: 'none', type: 'text/html', start: 'Fatal error' } as const;

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
    ['a policy of frames only', recaptcha({ policy: "frame-ancestors 'self'" })],
  ] satisfies readonly (readonly [string, Partial<LoginPage>])[])('passes %s', (_, page) => {
    expect(on(page).is).toBe('pass');
  });

  it.each([
    ['a policy', recaptcha({ policy: "default-src 'self'" }), 'captcha-script-blocked'],
    ['a policy of frames', recaptcha({ policy: "script-src *; frame-src 'self'" }), 'captcha-script-blocked'],
    ['hCaptcha and a policy for Google', recaptcha({ kind: 'hcaptcha', policy: 'script-src www.google.com' }), 'captcha-script-blocked'],
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

  it('skips what it cannot see', () => {
    expect(on({ form: null }).is).toBe('skip');
    expect(on({}).is).toBe('skip');
    expect(on({ captcha: { kind: 'image', siteKey: 'not-seen', policy: null, image: null } }).is).toBe('skip');
    expect(on(picture({ ...broken, status: 429 })).is).toBe('skip');
    expect(judgement(check, { 'http.login': gap('timeout') }).is).toBe('unknown');
  });
});
