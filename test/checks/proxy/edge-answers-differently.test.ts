import { describe, expect, it } from 'vitest';
import cached from '../../../checks/proxy/login-page-cached.js';
import check from '../../../checks/proxy/edge-answers-differently.js';
import certificateCheck from '../../../checks/url/certificate-invalid.js';
import loopCheck from '../../../checks/url/redirect-loop.js';
import type { Edge, LoginPage, SessionPersistence, Site } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { certificate, failed, login, loop, site, walk } from '../url/facts.js';

const home = 'https://billing.test/';
const origin = { 'http.site': site(walk(home)), 'http.login': login() } as const;
const edgeOf = (page: Partial<LoginPage> | null, seen: Site = site(walk(home)), sessions: SessionPersistence | null = null): Edge => ({
  site: seen,
  login: page === null ? null : login(page),
  sessions,
});
const on = (edge: Edge, here: Partial<typeof origin> = {}) => judgement(check, { 'proxy.edge': edge, ...origin, ...here });

describe('edge-answers-differently', () => {
  it('passes where both sides show the same', () => expect(on(edgeOf({})).is).toBe('pass'));
  it('is skipped without --origin', () => {
    expect(judgement(check, { ...origin, 'proxy.edge': gap('disabled', 'only with --origin IP') })).toMatchObject({ is: 'skip' });
  });

  it('names what the proxy does', () => {
    expect(on(edgeOf({ sessionCookie: null }))).toMatchObject({ is: 'fail', cause: 'proxy-changes-pages' });
    expect(on(edgeOf({ form: null }))).toMatchObject({ is: 'fail', cause: 'proxy-changes-pages' });
    expect(on(edgeOf({ form: null, status: 403 }))).toMatchObject({ is: 'fail', cause: 'firewall-blocks-login' });
    const away = site(walk(home, { end: 'https://shop.test/' }));
    expect(on(edgeOf({}, away))).toMatchObject({ is: 'warn', cause: 'proxy-changes-pages' });
    for (const broken of [walk(home, { status: 522 }), failed(home, 'tcp', 'ECONNREFUSED')])
      expect(on(edgeOf(null, site(broken)))).toMatchObject({ is: 'fail', cause: 'system-url-unreachable', confidence: 'proved' });
  });

  it('a challenge is meant, and a circle has a check of its own', () => {
    expect(on(edgeOf({ challenge: true, form: null })).is).toBe('skip');
    expect(on(edgeOf(null, site(loop(home, [home])))).is).toBe('skip');
  });

  it('never blames the site for an address that was given wrongly', () => {
    const elsewhere = { 'http.site': site(walk(home, { whmcs: false })), 'http.login': login({ form: null, status: 404 }) };
    expect(on(edgeOf({}), elsewhere as never)).toMatchObject({ is: 'unknown', reason: expect.stringContaining('--origin') });
    expect(on(edgeOf({}), { 'http.site': site(failed(home, 'tcp', 'ECONNREFUSED')) } as never).is).toBe('skip');
  });
});

describe('what visitors get decides, where the origin was looked at', () => {
  const shared: SessionPersistence = { url: home, cookieName: null, rounds: [], sameTokenForStrangers: true };

  it('a cache at the edge', () => {
    const edge = edgeOf({}, site(walk(home)), shared);
    expect(judgement(cached, { 'http.login': login(), 'proxy.edge': edge })).toMatchObject({ is: 'fail', cause: 'login-page-cached' });
    expect(judgement(cached, { 'http.login': login(), 'proxy.edge': edgeOf({}) }).is).toBe('pass');
    expect(judgement(cached, { 'http.login': login(), 'proxy.edge': edgeOf({ challenge: true }) }).is).toBe('pass');
  });

  it('the certificate of the edge', () => {
    const expired = { ...certificate, authorized: false, error: 'CERT_HAS_EXPIRED' };
    const now = { 'clock.now': { epochMs: Date.parse('2026-11-01T00:00:00Z') } } as const;
    const at = (mine: typeof certificate, theirs: typeof certificate) =>
      judgement(certificateCheck, {
        ...now,
        'http.site': { ...site(walk(home)), certificate: mine },
        'proxy.edge': edgeOf({}, { ...site(walk(home)), certificate: theirs }),
      });
    expect(at(expired, certificate).is).toBe('pass');
    expect(at(certificate, expired)).toMatchObject({ is: 'fail', cause: 'certificate-expired' });
  });

  it('a circle at the edge alone', () => {
    const again = site(loop(home, [home]));
    expect(judgement(loopCheck, { 'http.site': origin['http.site'], 'proxy.edge': edgeOf(null, again) })).toMatchObject({
      is: 'fail',
      cause: 'flexible-ssl',
    });
    const two = site(loop(home, [home, 'https://www.billing.test/']));
    expect(judgement(loopCheck, { 'http.site': origin['http.site'], 'proxy.edge': edgeOf(null, two) })).toMatchObject({
      cause: 'redirect-loop',
    });
  });
});
