import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSetCookie } from '../../src/parse/set-cookie.js';

const now = Date.UTC(2026, 0, 1);

describe('parseSetCookie', () => {
  it('reads what WHMCS sends', async () => {
    expect(await parseSetCookie('WHMCSaB3dE5gH7jK9=0123abc; path=/; secure; HttpOnly', now)).toEqual({
      name: 'WHMCSaB3dE5gH7jK9',
      value: '0123abc',
      domain: null,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: null,
      expiresAt: null,
      domainIsPublicSuffix: false,
    });
  });

  it.each([
    ['a=b; SameSite=None', { sameSite: 'none' }],
    ['a=b; samesite=strict', { sameSite: 'strict' }],
    ['a=b; SameSite=Whatever', { sameSite: null }],
    ['a=b; Domain=.Example.COM', { domain: 'example.com', domainIsPublicSuffix: false }],
    ['a=b; Domain=co.uk', { domain: 'co.uk', domainIsPublicSuffix: true }],
    ['a=b; Domain=billing.test', { domainIsPublicSuffix: false }],
    ['a=b; Max-Age=60; Expires=Thu, 01-Jan-1970 00:00:01 GMT', { expiresAt: now + 60_000 }],
    ['a=b; Max-Age=0', { expiresAt: 0 }],
    ['a=b; Expires=Thu, 01-Jan-1970 00:00:01 GMT', { expiresAt: 1000 }],
    ['a=b; Path=foo', { path: null }],
  ])('%s', async (line, expected) => {
    expect(await parseSetCookie(line, now)).toMatchObject(expected);
  });

  it('reads nothing from what is no cookie, and never throws', async () => {
    for (const line of ['', 'nothing', '=x', 'a=b; '.repeat(10_000)]) expect(await parseSetCookie(line, now)).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (line) => (await parseSetCookie(line, now), true)),
    );
  });
});
