/** What holds where neither the command line nor the configuration file says otherwise: the contract's defaults. */
import type { Endpoints, RunOptions, Thresholds } from '../model.js';

const minute = 60_000;

export const defaultEndpoints: Endpoints = {
  license: ['https://a.licensing.whmcs.com/1.0/test', 'https://b.licensing.whmcs.com/1.0/test'],
  time: [
    'ntp://time.google.com',
    'ntp://time.cloudflare.com',
    'https://www.google.com/generate_204',
    'https://www.cloudflare.com/cdn-cgi/trace',
    'https://www.microsoft.com/',
  ],
  cloudflareRanges: 'https://api.cloudflare.com/client/v4/ips',
  resolvers: ['https://cloudflare-dns.com/dns-query'],
  controls: ['https://example.com/'],
  publicAddress: 'https://www.cloudflare.com/cdn-cgi/trace',
  mailControl: null,
  google: 'https://accounts.google.com',
  facebook: 'https://graph.facebook.com',
  twitter: 'https://api.x.com',
  googleToken: 'https://oauth2.googleapis.com',
  googleCertificates: 'https://www.googleapis.com/oauth2/v3/certs',
  twitterFormer: 'https://api.twitter.com',
};

export const defaultThresholds: Thresholds = {
  sessionLifetimeMs: 24 * minute,
  clockBehindWarnMs: 1000,
  clockBehindFailMs: 30_000,
  clockAheadWarnMs: 30_000,
  freeSpaceBytes: 250_000_000,
  freeSpacePercent: 10,
  freeInodesPercent: 5,
};

export const defaultOptions: RunOptions = {
  target: '.',
  url: null,
  origin: null,
  resolve: [],
  cacert: null,
  php: null,
  fpm: null,
  webProbe: false,
  offline: false,
  exact: false,
  timeoutMs: 5000,
  deadlineMs: minute,
  jobs: 16,
  adminUrl: null,
  usedUrl: null,
  visitorIp: null,
  admin: null,
  user: null,
  permissions: [],
  endpoints: defaultEndpoints,
  thresholds: defaultThresholds,
  licenseSelected: false,
};
