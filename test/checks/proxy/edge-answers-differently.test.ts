import { describe, expect, it } from 'vitest';
import cached from '../../../checks/proxy/login-page-cached.js';
import check from '../../../checks/proxy/edge-answers-differently.js';
import unreachable from '../../../checks/url/system-url-unreachable.js';
import certificateCheck from '../../../checks/url/certificate-invalid.js';
import loopCheck from '../../../checks/url/redirect-loop.js';
import type { Edge, LoginPage, SessionPersistence, Site } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { certificate, failed, failure, login, loop, site, walk } from '../url/facts.js';

const home = 'https://billing.test/';
const round = { status: 200, sent: true, id: 'a', token: 'a', cached: false };
/** Letters of the session's id and token, request by request. */
const rounds = (letters: string, more: Partial<SessionPersistence> = {}): SessionPersistence => ({
  url: `${home}index.php?rp=/login`,
  cookieName: 'WHMCSaB3dE5gH7jK9',
  rounds: letters.split('').map((id, index) => ({ ...round, id, token: id, sent: index > 0 })),
  sameTokenForStrangers: false,
  ...more,
});
const kept = rounds('aaaaaa');
const origin = { 'http.site': site(walk(home)), 'http.login': login(), 'http.sessions': kept } as const;
const edgeOf = (page: Partial<LoginPage> | null, seen: Site = site(walk(home)), sessions: SessionPersistence | null = kept): Edge => ({
  site: seen,
  login: page === null ? null : login(page),
  sessions,
});
const on = (edge: Edge, here: Recorded = {}) => judgement(check, { 'proxy.edge': edge, ...origin, ...here });

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

  it('names a session that lasts at the origin alone', () => {
    const through = (seen: SessionPersistence, here: SessionPersistence = kept) =>
      on(edgeOf({}, site(walk(home)), seen), { 'http.sessions': here });
    expect(through(rounds('abcdef'))).toMatchObject({
      is: 'fail',
      cause: 'proxy-changes-pages',
      title: expect.stringContaining('Sessions'),
    });
    expect(through({ ...kept, rounds: kept.rounds.map((one) => ({ ...one, sent: false })) }).is).toBe('fail');
    // the site itself loses it
    expect(through(rounds('abcdef'), rounds('abcdef')).is).toBe('pass');
    expect(through({ ...kept, sameTokenForStrangers: true }).is).toBe('skip');
    expect(through({ ...kept, rounds: kept.rounds.map((one) => ({ ...one, status: 503 })) }).is).toBe('unknown');
    expect(on(edgeOf({}, site(walk(home)), rounds('abcdef')), { 'http.sessions': gap('timeout') }).is).toBe('unknown');
  });

  it('names a log-in page that the proxy alone does not bring', () => {
    const cut = { gap: 'io', why: 'the log-in page could not be fetched: ECONNRESET' } as const;
    expect(on({ ...edgeOf(null), unseen: cut })).toMatchObject({ is: 'fail', cause: 'proxy-changes-pages', confidence: 'likely' });
    expect(on({ ...edgeOf(null), unseen: cut }, { 'http.login': login({ form: null }) }).is).toBe('skip');
  });

  it('shows both sides', () => {
    const both = (through: string, here: string) => ({
      evidence: [
        { label: 'Through the proxy', saw: through, want: 'as at the origin', source: home },
        { label: 'At the origin', saw: here, source: home },
      ],
    });
    const down = (there: Site, status: number | null = 200) => on(edgeOf(null, there), { 'http.site': site(walk(home, { status })) });
    expect(down(site(walk(home, { status: 522 })))).toMatchObject({
      title: 'The site answers at its origin, and not through the proxy in front',
      ...both('status 522', `status 200 at ${home}`),
    });
    expect(down(site(failed(home, 'tcp', 'ECONNREFUSED')), null)).toMatchObject(both('ECONNREFUSED', `status none at ${home}`));
    expect(down(site(walk(home, { outcome: 'redirect-unusable', failure: null })))).toMatchObject(
      both('redirect-unusable', `status 200 at ${home}`),
    );
    expect(on(edgeOf({}, site(walk(home, { end: 'https://shop.test/', status: null }))))).toMatchObject(
      both('status none at https://shop.test/', `status 200 at ${home}`),
    );
  });

  it('shows both log-in pages', () => {
    const here = { label: 'At the origin', saw: 'status 200, its log-in form', source: login().url };
    const there = (saw: string) => ({ label: 'Through the proxy', saw, want: 'as at the origin' });
    expect(on(edgeOf({ form: null }))).toMatchObject({ evidence: [there('status 200, no log-in form'), here] });
    const by = (refusal: LoginPage['refusal']) => on(edgeOf({ form: null, status: 403, ...(refusal === undefined ? {} : { refusal }) }));
    expect(by({ product: 'Imunify360', mark: 'x' })).toMatchObject({
      title: 'Imunify360 refuses the log-in page, which the site itself shows',
      evidence: [there('status 403, no log-in form'), here],
    });
    expect(by(undefined)).toMatchObject({ title: 'The proxy in front refuses the log-in page, which the site itself shows' });
    const cut = { gap: 'io', why: 'the log-in page could not be fetched: ECONNRESET' } as const;
    expect(on({ ...edgeOf(null), unseen: cut })).toMatchObject({
      title: 'The log-in page, which the site itself shows, does not come through the proxy in front',
      evidence: [{ label: 'Through the proxy', saw: expect.stringContaining('ECONNRESET') }, here],
    });
  });

  it('leaves circles to redirect-loop, however they end', () => {
    for (const outcome of ['loop', 'too-many-redirects'] as const)
      expect(on(edgeOf(null, site(walk(home, { outcome }))))).toMatchObject({
        is: 'skip',
        reason: expect.stringContaining('redirect-loop'),
      });
  });

  it('never takes what it did not see to the end for healthy', () => {
    expect(on(edgeOf(null)).is).toBe('unknown');
    expect(on(edgeOf({}, site(walk(home)), null)).is).toBe('unknown');
    const unseen = { gap: 'io', why: 'the log-in page stopped answering' } as const;
    expect(on({ ...edgeOf({}, site(walk(home)), null), unseen })).toMatchObject({ is: 'unknown', reason: unseen.why });
  });

  it.each([
    { status: 429 },
    { status: 429, refusal: { product: 'Cloudflare', mark: '1015' } },
    { status: 503 },
    { notice: 'maintenance' as const },
  ])('does not know while the page is closed for a moment: %j', (closed) =>
    expect(on(edgeOf({ form: null, ...closed })).is).toBe('unknown'),
  );
  it('knows a firewall that answers as if it were', () => {
    const refusal = { product: 'Wordfence', mark: 'x' };
    expect(on(edgeOf({ form: null, status: 503, refusal }))).toMatchObject({ is: 'fail', cause: 'firewall-blocks-login' });
  });

  it('a challenge is meant, and a circle has a check of its own', () => {
    expect(on(edgeOf({ challenge: true, form: null })).is).toBe('skip');
    expect(on(edgeOf(null, site(loop(home, [home])))).is).toBe('skip');
  });

  it('never blames the site for an address that was given wrongly', () => {
    const elsewhere = { 'http.site': site(walk(home, { whmcs: false })), 'http.login': login({ form: null, status: 404 }) };
    expect(on(edgeOf({}), elsewhere)).toMatchObject({ is: 'unknown', reason: expect.stringContaining('--origin') });
    expect(on(edgeOf({}), { 'http.site': site(failed(home, 'tcp', 'ECONNREFUSED')) }).is).toBe('skip');
  });
});

describe('system-url-unreachable, where only the proxy is admitted', () => {
  const at = (here: Site, there: Site) => judgement(unreachable, { 'http.site': here, 'proxy.edge': edgeOf({}, there) });
  const silent = site(failed(home, 'tcp', 'ETIMEDOUT', { failure: failure('tcp', 'ETIMEDOUT', '192.0.2.10') }));

  it('does not blame the site, and names the address that was given', () => {
    expect(at(silent, site(walk(home)))).toMatchObject({ is: 'unknown', reason: expect.stringContaining('--origin (192.0.2.10)') });
    expect(at(site(walk(home, { status: 404 })), site(walk(home)))).toMatchObject({ is: 'unknown' });
  });
  it('still fails where visitors get no page either', () => {
    expect(at(silent, silent).is).toBe('fail');
    expect(at(silent, site(walk(home, { status: 522 }))).is).toBe('fail');
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
