/** What the pages alone tell of the System URL, where the database is not seen. */
import { describe, expect, it } from 'vitest';
import slash from '../../../checks/url/system-url-slash-missing.js';
import mismatch from '../../../checks/url/system-url-mismatch.js';
import unreachable from '../../../checks/url/system-url-unreachable.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { failure, login, site, walk } from './facts.js';

const home = 'https://billing.test/';
const beyond = { 'database.settings': gap('unsupported', 'an address does not show WHMCS’s settings', true) } as const;

describe('system-url-slash-missing', () => {
  const on = (printedSystemUrl: string | null) => judgement(slash, { ...beyond, 'http.login': login({ printedSystemUrl }) });
  it('is proved by what the page prints', () => {
    expect(on('https://billing.test')).toMatchObject({ is: 'warn', cause: 'system-url-slash-missing', confidence: 'proved' });
    expect(on(home).is).toBe('pass');
  });
  it('is skipped where it prints nothing', () => expect(on(null).is).toBe('skip'));
});

describe('system-url-mismatch', () => {
  const on = (page: Parameters<typeof login>[0], walked = walk(home)) =>
    judgement(mismatch, { ...beyond, 'http.site': site(walked), 'http.login': login(page) });
  const stranger = { form: null, sessionCookie: null } as const;
  const notWhmcs = walk(home, { whmcs: false });

  it('compares with what the page prints', () => {
    expect(on({ printedSystemUrl: 'https://old.test/' })).toMatchObject({ is: 'fail', cause: 'system-url-host-differs' });
    expect(on({ printedSystemUrl: home }).is).toBe('pass');
  });
  it('is skipped, never unknown, where a theme prints it nowhere', () => expect(on({}).is).toBe('skip'));
  it('says once that a site is no WHMCS', () => {
    expect(on(stranger, notWhmcs)).toMatchObject({ is: 'unknown', reason: expect.stringContaining('recognised as WHMCS') });
  });
  it.each([401, 402, 405, 418, 451, 500])('also where the whole site answers %i', (status) => {
    const locked = walk(home, { whmcs: false, status });
    expect(on({ ...stranger, status: status === 500 ? 404 : status }, locked)).toMatchObject({ is: 'unknown' });
  });
  it('leaves a page that is not there at all, or is refused, to the checks that name it', () => {
    for (const status of [404, 410, 502]) expect(on({ ...stranger, status }, walk(home, { whmcs: false, status })).is).toBe('skip');
    for (const status of [403, 406, 429]) expect(on({ ...stranger, status }, notWhmcs).is).toBe('skip');
  });
  it('says where the site itself says that WHMCS is', () => {
    const elsewhere = 'https://pay.test/';
    expect(on({ ...stranger, status: 404, elsewhere }, notWhmcs)).toMatchObject({
      is: 'unknown',
      settle: expect.stringContaining(elsewhere),
    });
  });
  it('takes no other program’s session for that of WHMCS', () => {
    expect(on({ form: null, sessionCookie: 'PHPSESSID' }, notWhmcs).is).toBe('unknown');
    expect(on({ form: null }, notWhmcs).is).toBe('skip');
  });
  it.each([
    { challenge: true },
    { notice: 'maintenance' as const },
    { status: 500 },
    { refusal: { product: 'ModSecurity', mark: 'x' } },
    { siteError: { is: 'ioncube-missing' as const } },
  ])('not behind %j', (hidden) => expect(on({ ...stranger, ...hidden }, notWhmcs).is).toBe('skip'));
});

describe('system-url-unreachable', () => {
  it('warns of a twin that leads inside, which was not contacted', () => {
    const lost = { outcome: 'redirect-to-private-address', status: null, whmcs: false, end: 'http://10.0.0.5/' } as const;
    const twin = walk('http://billing.test/', { ...lost, why: 'scheme-twin', failure: failure('tcp', 'ERR_PRIVATE_ADDRESS', '10.0.0.5') });
    const found = judgements(unreachable, { 'http.site': site(walk(home), twin) });
    expect(found).toMatchObject([{ is: 'warn', cause: 'redirect-to-private-address', subject: 'http://billing.test/' }]);
    // its own name leads inside: nobody was sent there
    expect(judgement(unreachable, { 'http.site': site(walk(home), { ...twin, hops: [] }) }).is).toBe('pass');
  });
});
