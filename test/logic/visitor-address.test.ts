import { describe, expect, it } from 'vitest';
import { addressSet } from '../../src/logic/address-set.js';
import {
  allRanges,
  arrivalOf,
  headerName,
  recordedBy,
  restores,
  restoresThrough,
  serverRestores,
  whose,
  type Arrival,
  type Restores,
  type Seen,
  type Whose,
} from '../../src/logic/visitor-address.js';
import type { Personal, RecordedAddress, RecordedAddresses, Restoration } from '../../src/model.js';
import { request, web } from '../checks/proxy/facts.js';
import { seen, unseen } from '../support/fake-host.js';

const ranges = ['198.51.100.0/24', '2001:db8:e::/48'];
const proxy = addressSet(ranges);
const edge = '198.51.100.7';
const visitor = '192.0.2.9';
const address = (value: string, kind = 'public'): Personal => ({ personal: 'address', value, class: kind });

it.each<[string, string, Whose]>([
  [edge, 'public', 'proxy'],
  ['2001:db8:e::1', 'public', 'proxy'],
  ['2001:db8:f::1', 'public', 'visitor'],
  [visitor, 'public', 'visitor'],
  ['127.0.0.1', 'public', 'inside'],
  ['10.1.2.3', 'public', 'inside'],
  ['100.64.0.1', 'public', 'inside'],
  ['address-1', 'cloudflare', 'proxy'],
  ['address-1', 'loopback', 'inside'],
  ['address-1', 'private', 'inside'],
  ['address-1', 'link-local', 'inside'],
  ['address-1', 'public', 'visitor'],
])('%s of class %s is %s', (value, kind, is) => {
  expect(whose(address(value, kind), proxy)).toBe(is);
});

it.each([
  ['CF-Connecting-IP', 'CF_CONNECTING_IP'],
  ['HTTP_CF_CONNECTING_IP', 'CF_CONNECTING_IP'],
  [' x-forwarded-for ', 'X_FORWARDED_FOR'],
  ['http_x_real_ip', 'X_REAL_IP'],
  ['X-HTTP_Client', 'X_HTTP_CLIENT'],
])('the header %s is %s for PHP', (written, name) => {
  expect(headerName(written)).toBe(name);
});

describe('recorded addresses', () => {
  const record = (value: string, at: string | null = null, column = 'tbladminlog.ipaddress'): RecordedAddress => ({
    address: address(value),
    column,
    at,
    account: 1,
  });
  const admins = (...adminLogins: readonly RecordedAddress[]): RecordedAddresses => ({ adminLogins, activity: [], users: [] });

  it.each<[string, readonly string[], string]>([
    ['none', [], 'none'],
    ['the proxy’s is the newest', [edge, visitor], 'proxy'],
    ['an older one is the proxy’s', [visitor, visitor, edge], 'mixed'],
    ['one before the newest three is the proxy’s', [visitor, visitor, visitor, edge], 'visitors'],
    ['all are visitors’', [visitor, '203.0.113.1', visitor], 'visitors'],
    ['visitors’ among those of the inside', ['10.0.0.1', visitor], 'visitors'],
    ['the proxy’s after one of the inside', ['10.0.0.1', edge], 'mixed'],
    ['all are of the inside', ['10.0.0.1', '127.0.0.1'], 'inside'],
  ])('%s', (_, values, verdict) => {
    expect(recordedBy(admins(...values.map((value) => record(value))), proxy).verdict).toBe(verdict);
  });

  it('are ordered by their time, the newest first, and no more than three', () => {
    const [a, b, c, d] = ['11', '13', '10', '12'].map((hour) => record(visitor, `2026-11-20 ${hour}:00:00`));
    if (!a || !b || !c || !d) throw new Error('four are needed');
    expect(recordedBy(admins(a, b, c, d), proxy).newest).toEqual([b, d, a]);
  });

  it('of one time stay in their order, log-ins of administrators before those of users', () => {
    const at = '2026-11-20 10:00:00';
    const [admin, otherAdmin, user] = [record(visitor, at), record(edge, at), record('203.0.113.1', at, 'tblusers.last_ip')];
    expect(recordedBy({ adminLogins: [admin, otherAdmin], activity: [], users: [user] }, proxy).newest).toEqual([admin, otherAdmin, user]);
  });

  it('without a time come last', () => {
    const [never, late, early] = [record(visitor), record(visitor, '2026-11-20 10:00:00'), record(visitor, '2025-01-01 10:00:00')];
    expect(recordedBy(admins(never, early, late), proxy).newest).toEqual([late, early, never]);
    expect(recordedBy(admins(early, never, late), proxy).newest).toEqual([late, early, never]);
  });

  it('of the activity log count where they are not the machine’s own', () => {
    const [own, other] = [record('127.0.0.1', '2026-11-21 10:00:00'), record(edge, '2026-11-19 10:00:00')];
    const login = record(visitor, '2026-11-20 10:00:00');
    expect(recordedBy({ adminLogins: [login], activity: [own, other], users: [] }, proxy)).toEqual({
      verdict: 'mixed',
      newest: [login, other],
    });
  });
});

