import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/logic/url-identity.js';
import { routeModeOf, routeStart, siteOfPage } from '../../src/logic/whmcs-routes.js';

describe('siteOfPage and routeModeOf', () => {
  it.each([
    ['https://x.com/billing/index.php?rp=/login', 'https://x.com/billing/', 'basic'],
    ['https://x.com/index.php/login', 'https://x.com/', 'index'],
    ['https://x.com/billing/login', 'https://x.com/billing/', 'rewrite'],
    ['https://x.com/billing/dologin.php', 'https://x.com/billing/', null],
    ['https://x.com/clientarea.php', 'https://x.com/', null],
    ['https://x.com/client/', 'https://x.com/client/', null],
    ['https://x.com/client', 'https://x.com/client/', null],
    ['https://x.com/password/reset/redeem/0123456789abcdef', 'https://x.com/', 'rewrite'],
    ['https://x.com/store/ssl', 'https://x.com/', 'rewrite'],
  ])('%s is a page of %s', (page, site, mode) => {
    expect(addressOf(siteOfPage(new URL(page)))).toBe(site);
    expect(routeModeOf(new URL(page))).toBe(mode);
  });
});

describe('routes of the client area', () => {
  it.each([
    'login',
    'logout',
    'register',
    'password',
    'account',
    'user',
    'auth',
    'clientarea',
    'announcements',
    'knowledgebase',
    'download',
    'downloads',
    'contact',
    'store',
    'cart',
    'domain',
    'invoice',
    'upgrade',
    'subscription',
  ])('/%s', (route) => {
    expect(routeModeOf(new URL(`https://x.com/billing/${route}`))).toBe('rewrite');
    expect(addressOf(siteOfPage(new URL(`https://x.com/billing/${route}/x`)))).toBe('https://x.com/billing/');
  });

  it.each<[readonly string[], number]>([
    [['', 'billing', 'login'], 2],
    [['', 'login'], 1],
    [['', 'Login'], 1],
    [['', 'clientarea.PHP'], 1],
    [['', 'clientarea.php.old'], -1],
    [['', 'a.php', 'b.php'], 1],
    [['login', 'x'], -1],
    [['a.php'], -1],
    [['', 'mylogin', 'logins'], -1],
    [[], -1],
  ])('begin in %j at %i', (segments, at) => {
    expect(routeStart(segments)).toBe(at);
  });

  it.each([
    ['https://x.com/index.php', null],
    ['https://x.com/index.php/', null],
    ['https://x.com/index.php/login', 'index'],
    ['https://x.com//index.php//login', 'index'],
    ['https://x.com/index.php/login/index.php', 'index'],
    ['https://x.com/', null],
    ['https://x.com/?rp=/login', 'basic'],
  ])('%s is written as %s', (url, mode) => {
    expect(routeModeOf(new URL(url))).toBe(mode);
  });
});
