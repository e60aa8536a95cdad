import { describe, expect, it, test } from 'vitest';
import { cacheHeaders, cacheSign, headerOf, isGatewayError, isNoPage, isRedirect, printable } from '../../src/logic/http-answer.js';

describe('a header', () => {
  const headers = [
    ['via', '1.1 one'],
    ['server', 'nginx'],
    ['via', '1.1 two'],
    ['x-empty', ''],
  ] as const;

  it.each([
    ['server', 'nginx'],
    ['via', '1.1 one, 1.1 two'],
    ['x-empty', ''],
    ['x-none', null],
    ['ser', null],
  ])('%s is %j', (name, value) => {
    expect(headerOf(headers, name)).toBe(value);
  });

  it('is absent where there are none', () => {
    expect(headerOf([], 'server')).toBeNull();
  });
});

describe("Cloudflare's cf-cache-status", () => {
  it.each(['HIT', 'STALE', 'UPDATING', 'REVALIDATED', 'EXPIRED', 'hit', ' HIT '])('%j is a copy out of the cache', (value) => {
    expect(cacheSign({ 'cf-cache-status': value })).toBe(`cf-cache-status: ${value}`);
  });

  it.each(['DYNAMIC', 'MISS', 'BYPASS', 'NONE', 'UNKNOWN', '', 'NOHIT'])('%j is not', (value) => {
    expect(cacheSign({ 'cf-cache-status': value })).toBeNull();
  });

  it('that is healthy leaves a cache behind Cloudflare to be seen', () => {
    expect(cacheSign({ 'cf-cache-status': 'DYNAMIC', 'x-proxy-cache': 'HIT' })).toBe('x-proxy-cache: HIT');
  });
});

/** As each cache writes it. */
const hits = [
  ['x-cache', 'Hit from cloudfront'],
  ['x-proxy-cache', 'HIT'],
  ['x-cache-status', 'HIT'],
  ['x-fastcgi-cache', 'HIT'],
  ['x-nginx-cache', 'HIT'],
  ['x-nginx-cache-status', 'STALE'],
  ['x-srcache-fetch-status', 'HIT'],
  ['x-litespeed-cache', 'hit'],
  ['x-lsadc-cache', 'hit'],
  ['x-qc-cache', 'hit'],
  ['x-sucuri-cache', 'HIT'],
  ['x-hcdn-cache-status', 'HIT'],
  ['x-kinsta-cache', 'HIT'],
  ['x-cdn-cache', 'HIT'],
  ['x-cdn-cache-status', 'UPDATING'],
  ['cdn-cache', 'HIT'],
  ['x-edge-cache', 'HIT'],
  ['x-rack-cache', 'stale, valid, store'],
  ['x-drupal-cache', 'HIT'],
  ['cache-status', 'ExampleCache; hit; ttl=376'],
] as const;

describe('a shared cache shows itself', () => {
  it.each(hits)('by %s: %s', (name, value) => {
    expect(cacheSign({ [name]: value })).toBe(`${name}: ${value}`);
    expect(cacheHeaders).toContain(name);
  });

  it.each([
    ['x-cache', 'TCP_HIT'],
    ['x-cache', 'MISS, HIT'],
    ['x-cache', 'MISS,HIT'],
    ['x-cache', 'cache-fra:hit'],
    ['x-cache', 'stale'],
    ['x-cache', 'updating'],
    ['x-cache', 'Hit'],
  ])('by %s: %s', (name, value) => {
    expect(cacheSign({ [name]: value })).toBe(`${name}: ${value}`);
  });

  it.each([
    ['x-cache', 'Miss from cloudfront'],
    ['x-cache', 'MISS'],
    ['x-cache', 'BYPASS'],
    ['x-cache', ''],
    ['x-cache', 'hits=0'],
    ['x-cache', 'white'],
    ['x-cache', 'no-hit'],
    ['x-cache', 'hit-for-pass'],
    ['x-litespeed-cache', 'hit,private'],
    ['x-litespeed-cache', 'hit, Private'],
    ['x-litespeed-cache', 'miss'],
    ['cache-status', 'ExampleCache; fwd=uri-miss; stored'],
    ['x-other-cache', 'HIT'],
  ])('not by %s: %s', (name, value) => {
    expect(cacheSign({ [name]: value })).toBeNull();
  });

  it('where "private" is a part of another word', () => {
    for (const value of ['HIT from privatecloud', 'HIT from nonprivate']) expect(cacheSign({ 'x-cache': value })).toBe(`x-cache: ${value}`);
  });

  it('by the first of several headers that says so', () => {
    expect(cacheSign({ 'x-cache': 'MISS', 'x-edge-cache': 'HIT', age: '9' })).toBe('x-edge-cache: HIT');
    expect(cacheSign({ 'x-cache': 'MISS', 'x-varnish': '1 2', age: '9' })).toBe('x-varnish: 1 2');
    expect(cacheSign({ 'x-cache': 'MISS', 'x-varnish': '1', age: '9' })).toBe('age: 9');
  });

  it('not where there is no header at all', () => {
    expect(cacheSign({})).toBeNull();
  });
});

