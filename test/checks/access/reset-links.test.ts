import { describe, expect, test } from 'vitest';
import drops from '../../../checks/access/redirect-drops-path.js';
import expired from '../../../checks/access/reset-link-expired.js';
import mails from '../../../checks/access/reset-mail-link-differs.js';
import missing from '../../../checks/access/reset-token-missing.js';
import type { ResetMails, ResetRedirects, ResetRequest } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { settings } from '../../support/session-facts.js';
import { now, setter, systemZone } from '../../support/zone-facts.js';

const link = (differs: Partial<ResetRedirects['links'][number]> = {}): ResetRedirects['links'][number] => ({
  from: 'https://billing.test/',
  why: 'www-twin',
  arrives: 'kept',
  to: 'https://www.billing.test/index.php?rp=/password/reset/redeem/…',
  ...differs,
});

describe('redirect-drops-path', () => {
  const said = (...links: ResetRedirects['links']) => judgements(drops, { 'reset.redirects': { links } });

  test.each<[string, ResetRedirects['links'], string]>([
    ['no redirect', [], 'skip'],
    ['whole', [link()], 'pass'],
    ['a twin that leads home', [link({ arrives: 'route-lost', to: 'https://www.billing.test/' })], 'warn'],
    ['a twin that loses the folder', [link({ arrives: 'folder-lost' })], 'warn'],
    ['the System URL itself', [link({ arrives: 'route-lost', why: 'system-url' })], 'fail'],
    ['the address that was used', [link({ arrives: 'route-lost', why: 'used-url' })], 'fail'],
    ['not seen', [link({ arrives: 'not-seen', to: null })], 'skip'],
  ])('%s', (_, links, is) => {
    expect(said(...links)[0]?.is).toBe(is);
  });

  test('one finding per address, none for those that keep it', () => {
    expect(said(link({ arrives: 'route-lost' }), link({ from: 'http://www.billing.test/', why: 'scheme-twin' }))).toHaveLength(1);
  });

  test('a site that could not be reached', () => {
    expect(judgement(drops, { 'reset.redirects': gap('io') }).is).toBe('unknown');
  });
});

const request = (differs: Partial<ResetRequest> = {}): ResetRequest => ({
  user: { personal: 'email', value: 'a@b.test', class: '' },
  table: 'tblusers',
  tokenPresent: true,
  expiry: { local: '2026-01-18 13:00:00' },
  followedLink: true,
  ...differs,
});

describe('reset-token-missing', () => {
  test.each<[string, Partial<ResetRequest>, string]>([
    ['pending', {}, 'pass'],
    ['not pending, and a link was followed', { tokenPresent: false }, 'fail'],
    ['not pending, as is usual', { tokenPresent: false, followedLink: false }, 'skip'],
    ['no such person, and a link was followed', { table: null, tokenPresent: false }, 'fail'],
    ['no such person', { table: null, tokenPresent: false, followedLink: false }, 'skip'],
  ])('%s', (_, differs, is) => {
    expect(judgement(missing, { 'reset.request': request(differs) }).is).toBe(is);
  });

  test('nobody was named', () => {
    expect(judgement(missing, { 'reset.request': gap('disabled') }).is).toBe('skip');
  });
});

describe('reset-link-expired', () => {
  const said = (differs: Partial<ResetRequest>, offset = 0) =>
    judgement(expired, {
      'clock.now': { epochMs: now },
      'reset.request': request(differs),
      'php.web': phpView({ utcOffsetSeconds: offset }),
    });

  test.each<[string, Partial<ResetRequest>, number, string]>([
    ['an hour to go', {}, 0, 'pass'],
    ['an hour ago', { expiry: { local: '2026-01-18 11:00:00' } }, 0, 'warn'],
    ['an hour to go in New York', { expiry: { local: '2026-01-18 08:00:00' } }, -18_000, 'pass'],
    ['an hour ago in Tokyo', { expiry: { local: '2026-01-18 20:00:00' } }, 32_400, 'warn'],
    ['before 8.0: seconds, an hour ago', { expiry: { epochSeconds: now / 1000 - 3600 } }, 32_400, 'warn'],
    ['before 8.0: seconds, an hour to go', { expiry: { epochSeconds: now / 1000 + 3600 } }, 32_400, 'pass'],
    ['no end', { expiry: null }, 0, 'skip'],
    ['none pending', { tokenPresent: false }, 0, 'skip'],
  ])('%s', (_, differs, offset, is) => {
    expect(said(differs, offset).is).toBe(is);
  });

  test('by the zone that code sets', () => {
    const angeles = setter({ place: 'configuration', zone: 'America/Los_Angeles' });
    const of = (local: string, code = angeles) =>
      judgement(expired, {
        'clock.now': { epochMs: now },
        'reset.request': request({ expiry: { local } }),
        'php.web': phpView(),
        'zone.system': systemZone(code),
      }).is;
    expect(of('2026-01-18 05:00:00')).toBe('pass');
    expect(of('2026-01-18 03:00:00')).toBe('warn');
    expect(of('2026-01-18 05:00:00', { ...angeles, scope: 'function' })).toBe('pass');
    expect(of('2026-01-18 05:00:00', { ...angeles, zone: null })).toBe('pass');
  });

  test('where the zone is not known, only what is over everywhere is over', () => {
    const of = (local: string) =>
      judgement(expired, { 'clock.now': { epochMs: now }, 'reset.request': request({ expiry: { local } }), 'php.web': gap('denied') }).is;
    expect(of('2026-01-18 11:00:00')).toBe('pass');
    expect(of('2026-01-16 11:00:00')).toBe('warn');
  });
});

describe('reset-mail-link-differs', () => {
  const said = (address: string, differs: Partial<ResetMails> = {}, at = '2026-01-18 11:00:00', systemUrl = 'https://www.billing.test/') =>
    judgement(mails, {
      'clock.now': { epochMs: now },
      'reset.mails': { examined: 9, links: [{ at, address }], systemUrlChangedAt: null, ...differs },
      'database.settings': { ...settings({ present: false }), systemUrl: { present: true, key: 'SystemURL', value: systemUrl } },
      'php.web': phpView(),
    });

  test.each([
    ['https://www.billing.test/', 'pass'],
    ['https://billing.test/', 'warn'],
    ['https://www.billing.test/members/', 'warn'],
    ['http://www.billing.test/', 'warn'],
    ['https://www.billing.test:8443/', 'warn'],
  ])('%s: %s', (address, is) => {
    expect(said(address).is).toBe(is);
  });

  test('https in the place of http is what an older WHMCS writes', () => {
    expect(said('https://www.billing.test/', {}, '2026-01-18 11:00:00', 'http://www.billing.test/').is).toBe('pass');
  });

  test('history is no finding', () => {
    expect(said('https://old.test/', {}, '2025-12-01 11:00:00').is).toBe('pass');
    expect(said('https://old.test/', { systemUrlChangedAt: '2026-01-18 11:30:00' }).is).toBe('pass');
    expect(said('https://old.test/', { systemUrlChangedAt: '2026-01-10 11:30:00' }).is).toBe('warn');
    expect(said('https://old.test/', { links: [] }).is).toBe('skip');
  });

  test('nothing to compare with', () => {
    expect(said('https://old.test/', {}, '2026-01-18 11:00:00', '').is).toBe('skip');
    expect(judgement(mails, { 'clock.now': { epochMs: now }, 'reset.mails': gap('denied') }).is).toBe('unknown');
  });
});
