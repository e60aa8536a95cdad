/** Who has which address in the lab (addresses.txt assigns them). */
export const site = {
  host: 'www.billing.test',
  apex: 'billing.test',
  url: 'https://www.billing.test/',
  ipv4: '192.0.2.10',
  ipv6: '2001:db8::10',
} as const;

/** Cloudflare as visitors see it, and as origins see it. */
export const cloudflare = {
  ipv4: '104.16.0.1',
  ipv6: '2606:4700::1',
  egress: ['162.158.1.1', '172.64.0.1'],
} as const;

export const visitors = { first: '203.0.113.9', second: '203.0.113.77', ipv6: '2001:db8:9::9' } as const;

export const licenseHosts = ['a.licensing.whmcs.com', 'b.licensing.whmcs.com'] as const;
export const licenseAddresses = {
  'a.licensing.whmcs.com': ['198.51.100.20', '2001:db8:20::20'],
  'b.licensing.whmcs.com': ['198.51.100.21', '2001:db8:20::21'],
} as const;

/** Every other host of the lab's internet. */
export const internetAddresses = {
  'accounts.google.com': ['198.51.100.30'],
  'api.x.com': ['198.51.100.31'],
  'graph.facebook.com': ['198.51.100.32'],
  'oauth2.googleapis.com': ['198.51.100.33'],
  'www.googleapis.com': ['198.51.100.34'],
  'api.twitter.com': ['198.51.100.35'],
  'api-1abcdef2.duosecurity.com': ['198.51.100.36'],
  'cloudflare-dns.com': ['198.51.100.40'],
  'api.cloudflare.com': ['198.51.100.41'],
  'www.cloudflare.com': ['198.51.100.42'],
  'www.google.com': ['198.51.100.43'],
  'www.microsoft.com': ['198.51.100.44'],
  'example.com': ['198.51.100.45', '2001:db8:20::45'],
} as const;
export type InternetHost = keyof typeof internetAddresses;

export const timeServers = { 'time.google.com': '198.51.100.50', 'time.cloudflare.com': '198.51.100.51' } as const;

/** Cloudflare's published ranges: https://www.cloudflare.com/ips/ */
export const publishedRanges = {
  ipv4: [
    '173.245.48.0/20',
    '103.21.244.0/22',
    '103.22.200.0/22',
    '103.31.4.0/22',
    '141.101.64.0/18',
    '108.162.192.0/18',
    '190.93.240.0/20',
    '188.114.96.0/20',
    '197.234.240.0/22',
    '198.41.128.0/17',
    '162.158.0.0/15',
    '104.16.0.0/13',
    '104.24.0.0/14',
    '172.64.0.0/13',
    '131.0.72.0/22',
  ],
  ipv6: ['2400:cb00::/32', '2606:4700::/32', '2803:f800::/32', '2405:b500::/32', '2405:8100::/32', '2a06:98c0::/29', '2c0f:f248::/32'],
} as const;
export const everyPublishedRange: readonly string[] = [...publishedRanges.ipv4, ...publishedRanges.ipv6];