const restoration = (differs: Partial<Restoration> = {}): Restoration => ({
  server: 'nginx',
  header: 'CF-Connecting-IP',
  from: ranges,
  recursive: false,
  where: '/etc/nginx/nginx.conf:10',
  ...differs,
});
const sent = ['CF_CONNECTING_IP', 'X_FORWARDED_FOR'];
const works: Restores = { is: 'works' };
const absent: Restores = { is: 'absent' };

describe('restoration by the web server', () => {
  it.each<[string, Restoration | null, Restores]>([
    ['works', restoration(), works],
    ['is not there', null, absent],
    ['of nginx needs a list', restoration({ from: [] }), absent],
    ['of Apache needs a header', restoration({ server: 'apache', header: null }), absent],
    ['of Apache without a list believes everybody', restoration({ server: 'apache', from: [] }), works],
    ['of Apache with a list', restoration({ server: 'apache', header: 'X-Forwarded-For' }), works],
    ['reads a header that is not sent', restoration({ header: 'True-Client-IP' }), { is: 'wrong-header', header: 'TRUE_CLIENT_IP' }],
    ['of nginx reads X-Real-IP where no header is named', restoration({ header: null }), { is: 'wrong-header', header: 'X_REAL_IP' }],
    [
      'misses one range',
      restoration({ from: ['198.51.100.0/25', '2001:db8:e::/48'] }),
      { is: 'incomplete', missing: ['198.51.100.128/25'] },
    ],
    [
      'misses ranges of both families',
      restoration({ from: ['198.51.100.0/25'] }),
      { is: 'incomplete', missing: ['198.51.100.128/25', '2001:db8:e::/48'] },
    ],
    ['misses all', restoration({ from: ['203.0.113.0/24'] }), { is: 'incomplete', missing: [...ranges] }],
    ['misses IPv6 only, which need not be in use', restoration({ from: ['198.51.100.0/24'] }), works],
  ])('%s', (_, one, is) => {
    expect(restores(one, ranges, sent)).toEqual(is);
  });

  it('may read any header where it is not known what is sent', () => {
    expect(restores(restoration({ header: 'True-Client-IP' }), ranges, [])).toEqual(works);
    expect(restores(restoration({ header: 'True-Client-IP' }), ranges, ['TRUE_CLIENT_IP'])).toEqual(works);
    expect(restores(restoration({ header: 'True-Client-IP' }), ranges, ['X_REAL_IP'])).toMatchObject({ is: 'wrong-header' });
  });
});

describe('restoration by two servers in a row', () => {
  const local = restoration({ server: 'apache', header: 'CF-Connecting-IP', from: ['127.0.0.1'] });
  const localList = restoration({ server: 'apache', header: 'X-Forwarded-For', from: ['127.0.0.1'] });
  const missing = { is: 'incomplete', missing: [...ranges] } as const;

  it.each<[string, Restoration | null, Restoration | null | undefined, Restores]>([
    ['nobody in front', localList, undefined, missing],
    ['works in front, and the one behind believes it', localList, restoration(), works],
    ['the one behind believes the one in front, which passes a single address on', local, null, works],
    ['a list of addresses ends at the one in front', localList, null, missing],
    ['the one in front is wrong', localList, restoration({ header: 'True-Client-IP' }), { is: 'wrong-header', header: 'TRUE_CLIENT_IP' }],
    [
      'the one in front is incomplete',
      localList,
      restoration({ from: ['198.51.100.0/25'] }),
      { is: 'incomplete', missing: ['198.51.100.128/25', '2001:db8:e::/48'] },
    ],
    ['works behind, whatever is in front', restoration({ server: 'apache' }), null, works],
    [
      'works behind, whatever is wrong in front',
      restoration({ server: 'apache', from: [] }),
      restoration({ header: 'True-Client-IP' }),
      works,
    ],
    ['the one behind does not believe the one in front', restoration({ from: ['203.0.113.0/24'] }), restoration(), missing],
    ['the one behind restores nothing', null, restoration(), absent],
    [
      'the one behind reads a header that is not sent',
      restoration({ header: null, from: ['127.0.0.1'] }),
      null,
      { is: 'wrong-header', header: 'X_REAL_IP' },
    ],
  ])('%s', (_, back, front, is) => {
    const server = web(back, front === undefined ? {} : { frontRestoration: front });
    expect(restoresThrough(server, ranges, sent)).toEqual(is);
  });

  it('reads X-Real-IP behind where no header is named, which holds a single address', () => {
    const server = web(restoration({ header: null, from: ['127.0.0.1'] }), { frontRestoration: null });
    expect(restoresThrough(server, ranges, ['X_REAL_IP'])).toEqual(works);
    expect(restoresThrough(server, ranges, [])).toEqual(missing);
  });
});

