/** Recorded facts of a site behind Cloudflare, from which the tests of the proxy checks depart. */
import { cloudflareRanges } from '../../../src/knowledge/cloudflare-ranges.js';
import { allRanges } from '../../../src/logic/visitor-address.js';
import type { Personal, PhpRequest, ProxyFront, RecordedAddresses, Restoration, WebServer, WhmcsSettings } from '../../../src/model.js';
import type { Recorded } from '../../support/judge.js';

export const everyRange = allRanges({ ...cloudflareRanges, source: 'embedded' });
export const edge = '162.158.1.7';
export const visitor = '203.0.113.9';

export const front: ProxyFront = {
  state: 'proxied',
  product: 'cloudflare',
  dns: 'all',
  headers: ['cf-ray: 1234567890abcdef'],
  trace: true,
  confidence: 'high',
};
export const direct: ProxyFront = { state: 'direct', product: null, dns: 'none', headers: [], trace: false, confidence: 'high' };

export function settings(entries: readonly string[] | null, more: Partial<WhmcsSettings> = {}): WhmcsSettings {
  const absent = { present: false } as const;
  return {
    systemUrl: { present: true, value: 'https://billing.test/', key: 'SystemURL' },
    version: absent,
    template: absent,
    orderForm: absent,
    routeUriPathMode: absent,
    trustedProxies: entries === null ? null : { shape: entries.length === 0 ? 'empty' : 'json', entries },
    proxyHeader: absent,
    disableSessionIpCheck: absent,
    signInProviders: null,
    ...more,
  };
}

export function personal(value: string, kind = value === edge ? 'cloudflare' : 'public'): Personal {
  return { personal: 'address', value, class: kind };
}

/** Log-ins, newest first. */
export function logins(...values: readonly string[]): RecordedAddresses {
  const adminLogins = values.map((value, index) => ({
    address: personal(value),
    column: 'tbladminlog.ipaddress',
    at: `2026-11-${String(20 - index).padStart(2, '0')} 10:00:00`,
    account: 1,
  }));
  return { adminLogins, activity: [], users: [] };
}

export function restoration(more: Partial<Restoration> = {}): Restoration {
  return { server: 'nginx', header: 'CF-Connecting-IP', from: everyRange, recursive: false, where: '/etc/nginx/nginx.conf:10', ...more };
}

export function web(restored: Restoration | null, more: Partial<WebServer> = {}): WebServer {
  return {
    server: restored?.server ?? 'nginx',
    file: '/etc/nginx/sites-enabled/billing',
    names: ['billing.test'],
    root: '/var/www/whmcs',
    behind: null,
    restoration: restored,
    handlers: ['/run/php/fpm.sock'],
    hostLosesPort: false,
    listens: ['80', '443 ssl'],
    leakingValues: [],
    unread: [],
    ...more,
  };
}

export function request(address: string, forwardingHeaders: readonly string[], more: Partial<PhpRequest> = {}): PhpRequest {
  return {
    remoteAddr: personal(address),
    serverAddr: '192.0.2.10',
    serverName: 'billing.test',
    httpHost: 'billing.test',
    https: 'on',
    serverPort: '443',
    forwardingHeaders,
    forwardedProto: 'https',
    forwardedFor: {},
    ...more,
  };
}

export const cloudflareHeaders = ['HTTP_CF_CONNECTING_IP', 'HTTP_X_FORWARDED_FOR', 'HTTP_CF_RAY'];

/** Behind Cloudflare, nothing restored, nothing trusted, one log-in recorded with the edge's address. */
export const unrestored: Recorded = {
  'proxy.front': front,
  'proxy.ranges': { ...cloudflareRanges, source: 'published' },
  'database.settings': settings([]),
  'web.server': web(null),
  'database.addresses': logins(edge),
};
