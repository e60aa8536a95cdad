import { expect, it } from 'vitest';
import check from '../../../checks/url/certificate-invalid.js';
import { cloudflareRanges } from '../../../src/knowledge/cloudflare-ranges.js';
import type { CertificateSeen } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { edge, front } from '../proxy/facts.js';
import { certificate, site, walk } from './facts.js';

const url = 'https://billing.test/';
const now = { epochMs: Date.parse('2026-11-22T00:00:00Z') };
const judge = (change: Partial<CertificateSeen> | null, more: Recorded = {}) =>
  judgement(check, {
    'http.site': { ...site(walk(url)), certificate: change === null ? null : { ...certificate, ...change } },
    'clock.now': now,
    ...more,
  });

it.each([
  ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ['CERT_NOT_YET_VALID', 'certificate-not-yet-valid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-name-mismatch'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-chain-incomplete'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-untrusted'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-untrusted'],
])('%s is %s', (error, cause) => {
  expect(judge({ authorized: false, error })).toMatchObject({ is: 'fail', cause, confidence: 'proved', subject: 'billing.test' });
});
it('warns 14 days before the end', () => {
  expect(judge({ validTo: '2026-12-01T00:00:00.000Z' })).toMatchObject({
    is: 'warn',
    cause: 'certificate-expiring',
    title: 'The site’s certificate expires in 9 days',
  });
});
it('says of one that ran out since the handshake that it has expired', () => {
  expect(judge({ validTo: '2026-11-21T23:59:59.000Z' })).toMatchObject({
    is: 'fail',
    cause: 'certificate-expired',
    title: 'The site’s certificate has expired',
  });
});
it('is silent exactly 14 days before the end', () => {
  expect(judge({ validTo: '2026-12-06T00:00:00.000Z' })).toMatchObject({ is: 'pass' });
  expect(judge({ validTo: '2026-12-05T23:59:59.000Z' })).toMatchObject({ is: 'warn' });
});
it.each([
  ['2026-11-23T00:00:00.000Z', 'in 1 day'],
  ['2026-11-22T05:00:00.000Z', 'within a day'],
])('until %s: %s', (validTo, when) => {
  expect(judge({ validTo })).toMatchObject({ is: 'warn', title: `The site’s certificate expires ${when}` });
});
it('tells the site’s own certificate from one that is sent along', () => {
  const along = 'A certificate that the site sends along with its own has expired';
  expect(judge({ authorized: false, error: 'CERT_HAS_EXPIRED' })).toMatchObject({ is: 'fail', cause: 'certificate-expired', title: along });
  expect(judge({ authorized: false, error: 'CERT_HAS_EXPIRED', validTo: '2026-11-21T00:00:00.000Z' })).toMatchObject({
    title: 'The site’s certificate has expired',
  });
});
it.each([
  ['2026-11-25T00:00:00.000Z', 'warn', 'certificate-expiring'],
  ['2026-11-21T00:00:00.000Z', 'fail', 'certificate-expired'],
])('says of one that is for other names, too, that it ends %s', (validTo, is, cause) => {
  const wrong = { authorized: false, error: 'ERR_TLS_CERT_ALTNAME_INVALID', validTo };
  const facts = { 'http.site': { ...site(walk(url)), certificate: { ...certificate, ...wrong } }, 'clock.now': now };
  expect(judgements(check, facts)).toMatchObject([
    { is: 'fail', cause: 'certificate-name-mismatch' },
    { is, cause },
  ]);
});
it('is silent about a certificate of six days that is not due yet', () => {
  expect(judge({ validFrom: '2026-11-20T00:00:00.000Z', validTo: '2026-11-26T00:00:00.000Z' })).toMatchObject({ is: 'pass' });
  expect(judge({ validFrom: '2026-11-17T00:00:00.000Z', validTo: '2026-11-23T00:00:00.000Z' })).toMatchObject({ is: 'warn' });
});
it('does not take the origin’s certificate for the visitors’', () => {
  const ranges: Recorded = { 'proxy.front': front, 'proxy.ranges': { ...cloudflareRanges, source: 'embedded' } };
  expect(judge({ authorized: false, error: 'SELF_SIGNED_CERT_IN_CHAIN' }, ranges)).toMatchObject({ is: 'skip' });
  const hop = { url, status: 200, location: null, address: edge, cookies: [] };
  const seen: Recorded = {
    'http.site': { ...site(walk(url, { hops: [hop] })), certificate: { ...certificate, authorized: false, error: 'CERT_HAS_EXPIRED' } },
  };
  expect(judge(null, { ...ranges, ...seen })).toMatchObject({ is: 'fail', cause: 'certificate-expired' });
});
it('passes a valid one, skips plain http, does not know a gap', () => {
  expect(judge({})).toMatchObject({ is: 'pass' });
  expect(judge(null)).toMatchObject({ is: 'skip' });
  expect(judge({}, { 'http.site': gap('timeout') })).toMatchObject({ is: 'unknown' });
});
