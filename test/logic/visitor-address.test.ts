import { describe, expect, it } from 'vitest';
import { addressSet } from '../../src/logic/address-set.js';
import {
  arrivalOf,
  headerName,
  recordedBy,
  restores,
  restoresThrough,
  serverRestores,
  whose,
  type Arrival,
  type Seen,
} from '../../src/logic/visitor-address.js';
import type { PhpRequest, RecordedAddress, RecordedAddresses } from '../../src/model.js';
import { personal, restoration, web } from '../checks/proxy/facts.js';

const ranges = ['198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'];
const proxy = addressSet(ranges);
const edge = '198.51.100.7';
const visitor = '192.0.2.9';

describe('whose address it is', () => {
  it.each([
    ['proxy', edge, 'public'],
    ['proxy', 'token-1', 'cloudflare'],
    ['visitor', visitor, 'public'],
    ['visitor', 'token-1', 'public'],
    ['inside', '127.0.0.1', 'loopback'],
    ['inside', '10.1.2.3', ''],
    ['inside', 'token-1', 'loopback'],
    ['inside', 'token-1', 'private'],
    ['inside', 'token-1', 'link-local'],
  ])('%s: %s of the class "%s"', (expected, value, kind) => {
    expect(whose(personal(value, kind), proxy)).toBe(expected);
  });
});

function record(value: string, at: string | null): RecordedAddress {
  return { address: personal(value, ''), column: 'tbladminlog.ipaddress', at, account: 1 };
}

function recorded(more: Partial<RecordedAddresses>): RecordedAddresses {
  return { adminLogins: [], activity: [], users: [], ...more };
}

const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')} 10:00:00`;

describe('recorded addresses', () => {
  it.each([
    ['none', []],
    ['visitors', [visitor]],
    ['visitors', ['127.0.0.1', visitor]],
    ['inside', ['127.0.0.1', '10.0.0.1']],
    ['proxy', [edge, visitor, visitor]],
    ['mixed', [visitor, visitor, edge]],
    ['mixed', ['127.0.0.1', edge]],
    // the fourth may be from before a repair
    ['visitors', [visitor, visitor, visitor, edge]],
  ] as const)('%s: %j', (verdict, values) => {
    const adminLogins = values.map((value, index) => record(value, day(20 - index)));
    expect(recordedBy(recorded({ adminLogins }), proxy).verdict).toBe(verdict);
    expect(recordedBy(recorded({ adminLogins: adminLogins.toReversed() }), proxy).verdict).toBe(verdict);
  });

  it('of all kinds the newest three, newest first; those without a time are the oldest', () => {
    const [a, b, c, d] = [record('192.0.2.1', day(3)), record('192.0.2.2', day(9)), record('192.0.2.3', null), record('192.0.2.4', day(5))];
    expect(recordedBy(recorded({ adminLogins: [a], users: [c, b], activity: [d] }), proxy).newest).toEqual([b, d, a]);
    expect(recordedBy(recorded({ adminLogins: [c], users: [a] }), proxy).newest).toEqual([a, c]);
    expect(recordedBy(recorded({ adminLogins: [a], users: [c] }), proxy).newest).toEqual([a, c]);
  });

  it('of one time in the order in which they were found', () => {
    const rows = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((value) => record(value, day(1)));
    expect(recordedBy(recorded({ adminLogins: rows }), proxy).newest).toEqual(rows);
    const timeless = rows.map((row) => ({ ...row, at: null }));
    expect(recordedBy(recorded({ users: timeless }), proxy).newest).toEqual(timeless);
  });

  it('what the machine itself did is not counted among the activity', () => {
    const cron = record('127.0.0.1', day(9));
    expect(recordedBy(recorded({ activity: [cron] }), proxy)).toEqual({ verdict: 'none', newest: [] });
    expect(recordedBy(recorded({ adminLogins: [cron] }), proxy)).toEqual({ verdict: 'inside', newest: [cron] });
  });
});

it.each([
  ['CF-Connecting-IP', 'CF_CONNECTING_IP'],
  [' HTTP_CF_CONNECTING_IP ', 'CF_CONNECTING_IP'],
  ['x-real-ip', 'X_REAL_IP'],
  ['X-HTTP_Visitor', 'X_HTTP_VISITOR'],
])('PHP calls the header %s %s', (written, name) => {
  expect(headerName(written)).toBe(name);
});

