import { describe, expect, it } from 'vitest';
import { isTokenAmongFolders, isTokenLike, pathWithoutToken, routeWithoutToken, tokensOfPath } from '../../src/logic/reset-token.js';

const key = 'a1b2c3d4e5f6a7b8c9d0';

describe('a part that could be a token', () => {
  it.each([
    [true, key],
    [true, 'a1b2c3d4e5f6a7b8'],
    [false, 'a1b2c3d4e5f6a7b'],
    [false, 'abcdefghijklmnop'],
    [true, `${'a'.repeat(4095)}1`],
    [false, `${'a'.repeat(4096)}1`],
  ])('%s: %.40s', (expected, part) => {
    expect(isTokenLike(part)).toBe(expected);
  });

  it.each([
    [true, key],
    [true, 'kR3-xY9aZ2.bQ7mW5tLp'],
    [true, '0123456789abcdef0123456789abcdef'],
    [false, 'a1b2c3d4e5f6a7b8c9d'],
    [false, 'Kundenbereich-2.0-intern'],
    [false, 'WHMCS9-Members.Portal-v8'],
    [false, 'members-area-of-2024-and-more'],
    [false, 'membersareaoftheshop'],
    [false, '20241231202412312024'],
    [false, 'ein Ordner mit 2024 im Namen'],
  ])('in the place of a folder %s: %s', (expected, part) => {
    expect(isTokenAmongFolders(part)).toBe(expected);
  });
});

describe('the path of an address', () => {
  it.each([
    ['/whmcs-members-v8/', '/whmcs-members-v8/'],
    [`/shop/${key}/x`, '/shop'],
    ['/shop/password/reset/redeem/short', '/shop/password/reset/redeem'],
    ['/shop/redeem/short', '/shop/redeem'],
    ['/shop/user/verify/a1b2c3d4e5f6a7b8/more', '/shop/user/verify'],
    ['/shop/index.php/a1b2c3d4e5f6a7b8', '/shop/index.php'],
    ['/a1b2c3d4e5f6a7b8/index.php', '/a1b2c3d4e5f6a7b8/index.php'],
    [`/${'x'.repeat(4097)}/index.php`, ''],
    ['', ''],
  ])('%.60s ends before its token', (path, expected) => {
    expect(pathWithoutToken(path)).toBe(expected);
  });

  it('says of each segment whether it may be one', () => {
    expect(tokensOfPath(['', 'redeem', 'a', 'b'])).toEqual([false, false, true, false]);
  });
});

describe('a route', () => {
  it.each([
    ['/password/reset/redeem/short/more', '/password/reset/redeem'],
    ['/user/verify/a1b2c3d4e5f6a7b8/more', '/user/verify'],
    ['/whmcs-members-v8/login', ''],
    ['/login', '/login'],
  ])('%s ends before its token', (route, expected) => {
    expect(routeWithoutToken(route)).toBe(expected);
  });
});
