import { describe, expect, it } from 'vitest';
import check from '../../../checks/proxy/proxy-header-wrong.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { cloudflareHeaders, direct, edge, everyRange, front, request, restoration, settings, unrestored, visitor, web } from './facts.js';

const header = (value: string, entries: readonly string[] = everyRange) =>
  settings(entries, { proxyHeader: { present: true, value, key: 'proxyHeader' } });
const judge = (change: Recorded) => judgement(check, { ...unrestored, 'database.settings': settings(everyRange), ...change });

describe('proxy-header-wrong', () => {
  it.each(['X_REAL_IP', 'X-Client-IP', 'TRUE_CLIENT_IP'])('%s is not sent by Cloudflare', (value) => {
    expect(judge({ 'database.settings': header(value) })).toMatchObject({ is: 'fail', cause: 'proxy-header-wrong', confidence: 'likely' });
    expect(judge({ 'database.settings': header(value), 'php.request': request(edge, cloudflareHeaders) })).toMatchObject({
      confidence: 'proved',
    });
  });
  it('a header that really arrives is right', () => {
    const arriving = request(edge, [...cloudflareHeaders, 'HTTP_TRUE_CLIENT_IP']);
    expect(judge({ 'database.settings': header('TRUE_CLIENT_IP'), 'php.request': arriving })).toMatchObject({ is: 'pass' });
  });
  it('a nearer proxy’s request proves nothing about Cloudflare', () => {
    expect(
      judge({ 'database.settings': header('CF_CONNECTING_IP'), 'php.request': request('127.0.0.1', ['HTTP_X_FORWARDED_FOR']) }),
    ).toMatchObject({ is: 'pass' });
  });
  it('names nginx’s header where WHMCS does not help itself', () => {
    const nginx = web(restoration({ header: null }));
    expect(judge({ 'web.server': nginx, 'database.settings': settings([]) })).toMatchObject({ is: 'fail', subject: 'X_REAL_IP' });
    expect(judge({ 'web.server': nginx })).toMatchObject({ is: 'pass' });
    expect(judgements(check, { ...unrestored, 'web.server': nginx, 'database.settings': header('X_REAL_IP') })).toHaveLength(2);
  });
  it('sees that the header was removed', () => {
    const removed = request(edge, ['HTTP_CF_RAY', 'HTTP_CF_VISITOR']);
    expect(judge({ 'php.request': removed })).toMatchObject({ is: 'fail', cause: 'proxy-header-removed', confidence: 'proved' });
    expect(judge({ 'php.request': request(visitor, ['HTTP_CF_RAY']) })).toMatchObject({ is: 'pass' });
  });
  it.each<[string, Recorded, string]>([
    ['blank', { 'database.settings': header('') }, 'pass'],
    ['an absent row', {}, 'pass'],
    ['the name as HTTP writes it', { 'database.settings': header('CF-Connecting-IP') }, 'pass'],
    ['no trust at all', { 'database.settings': header('X_REAL_IP', []) }, 'pass'],
    ['a server that restores', { 'web.server': web(restoration()), 'database.settings': header('X_REAL_IP') }, 'pass'],
    ['no proxy', { 'proxy.front': direct, 'database.settings': header('X_REAL_IP') }, 'pass'],
    ['a proxy of no known product', { 'proxy.front': { ...front, product: 'generic' }, 'database.settings': header('X_REAL_IP') }, 'skip'],
    ['an undetermined proxy', { 'proxy.front': { ...direct, state: 'undetermined' } }, 'unknown'],
    ['a gap', { 'database.settings': gap('timeout') }, 'unknown'],
  ])('%s: %s', (_, change, is) => {
    expect(judge(change)).toMatchObject({ is });
  });
});

it.each(['CF_RAY', 'CF_VISITOR', 'CF_IPCOUNTRY', 'CDN_LOOP'])('%s is a mark that stays where the address is taken away', (mark) => {
  const arriving = (...names: readonly string[]) => ({
    'php.request': request(
      edge,
      names.map((name) => `HTTP_${name}`),
    ),
  });
  expect(judge(arriving('X_FORWARDED_PROTO', mark))).toMatchObject({
    is: 'fail',
    cause: 'proxy-header-removed',
    evidence: [{ label: 'Headers that arrive', saw: expect.stringContaining(mark) }],
  });
  expect(judge(arriving(mark, 'X_FORWARDED_FOR')).is).toBe('pass');
  expect(judge(arriving('X_FORWARDED_PROTO')).is).toBe('pass');
});
