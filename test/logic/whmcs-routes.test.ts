import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/logic/url-identity.js';
import { routeModeOf, siteOfPage } from '../../src/logic/whmcs-routes.js';

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
