/** Recorded facts of a healthy site, from which the tests of the URL checks depart. */
import type { CertificateSeen, LoginPage, NetFailure, Site, Stage, Walk } from '../../../src/model.js';

export function walk(from: string, more: Partial<Walk> = {}): Walk {
  const end = more.end ?? from;
  const hops = more.hops ?? [{ url: from, status: 200, location: null, address: '192.0.2.10', cookies: [] }];
  return { from, why: 'system-url', outcome: 'answered', status: 200, failure: null, whmcs: true, ...more, end, hops };
}

export function failure(stage: Stage, code: string, address: string | null = null): NetFailure {
  return { ok: false, stage, code, message: `it failed with ${code}`, address, durationMs: 5 };
}

export function failed(from: string, stage: Stage, code: string, more: Partial<Walk> = {}): Walk {
  return walk(from, { outcome: 'failed', status: null, failure: failure(stage, code), whmcs: false, hops: [], ...more });
}

export function loop(from: string, urls: readonly string[], more: Partial<Walk> = {}): Walk {
  const hops = urls.map((url, index) => ({
    url,
    status: 301,
    location: urls[index + 1] ?? urls[0] ?? url,
    address: '192.0.2.10',
    cookies: [],
  }));
  return walk(from, { outcome: 'loop', status: null, whmcs: false, hops, end: urls[0] ?? from, ...more });
}

export function site(...walks: readonly Walk[]): Site {
  return { url: walks[0]?.from ?? 'https://billing.test/', walks, certificate: null };
}

export const certificate: CertificateSeen = {
  authorized: true,
  error: null,
  protocol: 'TLSv1.3',
  subject: 'CN=billing.test',
  issuer: 'CN=A Trusted Authority',
  names: ['billing.test', 'www.billing.test'],
  validFrom: '2026-10-01T00:00:00.000Z',
  validTo: '2026-12-30T00:00:00.000Z',
  chainLength: 2,
};

export function login(more: Partial<LoginPage> = {}): LoginPage {
  return {
    url: 'https://billing.test/index.php?rp=/login',
    status: 200,
    foundBy: 'route',
    form: { action: 'https://billing.test/index.php?rp=/login', hasToken: true },
    printedSystemUrl: null,
    routeMode: 'basic',
    theme: 'twenty-one',
    cookies: [],
    sessionCookie: 'WHMCSaB3dE5gH7jK9',
    headers: {},
    challenge: false,
    sessionHeaders: true,
    google: null,
    providers: [],
    notice: null,
    ...more,
  };
}
