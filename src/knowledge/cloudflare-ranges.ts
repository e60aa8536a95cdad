/**
 * The addresses from which Cloudflare connects to origins: a dated copy of https://www.cloudflare.com/ips-v4 and /ips-v6, compared on
 * `verifiedAt`. Ranges change rarely and are published before they are used, so an older copy errs on the side of a missing new range:
 * https://developers.cloudflare.com/fundamentals/concepts/cloudflare-ip-addresses/
 * A check prefers the list fetched at run time (fact proxy.ranges) and falls back to this one.
 */
export const cloudflareRanges: { readonly ipv4: readonly string[]; readonly ipv6: readonly string[]; readonly verifiedAt: string } = {
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
  verifiedAt: '2026-10-14',
};

/** A prefix that was on the published list once and has been taken off it. */
export interface SupersededRange {
  readonly range: string;
  /** YYYY-MM-DD on which it left the list. */
  readonly since: string;
  readonly replacedBy: readonly string[];
  /** The part of it that is no longer Cloudflare's edge. */
  readonly surplus: string;
}

/**
 * Not harmless: 104.28.0.0/14 is where visitors of iCloud Private Relay and WARP come from, so a list that still holds the /12 takes them
 * for proxies and believes the headers they send. The change: https://github.com/rhymix/rhymix/pull/1681
 */
export const supersededRanges: readonly SupersededRange[] = [
  { range: '104.16.0.0/12', since: '2021-04-08', replacedBy: ['104.16.0.0/13', '104.24.0.0/14'], surplus: '104.28.0.0/14' },
];
