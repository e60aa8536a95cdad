import { describe, expect, test } from 'vitest';
import shared from '../../../checks/access/shared-address-banned.js';
import visitor from '../../../checks/access/visitor-banned.js';
import { cloudflareRanges } from '../../../src/knowledge/cloudflare-ranges.js';
import type { Ban, BannedAddresses, PhpView } from '../../../src/model.js';
import { gap, judgement, judgements, type Gap, type Recorded } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { setter, systemZone } from '../../support/zone-facts.js';
import { direct, edge, front, logins, personal, request, restoration, settings, web } from '../proxy/facts.js';
import { address, ban, banned, later, now, over, report } from './facts.js';

const theirs = address('203.0.113.9');
const php: PhpView = phpView();

describe('visitor-banned', () => {
  const judge = (bans: BannedAddresses | Gap, more: Recorded = {}) =>
    judgement(visitor, {
      'operator.report': report({ visitorIp: theirs }),
      'access.bans': bans,
      'php.web': php,
      'clock.now': now,
      ...more,
    });

  test.each([
    ['nobody', banned(), 'pass'],
    ['somebody else', banned(ban('203.0.113.90')), 'pass'],
    ['the visitor', banned(ban('203.0.113.9', { visitor: true })), 'fail'],
    ['his network', banned(ban('203.0.*.*', { visitor: true, form: 'wildcard' })), 'fail'],
    ['the visitor, until a quarter of an hour ago', banned(ban('203.0.113.9', { visitor: true, expires: over })), 'pass'],
    ['the visitor, twice', banned(ban('203.0.113.9', { visitor: true, expires: over }), ban('203.0.113.9', { visitor: true })), 'fail'],
    ['the visitor, for how long is not stored', banned(ban('203.0.113.9', { visitor: true, expires: null })), 'warn'],
    ['a form that is not documented', banned(ban('203.0.113.0/24', { visitor: true, form: 'range' })), 'warn'],
    ['the same token, in a bundle', banned(ban('203.0.113.9')), 'fail'],
    ['too many', { ...banned(), complete: false }, 'skip'],
  ] as const)('%s', (_, bans, is) => {
    expect(judge(bans).is).toBe(is);
  });

  test('is by PHP’s clock, and only possible where its zone is not known', () => {
    const hit = banned(ban('203.0.113.9', { visitor: true }));
    expect(judge(hit, { 'php.web': gap('absent') })).toMatchObject({ is: 'warn', confidence: 'possible' });
    expect(judge(hit)).toMatchObject({ is: 'fail', confidence: 'likely', cause: 'visitor-banned', subject: '203.0.113.9' });
  });

  test('is by the zone that code sets', () => {
    // Until five in the morning in Los Angeles, where it is four; by UTC that was seven hours ago.
    const hit = banned(ban('203.0.113.9', { visitor: true, expires: '2026-11-22 05:00:00' }));
    const angeles = setter({ place: 'configuration', zone: 'America/Los_Angeles' });
    expect(judge(hit).is).toBe('pass');
    expect(judge(hit, { 'zone.system': systemZone(angeles) }).is).toBe('fail');
    expect(judge(hit, { 'zone.system': systemZone({ ...angeles, scope: 'condition' }) })).toMatchObject({ confidence: 'possible' });
  });

  test('nobody named, no address, no look', () => {
    expect(judge(banned(), { 'operator.report': report() })).toMatchObject({ is: 'skip', reason: expect.stringContaining('--visitor-ip') });
    expect(judge(banned(), { 'operator.report': report({ visitorIp: address('x', 'invalid') }) }).is).toBe('skip');
    expect(judge(gap('timeout')).is).toBe('unknown');
    expect(judge(gap('unsupported')).is).toBe('skip');
    expect(judge(banned(), { 'clock.now': gap('timeout') }).is).toBe('unknown');
  });
});

const ranges = { ...cloudflareRanges, source: 'published' } as const;
/** A server of its own, at 192.0.2.10. */
const alone: Recorded = {
  'php.web': php,
  'clock.now': now,
  'proxy.front': direct,
  'proxy.ranges': ranges,
  'proxy.dns': { name: 'billing.test', local: ['192.0.2.10'], visitors: ['192.0.2.10'], resolver: 'x' },
  'database.settings': settings([]),
  'web.server': web(null),
  'database.addresses': logins('203.0.113.9', '203.0.113.77'),
};
const proxied: Recorded = { ...alone, 'proxy.front': front, 'proxy.dns': gap('absent'), 'database.addresses': logins(edge) };

