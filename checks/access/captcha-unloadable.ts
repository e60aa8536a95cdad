/** The log-in form asks for a captcha that cannot appear. What the provider does in a visitor's browser stays unseen. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { captchaPolicy } from '../../src/logic/captcha-policy.js';

const names = { image: 'the default picture', recaptcha: 'reCAPTCHA', hcaptcha: 'hCaptcha' } as const;
const keys = { given: 'given', empty: 'empty', 'not-seen': 'not on the page itself' } as const;

export default defineCheck({
  id: 'captcha-unloadable',
  area: 'access',
  title: { pass: 'Nothing keeps the captcha of the log-in page from loading', fail: 'The captcha of the log-in page cannot load' },
  causes: ['captcha-gd-missing', 'captcha-image-broken', 'captcha-key-missing', 'captcha-script-blocked'],
  needs: ['http.login'],
  wants: ['php.web'],
  judge({ 'http.login': login, 'php.web': php }, see) {
    if (login.form === null) return skip('no log-in form was found, so whether it asks for a captcha is not seen');
    const { captcha } = login;
    if (captcha === undefined) return skip('whether the log-in form asks for a captcha was not recorded');
    if (captcha === null) return pass([see('http.login', 'Captcha on the log-in page', 'none')]);
    const name = names[captcha.kind];
    const kind = see('http.login', 'Captcha on the log-in page', name);
    const policies = captchaPolicy(captcha, login);
    if (policies.is === 'blocked') {
      const policy = see('http.login', 'Content-Security-Policy', policies.directive, { want: `a policy that lets ${name} load` });
      return fail({ cause: 'captcha-script-blocked', subject: name, confidence: 'likely', evidence: [kind, policy] });
    }
    if (captcha.kind !== 'image') {
      const key = see('http.login', 'Site key', keys[captcha.siteKey], { want: 'given' });
      if (captcha.siteKey === 'empty')
        return fail({ cause: 'captcha-key-missing', subject: name, confidence: 'likely', evidence: [kind, key] });
      if (policies.is === 'unclear')
        return skip(`the Content-Security-Policy names scripts by nonce or hash, and another script brings that of ${name}`);
      return pass([kind, key]);
    }
    const { image } = captcha;
    if (image === null) return skip('the picture of the captcha is at another site, or did not answer');
    const { url, status, type, refusedBy } = image;
    if (image.picture === 'whole') return pass([kind, see('http.login', url, type)]);
    if (status === 429 || status === 503) return skip(`the server was too busy for the captcha's picture (status ${status})`);
    // Who is refused here may be this program alone.
    if (refusedBy !== undefined) return skip(`${refusedBy} answered this program in the place of the captcha's picture`);
    const begins = image.start === null || image.start === '' ? 'nothing' : image.start;
    const seen = see('http.login', url, `status ${status}, ${type || 'no type'}, begins with: ${begins}`, { want: 'a picture' });
    // A script that is refused or missing has not come as far as to draw, and one whose picture is spoilt has drawn it.
    const drawn = image.picture === 'none' && (status === 200 || status >= 500);
    if (drawn && php.ok && php.value.extensions !== null && !php.value.extensions.includes('gd')) {
      const gd = see('php.web', 'PHP extension gd', 'missing', { want: 'loaded' });
      return fail({ cause: 'captcha-gd-missing', subject: url, confidence: 'likely', evidence: [gd, kind, seen] });
    }
    const said = { cause: 'captcha-image-broken', subject: url, evidence: [kind, seen] };
    if (image.picture === 'spoilt' || status === 404 || status === 410 || status >= 500) return fail({ ...said, confidence: 'proved' });
    return status === 200 ? fail({ ...said, confidence: 'likely' }) : warn({ ...said, confidence: 'possible' });
  },
});
