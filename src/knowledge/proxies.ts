/**
 * Proxies and content networks that stand in front of sites: how an answer shows them, from where they connect to the origin where that is
 * published, and in which headers they hand over the visitor's address.
 */
import { cacheHeaders } from '../logic/http-answer.js';
import { cloudflareRanges } from './cloudflare-ranges.js';

export interface KnownProxy {
  readonly id: string;
  readonly name: string;
  /** Response header (lower case) and what its value looks like. */
  readonly marks: readonly { readonly header: string; readonly value: RegExp }[];
  /** Name of a cookie that it sets. */
  readonly cookie: RegExp | null;
  /** Published, compared on 2026-10-14; []: none is published, or it changes too often for a copy. */
  readonly ranges: readonly string[];
  /** Where the operator finds the current list; null: it differs by customer. */
  readonly published: string | null;
  /** Headers with the visitor's address that the origin receives, as PHP names them without HTTP_; the most reliable first. */
  readonly sends: readonly string[];
}

const anything = /^/;

export const knownProxies: readonly KnownProxy[] = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    marks: [
      { header: 'server', value: /^cloudflare/i },
      { header: 'cf-ray', value: /^[0-9a-f]{8,}/i },
    ],
    cookie: null,
    ranges: [...cloudflareRanges.ipv4, ...cloudflareRanges.ipv6],
    published: 'https://www.cloudflare.com/ips/',
    // https://developers.cloudflare.com/fundamentals/reference/http-headers/
    sends: ['CF_CONNECTING_IP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'sucuri',
    name: 'Sucuri',
    marks: [
      { header: 'server', value: /^sucuri/i },
      { header: 'x-sucuri-id', value: anything },
      { header: 'x-sucuri-cache', value: anything },
    ],
    cookie: null,
    ranges: ['66.248.200.0/22', '185.93.228.0/22', '192.88.134.0/23', '208.109.0.0/22', '2a02:fe80::/29'],
    published: 'https://docs.sucuri.net/website-firewall/',
    sends: ['X_SUCURI_CLIENTIP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'imperva',
    name: 'Imperva',
    marks: [
      { header: 'x-iinfo', value: anything },
      { header: 'x-cdn', value: /incapsula|imperva/i },
    ],
    cookie: /^(?:incap_ses_|visid_incap_)/,
    ranges: [
      '45.60.0.0/16',
      '45.64.64.0/22',
      '45.223.0.0/16',
      '103.28.248.0/22',
      '107.154.0.0/16',
      '131.125.128.0/17',
      '149.126.72.0/21',
      '185.11.124.0/22',
      '192.230.64.0/18',
      '198.143.32.0/19',
      '199.83.128.0/21',
      '2a02:e980::/29',
    ],
    published: 'https://my.imperva.com/api/integration/v1/ips',
    sends: ['INCAP_CLIENT_IP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'cloudfront',
    name: 'Amazon CloudFront',
    marks: [
      { header: 'x-amz-cf-id', value: anything },
      { header: 'via', value: /\.cloudfront\.net/i },
    ],
    cookie: null,
    ranges: [],
    published: 'https://ip-ranges.amazonaws.com/ip-ranges.json',
    sends: ['X_FORWARDED_FOR', 'CLOUDFRONT_VIEWER_ADDRESS'],
  },
  {
    id: 'fastly',
    name: 'Fastly',
    marks: [
      { header: 'x-fastly-request-id', value: anything },
      { header: 'x-served-by', value: /^cache-/i },
    ],
    cookie: null,
    ranges: [],
    published: 'https://api.fastly.com/public-ip-list',
    // A visitor can set it beforehand: https://fastly.com/documentation/reference/http/http-headers/Fastly-Client-IP
    sends: ['FASTLY_CLIENT_IP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'akamai',
    name: 'Akamai',
    marks: [
      { header: 'server', value: /^akamaighost/i },
      { header: 'akamai-grn', value: anything },
    ],
    cookie: null,
    ranges: [],
    published: null,
    sends: ['TRUE_CLIENT_IP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'bunny',
    name: 'bunny.net',
    marks: [
      { header: 'server', value: /^bunnycdn/i },
      { header: 'cdn-requestid', value: anything },
    ],
    cookie: null,
    ranges: [],
    published: 'https://bunnycdn.com/api/system/edgeserverlist',
    sends: ['X_REAL_IP', 'X_FORWARDED_FOR'],
  },
  {
    id: 'ddos-guard',
    name: 'DDoS-Guard',
    marks: [{ header: 'server', value: /^ddos-guard/i }],
    cookie: /^__ddg/,
    ranges: [],
    published: null,
    sends: ['X_FORWARDED_FOR', 'X_REAL_IP'],
  },
  {
    id: 'generic',
    name: 'a proxy',
    marks: [
      { header: 'via', value: anything },
      { header: 'x-varnish', value: anything },
      { header: 'x-proxy-cache', value: anything },
    ],
    cookie: null,
    ranges: [],
    published: null,
    sends: ['X_FORWARDED_FOR', 'X_REAL_IP', 'FORWARDED'],
  },
];

export function knownProxy(id: string | null): KnownProxy | null {
  return knownProxies.find((proxy) => proxy.id === id) ?? null;
}

/** Response headers that identify proxies and caches, or tell how the page may be stored: the ones that are kept of an answer. */
export const tellingHeaders: ReadonlySet<string> = new Set([
  ...knownProxies.flatMap((proxy) => proxy.marks.map(({ header }) => header)),
  ...cacheHeaders,
  'cache-control',
  'cf-mitigated',
  'content-security-policy',
  'content-type',
  'cross-origin-opener-policy',
  'expires',
  'pragma',
  'referrer-policy',
  'strict-transport-security',
  'x-amz-cf-pop',
  'x-amzn-waf-action',
  'x-cache',
  'x-sucuri-block',
]);
