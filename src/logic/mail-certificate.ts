/** A mail that was sent while the certificate was as bad as it is shows that WHMCS does not mind it. */
import type { CertificateSeen, MailOutbox } from '../model.js';

export function sentSince({ newestSentAgeSeconds }: MailOutbox, certificate: CertificateSeen, nowMs: number): boolean {
  if (newestSentAgeSeconds === null) return false;
  const sentAt = nowMs - newestSentAgeSeconds * 1000;
  // An expired one was good before; any other has been as it is since it was issued.
  const since = Date.parse(certificate.error === 'CERT_HAS_EXPIRED' ? certificate.validTo : certificate.validFrom);
  return sentAt > since;
}