const sent = ['CF_CONNECTING_IP', 'X_FORWARDED_FOR'];
const nginx = (more: Parameters<typeof restoration>[0] = {}) => restoration({ from: ranges, ...more });
const apache = (more: Parameters<typeof restoration>[0] = {}) => restoration({ server: 'apache', from: ranges, ...more });

describe('what the configuration of the web server promises', () => {
  it.each([
    ['nothing is set', null, sent, { is: 'absent' }],
    ['the header of the proxy and its ranges', nginx(), sent, { is: 'works' }],
    ['nginx without ranges does nothing', nginx({ from: [] }), sent, { is: 'absent' }],
    ['nginx reads X-Real-IP by itself', nginx({ header: null }), ['X_REAL_IP'], { is: 'works' }],
    ['which this proxy does not send', nginx({ header: null }), sent, { is: 'wrong-header', header: 'X_REAL_IP' }],
    ['Apache without a header does nothing', apache({ header: null }), sent, { is: 'absent' }],
    ['Apache without ranges believes everybody', apache({ from: [] }), sent, { is: 'works' }],
    ['a header that nobody sends', nginx({ header: 'X-Client' }), sent, { is: 'wrong-header', header: 'X_CLIENT' }],
    ['nobody knows what the proxy sends', nginx({ header: 'X-Client' }), [], { is: 'works' }],
    ['another header of the proxy', nginx({ header: 'X-Forwarded-For' }), sent, { is: 'works' }],
    ['one is sent, and it is another', nginx({ header: 'X-Client' }), ['X_REAL_IP'], { is: 'wrong-header', header: 'X_CLIENT' }],
    ['one range less', nginx({ from: ranges.slice(1) }), sent, { is: 'incomplete', missing: ['198.51.100.0/24'] }],
    ['IPv6 left out', nginx({ from: ranges.slice(0, 2) }), sent, { is: 'works' }],
    ['IPv6 alone', nginx({ from: ranges.slice(2) }), sent, { is: 'incomplete', missing: ['198.51.100.0/24', '203.0.113.0/24'] }],
    ['ranges of somebody else', nginx({ from: ['192.0.2.0/24'] }), sent, { is: 'incomplete', missing: ranges }],
    ['a tunnel alone', nginx({ from: ['127.0.0.1', 'fd00::/8'] }), sent, { is: 'incomplete', missing: ranges, relayed: true }],
    [
      'a tunnel and one range',
      nginx({ from: ['127.0.0.1', ...ranges.slice(1)] }),
      sent,
      { is: 'incomplete', missing: ['198.51.100.0/24'] },
    ],
  ])('%s', (_, restored, headers, expected) => {
    expect(restores(restored, ranges, headers)).toEqual(expected);
  });
});

describe('two servers in a row', () => {
  const local = nginx({ from: ['127.0.0.1'], header: 'X-Forwarded-For' });
  const missing = { is: 'incomplete', missing: ranges };
  const relayed = { ...missing, relayed: true };
  it.each([
    ['one alone', web(local), relayed],
    ['the one in front restores', web(local, { frontRestoration: nginx() }), { is: 'works' }],
    ['the one in front does nothing', web(local, { frontRestoration: null }), relayed],
    [
      'the one in front reads another header',
      web(local, { frontRestoration: nginx({ header: 'X-Client' }) }),
      { is: 'wrong-header', header: 'X_CLIENT' },
    ],
    ['the one behind restores by itself', web(nginx(), { frontRestoration: null }), { is: 'works' }],
    ['the one behind does nothing', web(null, { frontRestoration: nginx() }), { is: 'absent' }],
    ['the one behind does not believe the one in front', web(nginx({ from: ['192.0.2.0/24'] }), { frontRestoration: nginx() }), missing],
    [
      'a header with a single address is handed on',
      web({ ...local, header: 'CF-Connecting-IP' }, { frontRestoration: null }),
      { is: 'works' },
    ],
    ['which nobody sends', web({ ...local, header: 'X-Client' }, { frontRestoration: null }), { is: 'wrong-header', header: 'X_CLIENT' }],
    [
      'nginx’s own header is none that the proxy sends',
      web({ ...local, header: null }, { frontRestoration: null }),
      { is: 'wrong-header', header: 'X_REAL_IP' },
    ],
  ])('%s', (_, server, expected) => {
    expect(restoresThrough(server, ranges, sent)).toEqual(expected);
  });
  it('X-Real-IP is handed on where the proxy sends it', () => {
    const behind = web({ ...local, header: null }, { frontRestoration: null });
    expect(restoresThrough(behind, ranges, ['X_REAL_IP'])).toEqual({ is: 'works' });
  });
});

