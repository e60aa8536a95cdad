import { describe, expect, it } from 'vitest';
import check from '../../../checks/proxy/trusted-proxies-missing.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import {
  cloudflareHeaders,
  direct,
  edge,
  everyRange,
  front,
  logins,
  request,
  restoration,
  settings,
  unrestored,
  visitor,
  web,
} from './facts.js';

const judge = (change: Recorded) => judgement(check, { ...unrestored, ...change });

describe('trusted-proxies-missing', () => {
  it.each<[string, Recorded, string]>([
    ['a recorded log-in from the edge', {}, 'proved'],
    ['what PHP sees', { 'php.request': request(edge, cloudflareHeaders), 'database.addresses': gap('absent') }, 'proved'],
    ['an older log-in from the edge', { 'database.addresses': logins(visitor, edge) }, 'likely'],
    ['the web server’s configuration alone', { 'database.addresses': logins() }, 'likely'],
    [
      'what PHP sees, though the newest log-ins came through an SSH tunnel',
      { 'php.request': request(edge, cloudflareHeaders), 'database.addresses': logins('127.0.0.1', '127.0.0.1', '127.0.0.1') },
      'proved',
    ],
    ['only others in the list', { 'database.settings': settings(['10.0.0.0/8']) }, 'proved'],
  ])('fails by %s', (_, change, confidence) => {
    expect(judge(change)).toMatchObject({ is: 'fail', cause: 'trusted-proxies-missing', confidence });
  });

  it.each<[string, Recorded]>([
    ['no proxy in front', { 'proxy.front': direct }],
    ['the list holds the ranges', { 'database.settings': settings(everyRange) }],
    ['nginx restores', { 'web.server': web(restoration()) }],
    ['nginx restores from X-Forwarded-For', { 'web.server': web(restoration({ header: 'X-Forwarded-For', recursive: true })) }],
    ['nginx restores over IPv4', { 'web.server': web(restoration({ from: everyRange.filter((range) => !range.includes(':')) })) }],
    ['Apache restores', { 'web.server': web(restoration({ server: 'apache' })) }],
    ['PHP sees the visitor, whatever the configuration', { 'php.request': request(visitor, cloudflareHeaders) }],
    [
      'an unseen server restores: the newest log-ins are visitors’',
      { 'web.server': gap('denied'), 'database.addresses': logins(visitor, visitor, visitor, edge) },
    ],
    [
      'a tunnel ends on the machine, which nginx believes',
      { 'web.server': web(restoration({ from: ['127.0.0.1', '::1'] })), 'database.addresses': logins(visitor) },
    ],
    [
      'a tunnel ends on the machine, which WHMCS trusts',
      { 'database.settings': settings(['127.0.0.1']), 'database.addresses': logins(visitor) },
    ],
  ])('is silent where %s', (_, change) => {
    expect(judge(change)).toMatchObject({ is: 'pass' });
  });

  it.each<[string, Recorded]>([
    ['the row is absent', { 'database.settings': settings(null) }],
    ['the row cannot be decoded', { 'database.settings': settings([], { trustedProxies: { shape: 'undecodable', entries: [] } }) }],
    ['the proxy is another', { 'proxy.front': { ...front, product: 'fastly' } }],
    ['the web server’s own restoration is broken', { 'web.server': web(restoration({ from: ['162.158.0.0/15'] })) }],
    ['a tunnel ends on the machine, which nobody trusts', { 'database.addresses': logins('127.0.0.1') }],
    ['nothing about the proxy can be seen from here', { 'proxy.front': gap('disabled') }],
  ])('skips where %s', (_, change) => {
    expect(judge(change)).toMatchObject({ is: 'skip' });
  });

  it('does not know where nothing proves either', () => {
    expect(judge({ 'web.server': gap('denied'), 'database.addresses': logins() })).toMatchObject({ is: 'unknown' });
    const other = web(null, { otherRestoration: 'LiteSpeed' });
    const named = { is: 'unknown', reason: expect.stringContaining('whether LiteSpeed restores') as unknown };
    expect(judge({ 'web.server': other, 'database.addresses': logins() })).toMatchObject(named);
    const old = web(restoration({ from: ['203.0.113.9'] }), { otherRestoration: 'LiteSpeed' });
    expect(judge({ 'web.server': old, 'database.addresses': logins() })).toMatchObject(named);
    expect(judge({ 'database.settings': settings(['172.18.0.0/16']), 'database.addresses': logins() })).toMatchObject({ is: 'unknown' });
    expect(judge({ 'proxy.front': { ...direct, state: 'undetermined' } })).toMatchObject({ is: 'unknown' });
    expect(judge({ 'database.settings': gap('timeout') })).toMatchObject({ is: 'unknown' });
  });
});
