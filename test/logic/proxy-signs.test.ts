import { describe, expect, it } from 'vitest';
import { frontOf, recognise, type Recognisable, type Recognised, type Signs } from '../../src/logic/proxy-signs.js';

const edge: Recognisable = {
  id: 'edge',
  marks: [
    { header: 'x-edge-ray', value: /^[0-9a-f]{8}$/ },
    { header: 'server', value: /^edge$/ },
  ],
  cookie: /^__edge_/,
  ranges: ['198.51.100.0/24', '2001:db8:e::/48'],
};
const generic: Recognisable = { id: 'generic', marks: [{ header: 'via', value: /./ }], cookie: null, ranges: [] };
const proxies = [edge, generic];
const signs = (changes: Partial<Signs> = {}): Signs => ({
  addresses: ['203.0.113.5'],
  asVisitors: true,
  headers: { server: 'nginx' },
  cookies: [],
  ...changes,
});

describe('a proxy is recognised', () => {
  it.each<[string, Partial<Signs>, Recognised | null]>([
    ['by nothing', {}, null],
    [
      'by a header that says what it must',
      { headers: { 'x-edge-ray': '0a1b2c3d' } },
      { id: 'edge', headers: ['x-edge-ray: 0a1b2c3d'], dns: 'none' },
    ],
    ['not by a header that says something else', { headers: { 'x-edge-ray': 'none' } }, null],
    [
      'by several headers, each named',
      { headers: { server: 'edge', 'x-edge-ray': '0a1b2c3d' } },
      { id: 'edge', headers: ['x-edge-ray: 0a1b2c3d', 'server: edge'], dns: 'none' },
    ],
    ['by the name of a cookie', { cookies: ['WHMCSx', '__edge_id'] }, { id: 'edge', headers: ['set-cookie: __edge_id'], dns: 'none' }],
    ['by all addresses', { addresses: ['198.51.100.1', '2001:db8:e::1'] }, { id: 'edge', headers: [], dns: 'all' }],
    ['by some addresses', { addresses: ['198.51.100.1', '203.0.113.5'] }, { id: 'edge', headers: [], dns: 'some' }],
    ['not by the addresses of others', { addresses: ['203.0.113.5', '203.0.113.6'] }, null],
    [
      'by a header although no address is known',
      { addresses: [], headers: { server: 'edge' } },
      { id: 'edge', headers: ['server: edge'], dns: 'not-seen' },
    ],
    ['by nothing where nothing was seen', { addresses: [], headers: null }, null],
    ['as the first that fits', { headers: { via: '1.1 x', server: 'edge' } }, { id: 'edge', headers: ['server: edge'], dns: 'none' }],
    ['as the second where the first does not fit', { headers: { via: '1.1 x' } }, { id: 'generic', headers: ['via: 1.1 x'], dns: 'none' }],
  ])('%s', (_, changes, found) => {
    expect(recognise(signs(changes), proxies)).toEqual(found);
  });
});

describe('without a recognised proxy', () => {
  const direct = { product: null, headers: [], trace: false, state: 'direct' };
  const hidden = { product: null, headers: [], trace: false, state: 'undetermined', confidence: 'low' };
  it.each<[string, Partial<Signs>, unknown]>([
    ['the site is reached directly', {}, { ...direct, dns: 'none', confidence: 'high' }],
    ['less surely without an answer', { headers: null }, { ...direct, dns: 'none', confidence: 'medium' }],
    ['less surely with this machine’s names', { asVisitors: false }, { ...direct, dns: 'none', confidence: 'medium' }],
    [
      'a name that leads inside for this machine hides the way',
      { asVisitors: false, addresses: ['10.0.0.5', '127.0.0.1'] },
      { ...hidden, dns: 'none' },
    ],
    [
      'one public address among them is enough',
      { asVisitors: false, addresses: ['10.0.0.5', '203.0.113.5'] },
      { ...direct, dns: 'none', confidence: 'medium' },
    ],
    ['an inner address that visitors see is the site’s', { addresses: ['10.0.0.5'] }, { ...direct, dns: 'none', confidence: 'high' }],
    ['no address and no answer say nothing', { addresses: [], headers: null }, { ...hidden, dns: 'not-seen' }],
    ['an answer alone says something', { addresses: [] }, { ...direct, dns: 'not-seen', confidence: 'high' }],
  ])('%s', (_, changes, front) => {
    expect(frontOf(signs(changes), null, false)).toEqual(front);
  });
});

describe('a recognised proxy', () => {
  const found = (changes: Partial<Recognised>): Recognised => ({ id: 'edge', headers: [], dns: 'all', ...changes });
  const ray = ['x-edge-ray: 0a1b2c3d'];
  it.each<[string, Recognised, Partial<Signs>, boolean, string, string]>([
    ['answers and has all addresses', found({ headers: ray }), {}, false, 'proxied', 'high'],
    ['has all addresses and its own page', found({}), {}, true, 'proxied', 'high'],
    ['has all addresses, and nothing answered', found({}), { headers: null }, false, 'proxied', 'medium'],
    ['has all addresses, but another answered', found({}), {}, false, 'proxied', 'low'],
    ['has some addresses and answers', found({ dns: 'some', headers: ray }), {}, false, 'mixed', 'high'],
    ['has some addresses only', found({ dns: 'some' }), {}, false, 'mixed', 'medium'],
    ['answers at an address that is not its own', found({ dns: 'none', headers: ray }), {}, false, 'proxied', 'medium'],
    ['has no name', found({ id: 'generic', dns: 'none', headers: ['via: 1.1 x'] }), {}, false, 'proxied', 'low'],
  ])('%s', (_, recognised, changes, trace, state, confidence) => {
    expect(frontOf(signs(changes), recognised, trace)).toEqual({
      product: recognised.id,
      dns: recognised.dns,
      headers: recognised.headers,
      trace,
      state,
      confidence,
    });
  });
});
