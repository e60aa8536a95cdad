import type { CertificateSeen, LicenseServers, NetFailure, Reach, ServerReach, WebCurl } from '../../../src/model.js';

export const urlA = 'https://a.licensing.whmcs.com/1.0/test';
export const urlB = 'https://b.licensing.whmcs.com/1.0/test';
const controlUrl = 'https://example.com/';

export function certificate(error: string | null, issuer = "C=US, O=Let's Encrypt, CN=R11"): CertificateSeen {
  return {
    authorized: error === null,
    error,
    protocol: 'TLSv1.3',
    subject: 'CN=a.licensing.whmcs.com',
    issuer,
    names: ['a.licensing.whmcs.com'],
    validFrom: '2026-10-01T00:00:00Z',
    validTo: '2026-12-30T00:00:00Z',
    chainLength: 2,
  };
}

export function reached(family: 4 | 6 = 4, httpStatus = 200): Reach {
  const address = family === 4 ? '198.51.100.20' : '2001:db8::20';
  return { family, address, reached: true, failure: null, httpStatus, certificate: certificate(null), durationMs: 20 };
}

export function failing(stage: NetFailure['stage'], code: string, more: Partial<Reach> = {}): Reach {
  const address = more.family === 6 ? '2001:db8::20' : '198.51.100.20';
  const failure: NetFailure = { ok: false, stage, code, message: code, address, durationMs: 3000 };
  return { family: 4, address, reached: false, failure, httpStatus: null, certificate: null, durationMs: 3000, ...more };
}

export function server(url: string, ipv4: Reach | null, more: Partial<ServerReach> = {}): ServerReach {
  return {
    url,
    host: new URL(url).hostname,
    ipv4,
    ipv6: null,
    lookup: { ipv4: ipv4 ? null : 'ENOTFOUND', ipv6: 'ENOTFOUND' },
    hostsFile: null,
    ...more,
  };
}

export const goodControl = server(controlUrl, reached());
export const control = (ipv4: Reach | null): ServerReach => server(controlUrl, ipv4);

export function servers(a: ServerReach, b: ServerReach, more: Partial<LicenseServers> = {}): LicenseServers {
  return { servers: [a, b], controls: [goodControl], proxyVariables: [], ...more };
}

export function curl(url: string, errno: number, more: Partial<WebCurl> = {}): WebCurl {
  return { url, errno, message: '', httpStatus: errno === 0 ? 200 : 0, address: null, sslVerifyResult: 0, durationMs: 20, ...more };
}