describe("Varnish's two numbers", () => {
  it.each([
    ['32770 3', true],
    [' 32770 3 ', true],
    ['32770, 3', true],
    ['32770,3', true],
    ['1  2', true],
    [`${'1'.repeat(20)} ${'2'.repeat(20)}`, true],
    ['32770', false],
    ['', false],
    ['32770 ', false],
    ['32770 x', false],
    ['x 32770 3', false],
    ['32770 3 4', false],
    ['id=32770 3', false],
    [`${'1'.repeat(21)} 2`, false],
    [`1 ${'2'.repeat(21)}`, false],
  ])('%j: taken from the cache is %s', (value, cached) => {
    expect(cacheSign({ 'x-varnish': value })).toBe(cached ? `x-varnish: ${value}` : null);
  });
});

describe('an age', () => {
  it.each([
    ['1', true],
    ['120', true],
    [' 7 ', true],
    ['9999999999', true],
    ['0', false],
    ['', false],
    ['00', false],
    ['-1', false],
    ['soon', false],
    ['12 s', false],
    ['a 12', false],
    ['99999999999', false],
  ])('of %j says that an answer was kept: %s', (value, cached) => {
    expect(cacheSign({ age: value })).toBe(cached ? `age: ${value}` : null);
  });
});

test('the headers that are worth keeping are those by which a cache is recognised', () => {
  expect(cacheHeaders.slice(0, 3)).toEqual(['age', 'cf-cache-status', 'x-varnish']);
  expect(cacheHeaders).toHaveLength(3 + hits.length);
});

describe('a status', () => {
  it.each([
    [500, false],
    [501, false],
    [502, true],
    [503, false],
    [504, true],
    [505, false],
    [519, false],
    [520, true],
    [522, true],
    [530, true],
    [531, false],
    [200, false],
  ])('%s is a gateway’s about what stands behind it: %s', (status, gateway) => {
    expect(isGatewayError(status)).toBe(gateway);
  });

  it.each([
    [null, true],
    [404, true],
    [410, true],
    [502, true],
    [504, true],
    [521, true],
    [200, false],
    [301, false],
    [403, false],
    [405, false],
    [409, false],
    [411, false],
    [500, false],
    [503, false],
  ])('%s means that there is no page: %s', (status, none) => {
    expect(isNoPage(status)).toBe(none);
  });

  it.each([
    [300, false],
    [301, true],
    [302, true],
    [303, true],
    [304, false],
    [305, false],
    [306, false],
    [307, true],
    [308, true],
    [309, false],
    [200, false],
    [201, false],
  ])('%s sends a browser elsewhere: %s', (status, redirect) => {
    expect(isRedirect(status)).toBe(redirect);
  });
});

describe('a printable line', () => {
  it.each([
    ['one\r\ntwo', 'one two'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\u0000\u0001b', 'a b'],
    ['a\tb', 'a b'],
    ['a\u007fb\u0085c\u009fd', 'a b c d'],
    ['a\u2028b\u2029c', 'a b c'],
    ['left\u200eto\u200fright', 'left to right'],
    ['turned\u202aone\u202ethere', 'turned one there'],
    ['kept\u2066apart\u2069there', 'kept apart there'],
    ['  spaced  ', 'spaced'],
    ['\n', ''],
    ['', ''],
    ['Zoë ’quoted’ 日本 ~', 'Zoë ’quoted’ 日本 ~'],
    ['\u00a0x\u00a0y', 'x\u00a0y'],
  ])('%j becomes %j', (text, line) => {
    expect(printable(text)).toBe(line);
  });

  it('is cut after 300 characters, or after as many as are wanted', () => {
    expect(printable('x'.repeat(300))).toBe('x'.repeat(300));
    expect(printable('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
    expect(printable('12345', 5)).toBe('12345');
    expect(printable('123456', 5)).toBe('1234…');
  });

  it('is cleaned before it is cut', () => {
    expect(printable(' \n12345\n ', 5)).toBe('12345');
  });
});