const looked = (differs: Partial<Seen> = {}): Seen => ({
  ranges,
  sends: sent,
  web: unseen(),
  request: unseen(),
  addresses: unseen(),
  trusted: null,
  ...differs,
});

describe('how a visitor arrives', () => {
  it('is not known where nothing was seen', () => {
    expect(arrivalOf(looked())).toEqual({
      server: { is: 'unseen' },
      php: null,
      recorded: { verdict: 'none', newest: [] },
      listed: null,
    });
  });

  it('takes each answer from the fact that has it', () => {
    const login: RecordedAddress = { address: address(edge), column: 'tbladminlog.ipaddress', at: null, account: 1 };
    const arrival = arrivalOf(
      looked({
        web: seen(web(restoration())),
        request: seen(request(edge, [])),
        addresses: seen({ adminLogins: [login], activity: [], users: [] }),
        trusted: { shape: 'json', entries: ['198.51.100.0/24'] },
      }),
    );
    expect(arrival).toMatchObject({
      server: { is: 'works' },
      php: 'proxy',
      recorded: { verdict: 'proxy', newest: [login] },
      listed: { missingV4: [], missingV6: ['2001:db8:e::/48'] },
    });
  });

  it('is trusted by an empty list of WHMCS for nothing, and by one that cannot be read for who knows what', () => {
    expect(arrivalOf(looked({ trusted: { shape: 'empty', entries: [] } })).listed).toMatchObject({ none: true });
    expect(arrivalOf(looked({ trusted: { shape: 'undecodable', entries: [] } })).listed).toBeNull();
  });

  it.each<[string, ReturnType<typeof request>, Whose | null]>([
    ['the proxy’s address', request(edge, ['HTTP_X_FORWARDED_FOR']), 'proxy'],
    ['the proxy’s address without a header', request(edge, []), 'proxy'],
    ['a visitor’s with the marks of a proxy', request(visitor, ['HTTP_CF_RAY']), 'visitor'],
    ['a visitor’s without, who may have come by another way', request(visitor, []), null],
    ['the inside’s with the marks of a proxy', request('10.0.0.1', ['HTTP_X_FORWARDED_FOR']), 'inside'],
    [
      'the inside’s, which the header names as the visitor',
      request('10.0.0.1', ['HTTP_X_FORWARDED_FOR'], { forwardedFor: { HTTP_X_FORWARDED_FOR: address('10.0.0.1') } }),
      'visitor',
    ],
    [
      'the inside’s, where the header names another',
      request('10.0.0.1', ['HTTP_X_FORWARDED_FOR'], { forwardedFor: { HTTP_X_FORWARDED_FOR: address(visitor) } }),
      'inside',
    ],
    [
      'the inside’s, which one of two headers names',
      request('10.0.0.1', ['A', 'B'], { forwardedFor: { A: address(visitor), B: address('10.0.0.1') } }),
      'visitor',
    ],
    [
      'the proxy’s, which the header names as a visitor to itself',
      request(edge, ['HTTP_X_FORWARDED_FOR'], { forwardedFor: { HTTP_X_FORWARDED_FOR: address(edge) } }),
      'proxy',
    ],
  ])('PHP is given %s', (_, asked, php) => {
    expect(arrivalOf(looked({ request: seen(asked) })).php).toBe(php);
  });
});

it.each<[Arrival['php'], Restores, boolean]>([
  ['visitor', absent, true],
  ['visitor', works, true],
  ['proxy', works, false],
  ['inside', works, false],
  [null, works, true],
  [null, absent, false],
  [null, { is: 'unseen' }, false],
])('where PHP was given the address of %s and the web server says %j, it restores: %s', (php, server, is) => {
  expect(serverRestores({ php, server, recorded: { verdict: 'none', newest: [] }, listed: null })).toBe(is);
});

it('all published ranges are those of both families', () => {
  expect(allRanges({ ipv4: ['198.51.100.0/24'], ipv6: ['2001:db8:e::/48'], source: 'published', verifiedAt: '2026-01-01' })).toEqual(
    ranges,
  );
});
