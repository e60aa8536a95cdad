/** The site's certificate is not one that every program accepts. Browsers hide an incomplete chain; cron, callbacks and PHP do not. */
import { defineCheck, fail, pass, skip, warn, type CertificateSeen, type Judgement } from '../../src/index.js';
import { addressSet, isIn } from '../../src/logic/address-set.js';
import { walkOf } from '../../src/logic/site-view.js';
import { allRanges } from '../../src/logic/visitor-address.js';

/** Node's and OpenSSL's codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const causes: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name-mismatch',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-chain-incomplete',
};
const titles: Readonly<Record<string, string>> = {
  'certificate-expired': 'The site’s certificate has expired',
  'certificate-not-yet-valid': 'The site’s certificate is not valid yet, or this machine’s clock is behind',
  'certificate-name-mismatch': 'The site’s certificate is for other names',
  'certificate-chain-incomplete': 'The site sends its certificate without the intermediate one',
  'certificate-untrusted': 'The site’s certificate is not from a trusted authority',
};
const day = 86_400_000;

export default defineCheck({
  id: 'certificate-invalid',
  area: 'url',
  title: { pass: 'The site’s certificate is valid', fail: 'The site’s certificate is not valid' },
  causes: [...Object.values(causes), 'certificate-untrusted', 'certificate-expiring'],
  needs: ['http.site', 'clock.now'],
  wants: ['proxy.front', 'proxy.ranges', 'proxy.edge'],
  judge({ 'http.site': seen, 'clock.now': now, 'proxy.front': front, 'proxy.ranges': ranges, 'proxy.edge': edge }, see) {
    // With --origin the origin's own is seen at the site, and visitors meet the one of the proxy in front.
    const from = edge.ok ? 'proxy.edge' : 'http.site';
    const site = edge.ok ? edge.value.site : seen;
    const { certificate } = site;
    if (certificate === null) return skip('no certificate was seen at the System URL');
    const { hostname } = new URL(site.url);
    const address = walkOf(site, 'system-url')?.hops[0]?.address ?? null;
    if (!edge.ok && address !== null && front.ok && front.value.product === 'cloudflare' && front.value.dns === 'all') {
      const atCloudflare = ranges.ok && isIn(addressSet(allRanges(ranges.value)), address);
      // Cloudflare accepts certificates at the origin that no browser would.
      if (!atCloudflare) return skip('the certificate seen is the origin’s: visitors get Cloudflare’s');
    }
    const evidence = [
      see(from, 'Names', certificate.names.slice(0, 5).join(', ') || certificate.subject, { want: hostname }),
      see(from, 'Valid', `${certificate.validFrom.slice(0, 10)} to ${certificate.validTo.slice(0, 10)}`),
      see(from, 'Issuer', certificate.issuer),
    ];
    const dated = ({ expired, cause, title }: Dated): Judgement =>
      (expired ? fail : warn)({ cause, title, subject: hostname, confidence: 'proved', evidence });
    if (!certificate.authorized) {
      const cause = causes[certificate.error ?? ''] ?? 'certificate-untrusted';
      const title = chainTitle(certificate, now.epochMs) ?? titles[cause] ?? '';
      const why = see(from, 'Verification', certificate.error, { want: 'trusted' });
      const untrusted = fail({ cause, subject: hostname, confidence: 'proved', title, evidence: [why, ...evidence] });
      // What stands first is mended first, and the date is still there.
      const date = byDate(certificate, now.epochMs);
      if (date === null || date.cause === cause) return untrusted;
      return [untrusted, dated(date)];
    }
    const date = byDate(certificate, now.epochMs);
    if (date === null) return pass(evidence);
    return dated(date);
  },
});

interface Dated {
  readonly cause: string;
  readonly title: string;
  readonly expired: boolean;
}

/** What its own dates say: expired, which it may be since it was accepted, or renewal is due. null: neither. */
function byDate(certificate: CertificateSeen, nowMs: number): Dated | null {
  const left = Date.parse(certificate.validTo) - nowMs;
  if (left < 0) return { cause: 'certificate-expired', title: titles['certificate-expired'] ?? '', expired: true };
  // One that is not valid yet has its whole life before it.
  if (left >= soon(certificate)) return null;
  const days = Math.floor(left / day);
  const title = `The site’s certificate expires ${days === 0 ? 'within a day' : `in ${days} day${days === 1 ? '' : 's'}`}`;
  return { cause: 'certificate-expiring', title, expired: false };
}

/** OpenSSL names the first date of the whole chain that is wrong: where the site's own is right, a certificate that it sends along is at fault. */
function chainTitle({ error, validFrom, validTo }: CertificateSeen, nowMs: number): string | null {
  const ownIsRight = Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo);
  if (!ownIsRight) return null;
  if (error === 'CERT_HAS_EXPIRED') return 'A certificate that the site sends along with its own has expired';
  return error === 'CERT_NOT_YET_VALID' ? 'A certificate that the site sends along with its own is not valid yet' : null;
}

/** 14 days, or a third of the life of a short-lived certificate: renewal is due by then. */
function soon({ validFrom, validTo }: CertificateSeen): number {
  return Math.min(14 * day, (Date.parse(validTo) - Date.parse(validFrom)) / 3);
}