describe('what arrives', () => {
  const gap = { ok: false, gap: 'denied', why: 'it is closed' } as const;
  const seen: Seen = { ranges, sends: sent, web: gap as never, request: gap as never, addresses: gap as never, trusted: null };
  const asked = (more: Partial<PhpRequest>) =>
    arrivalOf({
      ...seen,
      request: { ok: true, value: { remoteAddr: personal(visitor, 'public'), forwardingHeaders: [], forwardedFor: {}, ...more } } as never,
    }).php;

  it('nothing where nothing was seen', () => {
    expect(arrivalOf(seen)).toEqual({ server: { is: 'unseen' }, php: null, recorded: { verdict: 'none', newest: [] }, listed: null });
  });

  it.each([
    ['proxy', 'the proxy’s address', { remoteAddr: personal(edge, ''), forwardedFor: { HTTP_X: personal(edge, '') } }],
    [
      'visitor',
      'the address that a header names',
      { remoteAddr: personal('10.0.0.1', ''), forwardedFor: { HTTP_X: personal('10.0.0.1', '') } },
    ],
    ['visitor', 'an address with the marks of a proxy', { forwardingHeaders: ['HTTP_X_FORWARDED_FOR'] }],
    ['inside', 'one of the inside with the marks of a proxy', { remoteAddr: personal('10.0.0.1', ''), forwardingHeaders: ['HTTP_X'] }],
    [null, 'an address without the marks of a proxy', {}],
    [null, 'another than the header names', { forwardedFor: { HTTP_X: personal('192.0.2.77', '') } }],
  ])('%s: %s', (expected, _, more) => {
    expect(asked(more)).toBe(expected);
  });

  it.each([
    ['json', ranges, 0],
    ['list', ranges.slice(1), 1],
    ['empty', [], 2],
  ] as const)('WHMCS’s own list, as %s', (shape, entries, missing) => {
    expect(arrivalOf({ ...seen, trusted: { shape, entries } }).listed?.missingV4).toHaveLength(missing);
  });
  it('a list that cannot be read says nothing', () => {
    expect(arrivalOf({ ...seen, trusted: { shape: 'undecodable', entries: [] } }).listed).toBeNull();
  });

  it.each([
    ['nothing', null],
    ['the range of an old balancer', nginx({ from: ['192.0.2.0/24'] })],
    ['a header that nobody sends', nginx({ header: 'X-Client' })],
  ])('cannot be told where something else restores beside %s', (_, restored) => {
    const server = { ok: true, value: web(restored, { otherRestoration: 'mod_cloudflare' }) } as never;
    const arrival = arrivalOf({ ...seen, web: server });
    expect(arrival.server).toEqual({ is: 'unseen', by: 'mod_cloudflare' });
    expect(serverRestores(arrival)).toBe(false);
    // The newest log-ins bear it out.
    expect(serverRestores({ ...arrival, recorded: { verdict: 'visitors', newest: [] } })).toBe(true);
    expect(serverRestores({ ...arrival, server: { is: 'unseen' }, recorded: { verdict: 'visitors', newest: [] } })).toBe(false);
  });
  it('works whatever else there is', () => {
    const server = { ok: true, value: web(nginx(), { otherRestoration: 'mod_cloudflare' }) } as never;
    expect(arrivalOf({ ...seen, web: server }).server).toEqual({ is: 'works' });
  });

  it.each([
    [true, 'visitor', 'absent'],
    [true, null, 'works'],
    [false, null, 'absent'],
    [false, 'proxy', 'works'],
    [false, 'inside', 'works'],
  ] as const)('the web server hands it on, %s: PHP saw %s and its configuration %s', (expected, php, is) => {
    expect(serverRestores({ php, server: { is }, recorded: { verdict: 'none', newest: [] }, listed: null } satisfies Arrival)).toBe(
      expected,
    );
  });
});