describe('shared-address-banned', () => {
  const judge = (facts: Recorded, ...bans: readonly Ban[]) => judgement(shared, { ...facts, 'access.bans': banned(...bans) });

  test.each([
    ['no ban', alone, [], 'pass'],
    ['a visitor’s', alone, [ban('203.0.113.9')], 'pass'],
    ['a person’s in the company’s network', alone, [ban('10.0.0.57', {}, 'private')], 'pass'],
    ['Cloudflare’s, where nobody comes through it', alone, [ban(edge, {}, 'cloudflare')], 'pass'],
    ['this machine’s, long ago', alone, [ban('127.0.0.1', { expires: '2019-07-01 10:00:00' }, 'loopback')], 'pass'],
    ['this machine’s', alone, [ban('127.0.0.1', {}, 'loopback')], 'warn'],
    ['this server’s', alone, [ban('192.0.2.10')], 'warn'],
    ['a network with this server in it', alone, [ban('192.0.2.*', { form: 'wildcard' })], 'warn'],
    ['everybody’s', alone, [ban('*', { form: 'everybody' })], 'fail'],
    ['the edge’s', proxied, [ban(edge, {}, 'cloudflare')], 'fail'],
    ['a part of Cloudflare’s network', proxied, [ban('162.158.*.*', { form: 'wildcard' }, 'cloudflare')], 'fail'],
    ['the edge’s, until a moment ago', proxied, [ban(edge, { expires: over }, 'cloudflare')], 'pass'],
    [
      'the edge’s, though addresses are restored',
      { ...proxied, 'web.server': web(restoration()), 'database.addresses': logins('203.0.113.9') },
      [ban(edge, {}, 'cloudflare')],
      'warn',
    ],
    ['a visitor’s behind Cloudflare', proxied, [ban('203.0.113.9')], 'pass'],
  ] as const)('%s', (_, facts, bans, is) => {
    expect(judge(facts, ...bans).is).toBe(is);
  });

  test('a hop of this machine’s network, with which everybody arrives', () => {
    const behind = {
      ...alone,
      'web.server': web(null, { server: 'apache', behind: 'nginx' }),
      'database.addresses': {
        ...logins(),
        adminLogins: ['1', '2'].map((day) => ({
          address: personal('10.0.0.2', 'private'),
          column: 'tbladminlog.ipaddress',
          at: `2026-11-0${day} 10:00:00`,
          account: Number(day),
        })),
      },
    } as const;
    expect(judge(behind, ban('10.0.0.2', {}, 'private'))).toMatchObject({
      is: 'fail',
      cause: 'shared-address-banned',
      subject: '10.0.0.2',
    });
    expect(judge(behind, ban('10.0.0.57', {}, 'private')).is).toBe('pass');
  });

  test('what PHP and the outside know as the server’s own address', () => {
    const facts = {
      ...alone,
      'proxy.dns': gap('absent'),
      'php.request': request('203.0.113.9', []),
      'net.public-address': { address: '198.51.100.9', source: 'x' },
    } as const;
    expect(judge(facts, ban('198.51.100.9')).is).toBe('warn');
    expect(judge(facts, ban('192.0.2.10')).is).toBe('warn');
  });

  test('without a zone only a ban that locks everybody out is possible', () => {
    const blind = { 'php.web': gap('absent') } as const;
    expect(judge({ ...proxied, ...blind }, ban(edge, {}, 'cloudflare'))).toMatchObject({ is: 'warn', confidence: 'possible' });
    expect(judge({ ...alone, ...blind }, ban('127.0.0.1', { expires: later }, 'loopback')).is).toBe('pass');
  });

  test('is over by the zone that code sets', () => {
    const tokyo = { 'zone.system': systemZone(setter({ place: 'configuration' })) };
    const until = ban(edge, { expires: '2026-11-22 20:00:00' }, 'cloudflare');
    expect(judge(proxied, until).is).toBe('fail');
    expect(judge({ ...proxied, ...tokyo }, until).is).toBe('pass');
  });

  test('names each such ban, and at most ten', () => {
    const many = Array.from({ length: 30 }, (_, index) => ban(`162.158.1.${index}`, {}, 'cloudflare'));
    expect(judgements(shared, { ...proxied, 'access.bans': banned(...many) })).toHaveLength(10);
  });

  test('what could not be read is not healthy', () => {
    expect(judgement(shared, { ...alone, 'access.bans': gap('timeout') }).is).toBe('unknown');
    expect(judgement(shared, { ...alone, 'access.bans': { ...banned(), complete: false } }).is).toBe('skip');
    expect(judgement(shared, { ...alone, 'access.bans': { ...banned(), unread: 2 } }).is).toBe('skip');
    expect(judgement(shared, { 'access.bans': banned(ban('203.0.113.9')), 'clock.now': now }).is).toBe('pass');
  });
});
