import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChallenge } from '../../src/parse/challenge.js';
import { parseLoginPage } from '../../src/parse/login-page.js';

const token = '0123456789abcdef0123456789abcdef01234567';
const page = new URL('https://x.com/billing/index.php?rp=/login');
const at = async (html: string, from = page) => await parseLoginPage(html, from);

const twentyOne = `<!doctype html><html><head><title>Login - Shop</title>
<link href="/billing/templates/twenty-one/css/all.min.css?v=a1b2c3" rel="stylesheet">
<script>var csrfToken = '${token}', whmcsBaseUrl = "/billing";</script></head><body class="primary-bg-color">
<form method="post" action="/billing/index.php?rp=/knowledgebase/search"><input type="hidden" name="token" value="${token}" /><input name="search"></form>
<form method="post" action="/billing/index.php?rp=/login" class="login-form" role="form">
<input type="hidden" name="token" value="${token}" /><input type="email" name="username" id="inputEmail"><input type="password" name="password" id="inputPassword">
<button id="login" type="submit">Login</button></form>
<div class="providerPreLinking" data-link-context="login"><div class="social-signin-btns">
<script src="https://accounts.google.com/gsi/client" async></script>
<div id="g_id_onload" data-client_id="123-abc.apps.googleusercontent.com" data-callback="onSignIn"></div></div></div></body></html>`;

describe('a page that links to WHMCS', () => {
  const links = async (html: string) => {
    const { whmcs, elsewhere, resetLink } = await at(html, new URL('https://x.com/'));
    return { whmcs, elsewhere, resetLink };
  };
  it.each([
    'https://billing.x.com/index.php?rp=/login',
    '//billing.x.com/index.php?a=b&amp;rp=/login',
    'https://billing.x.com/dologin.php',
    'https://billing.x.com/clientarea.php',
  ])('on another host is not WHMCS, and says where it is: %s', async (href) => {
    expect(await links(`<a href="${href}">Log in</a>`)).toEqual({ whmcs: false, elsewhere: 'https://billing.x.com/', resetLink: false });
  });
  it.each(['/index.php?rp=/login', 'https://x.com/index.php?rp=/login', 'https://www.x.com/index.php?rp=/login'])(
    'on its own host is: %s',
    async (href) => expect(await links(`<a href="${href}">x</a>`)).toEqual({ whmcs: true, elsewhere: null, resetLink: false }),
  );
  it('anything may have a /login', async () => {
    expect(await links('<a href="https://social.test/login">x</a>')).toMatchObject({ whmcs: false, elsewhere: null });
  });
  it.each(['/index.php?rp=/password/reset', '/m/index.php/password/reset', '/password/reset/begin', '/pwreset.php'])(
    'for a forgotten password: %s',
    async (href) => expect((await links(`<a href="${href}">x</a>`)).resetLink).toBe(true),
  );
});

