import { describe, expect, it, test } from 'vitest';
import { formNames, formOfSetting, formOnPage, formsInUse, routeAddress } from '../../src/logic/friendly-urls.js';
import type { UrlForm, WhmcsSettings } from '../../src/model.js';
import { seen, unseen } from '../support/fake-host.js';
import { loginPage } from '../support/login-page.js';
import { settings } from '../support/session-facts.js';

function stored(value: string | null): WhmcsSettings {
  const row = value === null ? ({ present: false } as const) : ({ present: true, value, key: 'RouteUriPathMode' } as const);
  return { ...settings({ present: false }), routeUriPathMode: row };
}

const pageWith = (action: string) => loginPage({ form: { action, hasToken: true } });
const basicPage = pageWith('https://billing.test/index.php?rp=/login');
const oldPage = pageWith('https://billing.test/dologin.php');

describe('the form that the log-in page shows', () => {
  it.each([
    ['https://billing.test/index.php?rp=/login', 'basic'],
    ['https://billing.test/index.php/login', 'index'],
    ['https://billing.test/login', 'rewrite'],
    ['https://billing.test/shop/login', 'rewrite'],
    // before 8.0 it posts to a file
    ['https://billing.test/dologin.php', null],
    ['javascript:void(0)', null],
    ['/login', null],
  ])('%s: %s', (action, form) => {
    expect(formOnPage(pageWith(action))).toBe(form);
  });

  it('is not to be seen where the page has none', () => {
    expect(formOnPage(loginPage({ form: null }))).toBeNull();
  });
});

describe('the stored mode', () => {
  it.each([
    ['basic', 'basic'],
    ['BASIC', 'basic'],
    [' basic ', 'basic'],
    ['acceptpathinfo', 'index'],
    ['AcceptPathInfo', 'index'],
    ['rewrite', 'rewrite'],
    ['whatever', 'rewrite'],
    ['', null],
    ['  ', null],
    [null, null],
  ])('%j: %s', (value, form) => {
    expect(formOfSetting(stored(value))).toBe(form);
  });
});

describe('the forms in use', () => {
  it('are one where page and setting agree', () => {
    expect(formsInUse(basicPage, seen(stored('basic')))).toEqual([{ form: 'basic', from: 'page' }]);
  });

  it('are two where they do not', () => {
    expect(formsInUse(basicPage, seen(stored('rewrite')))).toEqual([
      { form: 'basic', from: 'page' },
      { form: 'rewrite', from: 'setting' },
    ]);
  });

  it("are the setting's alone where the page tells none", () => {
    expect(formsInUse(oldPage, seen(stored('acceptpathinfo')))).toEqual([{ form: 'index', from: 'setting' }]);
  });

  it("are the page's alone where the setting is empty or could not be read", () => {
    expect(formsInUse(basicPage, seen(stored('')))).toEqual([{ form: 'basic', from: 'page' }]);
    expect(formsInUse(basicPage, unseen('denied'))).toEqual([{ form: 'basic', from: 'page' }]);
  });

  it('are none where neither tells', () => {
    expect(formsInUse(oldPage, seen(stored(null)))).toEqual([]);
    expect(formsInUse(oldPage, unseen('denied'))).toEqual([]);
  });
});

// https://docs.whmcs.com/Friendly_URLs
test.each<[string, UrlForm, string | undefined, string]>([
  ['https://billing.test/', 'basic', undefined, 'https://billing.test/index.php?rp=/login'],
  ['https://billing.test/', 'index', undefined, 'https://billing.test/index.php/login'],
  ['https://billing.test/', 'rewrite', undefined, 'https://billing.test/login'],
  ['https://billing.test/shop/', 'basic', '', 'https://billing.test/shop/index.php?rp=/login'],
  ['https://billing.test/shop/', 'index', '', 'https://billing.test/shop/index.php/login'],
  ['https://billing.test/shop/', 'rewrite', '', 'https://billing.test/shop/login'],
  ['https://billing.test/', 'basic', 'admin/', 'https://billing.test/admin/index.php?rp=/admin/login'],
  ['https://billing.test/', 'index', 'admin/', 'https://billing.test/admin/index.php/login'],
  ['https://billing.test/', 'rewrite', 'admin/', 'https://billing.test/admin/login'],
  ['https://billing.test/shop/', 'basic', 'my/office/', 'https://billing.test/shop/my/office/index.php?rp=/my/office/login'],
  ['https://billing.test/shop/', 'rewrite', 'my/office/', 'https://billing.test/shop/my/office/login'],
])('the route /login of %s, %s, folder %j: %s %s', (site, form, folder, address) => {
  expect(routeAddress(new URL(site), form, '/login', folder).href).toBe(address);
});

// as WHMCS's own settings page calls them
test.each([
  ['basic', 'Basic URLs'],
  ['index', 'Friendly index.php'],
  ['rewrite', 'Full Friendly Rewrite'],
] as const)('%s is shown as %s', (form, name) => {
  expect(formNames[form]).toBe(name);
});
