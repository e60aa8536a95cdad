import { describe, expect, it } from 'vitest';
import check from '../../../checks/proxy/visitor-address-not-restored.js';
import type { Restoration, WebServer } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import {
  cloudflareHeaders,
  direct,
  edge,
  everyRange,
  front,
  logins,
  personal,
  request,
  restoration,
  settings,
  unrestored,
  visitor,
  web,
} from './facts.js';

const judge = (change: Recorded) => judgement(check, { ...unrestored, ...change });
const half = web(restoration({ from: ['162.158.0.0/15'] }));
const unknownTrust = { 'database.settings': settings(null) };
const whole = { 'database.settings': settings(everyRange) };
const behind = (back: Partial<Restoration>, front: Restoration | null) =>
  web(restoration({ server: 'apache', header: 'X-Forwarded-For', ...back }), { behind: 'nginx', frontRestoration: front });
const other = { otherRestoration: 'fastcgi_param REMOTE_ADDR $http_cf_connecting_ip (/etc/nginx/nginx.conf:9)' };
const inside = logins('127.0.0.1', '127.0.0.1');

describe('visitor-address-not-restored', () => {
  it.each<[string, Recorded, string]>([
    ['the web server knows only some ranges', { 'web.server': half, 'database.addresses': logins(visitor) }, 'likely'],
    ['and a log-in shows it', { 'web.server': half }, 'proved'],
    ['trust is unknown and a log-in shows it', unknownTrust, 'proved'],
    ['trust is unknown and an older log-in shows it', { ...unknownTrust, 'database.addresses': logins(visitor, edge) }, 'likely'],
    [
      'PHP sees the edge against the configuration',
      { ...unknownTrust, 'web.server': web(restoration()), 'php.request': request(edge, cloudflareHeaders) },
      'proved',
    ],
    [
      'another proxy’s address is recorded',
      { 'proxy.front': { ...front, product: 'sucuri' }, 'database.addresses': logins('66.248.200.1') },
      'proved',
    ],
  ])('fails where %s', (_, change, confidence) => {
    expect(judge(change)).toMatchObject({ is: 'fail', cause: 'visitor-address-not-restored', confidence });
  });

  it.each<[string, Recorded, string]>([
    [
      'the log-ins are the machine’s behind another server',
      { 'proxy.front': direct, 'web.server': web(null, { behind: 'nginx' }), 'database.addresses': inside },
      'proved',
    ],
    [
      'PHP sees the machine with a forwarding header',
      { 'proxy.front': direct, 'php.request': request('127.0.0.1', ['HTTP_X_FORWARDED_FOR']), 'database.addresses': logins() },
      'likely',
    ],
    ['a tunnel ends on the machine', { 'database.addresses': inside }, 'proved'],
  ])('blames a local proxy where %s', (_, change, confidence) => {
    expect(judge(change)).toMatchObject({ is: 'fail', cause: 'local-proxy-untrusted', confidence });
  });

  it.each<[string, Recorded]>([
    ['nothing is in front', { 'proxy.front': direct, 'database.addresses': inside }],
    ['the web server restores', { 'web.server': web(restoration()) }],
    ['WHMCS trusts all ranges', { 'database.settings': settings(everyRange), 'database.addresses': logins(edge) }],
    ['the newest log-ins are visitors’', { ...unknownTrust, 'database.addresses': logins(visitor, visitor, visitor, edge) }],
    [
      'WHMCS trusts the machine',
      {
        'proxy.front': direct,
        'web.server': web(null, { behind: 'nginx' }),
        'database.settings': settings(['127.0.0.1']),
        'database.addresses': inside,
      },
    ],
    [
      'Apache restores from the machine',
      {
        'proxy.front': direct,
        'web.server': web(restoration({ server: 'apache', header: 'X-Forwarded-For', from: ['127.0.0.1'] }), { behind: 'nginx' }),
        'database.addresses': inside,
      },
    ],
    ['the log-ins are of several people in the network', { ...whole, 'database.addresses': logins('10.0.0.5', '10.0.0.6') }],
    [
      'somebody in the network comes through a machine that is believed',
      {
        'proxy.front': direct,
        'web.server': web(null, { behind: 'nginx' }),
        'database.settings': settings(['127.0.0.1']),
        'database.addresses': logins('192.168.1.5'),
      },
    ],
    [
      'something else restores beside an old balancer’s range',
      { 'web.server': web(restoration({ from: ['203.0.113.9'] }), other), 'database.addresses': logins(visitor) },
    ],
    [
      'something else restores beside a header that is not sent',
      { 'web.server': web(restoration({ header: 'X-Client' }), other), 'database.addresses': logins(visitor) },
    ],
    ['nginx restores from Cloudflare and Apache from nginx', { 'web.server': behind({ from: ['127.0.0.1'] }, restoration()) }],
    [
      'Apache reads Cloudflare’s own header, which nginx passes on',
      { 'web.server': behind({ header: 'CF-Connecting-IP', from: ['127.0.0.1'] }, null) },
    ],
    [
      'a tunnel ends on the machine, which nginx believes',
      { 'web.server': web(restoration({ from: ['127.0.0.1', 'fd00::/8'] })), 'database.addresses': logins(visitor) },
    ],
    [
      'the asking machine is itself inside',
      {
        'proxy.front': direct,
        'php.request': request('10.0.0.5', ['HTTP_X_FORWARDED_FOR'], {
          forwardedFor: { HTTP_X_FORWARDED_FOR: personal('10.0.0.5', 'private') },
        }),
      },
    ],
  ])('is silent where %s', (_, change) => {
    expect(judge(change)).toMatchObject({ is: 'pass' });
  });

  it('names the hop, and is not sure of a private one', () => {
    expect(judge({ 'database.addresses': inside })).toMatchObject({ subject: '127.0.0.1', confidence: 'proved' });
    expect(judge({ 'database.addresses': logins('172.18.0.1', '172.18.0.1') })).toMatchObject({
      cause: 'local-proxy-untrusted',
      subject: '172.18.0.1',
      confidence: 'likely',
    });
  });

  it.each<[string, WebServer]>([
    ['nginx knows some ranges', behind({ from: ['127.0.0.1'] }, restoration({ from: ['162.158.0.0/15'] }))],
    ['nginx restores nothing and Apache stops at it', behind({ from: ['127.0.0.1'] }, null)],
    ['Apache does not believe nginx', behind({ from: ['10.9.9.9'] }, restoration())],
  ])('fails for two servers in a row where %s', (_, server) => {
    expect(judge({ 'web.server': server })).toMatchObject({ is: 'fail', cause: 'visitor-address-not-restored' });
  });

  it('leaves to other checks what is theirs', () => {
    expect(judge({})).toMatchObject({ is: 'skip' });
    expect(judge({ 'web.server': web(restoration({ header: 'X-Real-IP' })) })).toMatchObject({ is: 'skip' });
    const tunnelled = logins('127.0.0.1', '127.0.0.1', '127.0.0.1');
    expect(judge({ 'php.request': request(edge, cloudflareHeaders), 'database.addresses': tunnelled })).toMatchObject({ is: 'skip' });
    expect(judge({ 'proxy.front': { ...front, product: 'akamai' } })).toMatchObject({ is: 'skip' });
  });

  it('does not know what it could not see', () => {
    const tunnel = web(restoration({ from: ['172.18.0.0/16'] }));
    expect(judge({ 'web.server': tunnel, 'database.addresses': logins() })).toMatchObject({ is: 'unknown' });
    expect(judge({ 'proxy.front': gap('timeout') })).toMatchObject({ is: 'unknown' });
  });

  it.each<[string, Recorded, RegExp]>([
    ['nobody has logged in', { 'database.addresses': logins() }, /^no log-in is recorded/],
    ['the log-ins were out of sight', { 'database.addresses': gap('denied') }, /^the recorded log-ins, .* could not be read$/],
    [
      'they came from the inside, through a machine that is believed',
      { 'web.server': web(restoration({ from: ['127.0.0.1'] })), 'database.addresses': inside },
      /^the newest log-ins come from this machine or its network/,
    ],
    [
      'something else may restore',
      { 'web.server': web(restoration({ from: ['203.0.113.9'] }), other), 'database.addresses': logins() },
      /^whether fastcgi_param REMOTE_ADDR .* restores it could not be seen, and no log-in is recorded/,
    ],
  ])('says why it does not know: %s', (_, change, reason) => {
    expect(judge({ ...unknownTrust, ...change })).toMatchObject({ is: 'unknown', reason: expect.stringMatching(reason) as unknown });
  });
});