describe('parseLoginPage', () => {
  it('reads an 8.x page', async () => {
    expect(await at(twentyOne)).toEqual({
      form: { action: 'https://x.com/billing/index.php?rp=/login', hasToken: true },
      token,
      printedSystemUrl: null,
      routeMode: 'basic',
      theme: 'twenty-one',
      google: { clientId: '123-abc.apps.googleusercontent.com', library: 'gis' },
      providers: ['google'],
      notice: null,
      loginLink: null,
      elsewhere: null,
      resetLink: false,
      whmcs: true,
      lint: null,
      captcha: null,
    });
  });

  it('reads the absolute System URL of a 7.2 to 7.10 form, which may lead elsewhere', async () => {
    const found = await at('<form action="http://www.x.com/billing/dologin.php"><input name="username"><input name="password"></form>');
    expect(found).toMatchObject({
      form: { action: 'http://www.x.com/billing/dologin.php', hasToken: false },
      printedSystemUrl: 'http://www.x.com/billing/',
    });
  });

  it('reads it from the captcha and from the 404 page', async () => {
    expect((await at('<img id="inputCaptchaImage" data-src="https://x.com/includes/verifyimage.php">')).printedSystemUrl).toBe(
      'https://x.com/',
    );
    const missing = '<a href="https://x.com/b/" class="btn">Home</a><a href="https://x.com/b/contact.php" class="btn">Contact</a>';
    expect((await at(missing)).printedSystemUrl).toBe('https://x.com/b/');
    expect((await at('<a href="https://other.com/contact.php">Contact</a>')).printedSystemUrl).toBeNull();
    expect((await at('<a href="/contact.php">C</a><a href="/">H</a>')).printedSystemUrl).toBeNull();
    expect((await at('<a href="https://x.com/bcontact.php">C</a><a href="https://x.com/b">H</a>')).printedSystemUrl).toBe(
      'https://x.com/b',
    );
  });

  it.each([
    ['/login', 'rewrite'],
    ['/index.php/login', 'index'],
    ['/index.php?rp=/login', 'basic'],
    ['/dologin.php', null],
  ])('a form that posts to %s is of mode %s', async (action, mode) => {
    expect((await at(`<form action="${action}"><input name="password"></form>`)).routeMode).toBe(mode);
  });

  it('tells the retired Google library from the new one, and neither from an advertising pixel', async () => {
    const old = `<script src="https://apis.google.com/js/platform.js?onload=startGoogleApp"></script><script>gapi.auth2.init({client_id: '1-a.apps.googleusercontent.com'})</script>`;
    expect((await at(old)).google).toEqual({ clientId: '1-a.apps.googleusercontent.com', library: 'gapi' });
    expect((await at('<script src="https://connect.facebook.net/en_US/fbevents.js"></script>')).providers).toEqual([]);
    const facebook = '<div class="providerPreLinking"></div><script src="https://connect.facebook.net/en_US/sdk.js"></script>';
    expect((await at(facebook)).providers).toEqual(['facebook']);
  });

  it.each([
    ['<h1>License Invalid</h1>', 'license-invalid'],
    ['<h2>Licence Invalid</h2>', 'license-invalid'],
    ['<title>No Connection</title>', 'no-connection'],
    ['<h1>Down for Maintenance (Err2)</h1>', 'maintenance'],
    ['<title>Security Warning</title><p>Delete the install folder</p>', 'install-folder'],
    ['<p>No connection fee, license invalid never</p>', null],
  ])('%s is the notice %s', async (html, notice) => {
    expect((await at(html)).notice).toBe(notice);
  });

  it('finds the link to the log-in page on the same host only', async () => {
    const html = '<a href="https://evil.com/login">x</a><a href="/billing/clientarea.php">Client Area</a>';
    expect((await at(html)).loginLink).toBe('https://x.com/billing/clientarea.php');
  });

  it('keeps no name and password of a hostile action', async () => {
    const found = await at('<form action="https://u:p@x.com/login"><input name="password"></form>');
    expect(found.form?.action).toBe('https://x.com/login');
    expect((await at('<form action="javascript:1"><input name="password"></form>')).form).toBeNull();
  });
});

describe('hostile pages', () => {
  it.each([
    ['nested', '<div>'.repeat(200_000)],
    ['nested with closings that close nothing', '<div></x>'.repeat(100_000)],
    ['forms in forms', `${'<form>'.repeat(150_000)}<input name=password>`],
    ['open tags', '<'.repeat(1_000_000)],
    ['attributes', '<a '.repeat(300_000)],
    ['links', '<a href="contact.php">'.repeat(45_000)],
    ['spaces', `csrfToken${' '.repeat(1_000_000)}`],
    ['NUL', `\u0000<form\u0000 action="/login">\u0000<input name="password">`],
  ])('%s is survived in time', async (_, html) => {
    const began = performance.now();
    await at(html);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('never throws', async () => {
    const part = fc.constantFrom(
      '<form action="',
      '<input name="password"',
      '">',
      '<a href="',
      'https://',
      'contact.php',
      '\u0000',
      '</form>',
      '<!--',
      '<script>',
      "csrfToken = '",
      token,
      '\ufffd',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(part, fc.string({ unit: 'binary' }))), async (parts) => (await at(parts.join('')), true)),
    );
  });
});

describe('isChallenge', () => {
  it.each([
    [200, { 'cf-mitigated': 'challenge' }, '', true],
    [403, {}, '<script src="/cdn-cgi/challenge-platform/h/b/x.js">', true],
    [503, {}, '<title>Just a moment...</title>', true],
    [403, {}, 'Forbidden', false],
    [200, {}, 'a page about _cf_chl_opt', false],
  ])('%i %j %s', (status, headers, body, expected) => {
    expect(isChallenge(status, headers, body)).toBe(expected);
  });
});
