import { describe, expect, it } from 'vitest';
import check from '../../../checks/url/system-url-mismatch.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';
import { failed, login, loop, site, walk } from './facts.js';

const set = (value: string) => settings(null, { systemUrl: { present: true, value, key: 'SystemURL' } });
const facts = (configured: string, end: string, more: Recorded = {}): Recorded => ({
  'database.settings': set(configured),
  'http.site': site(walk(configured.trim(), { end })),
  'http.login': gap('io'),
  ...more,
});

describe('system-url-mismatch', () => {
  it.each<[string, string, readonly string[]]>([
    ['http://www.x.test/', 'https://x.test/', ['system-url-scheme-differs', 'system-url-host-differs']],
    ['http://x.test/', 'https://x.test/index.php?rp=/login', ['system-url-scheme-differs']],
    ['https://x.test/', 'https://www.x.test/', ['system-url-host-differs']],
    ['https://x.test/', 'https://other.test/', ['system-url-host-differs']],
    ['https://x.test/', 'https://x.test:8443/', ['system-url-port-differs']],
    ['https://x.test/', 'https://x.test/client/', ['system-url-path-differs']],
  ])('%s that ends at %s', (configured, end, causes) => {
    expect(
      judgements(check, facts(configured, end)).map((said) => ({
        is: said.is,
        cause: 'cause' in said && said.cause,
        confidence: 'confidence' in said && said.confidence,
      })),
    ).toEqual(causes.map((cause) => ({ is: 'fail', cause, confidence: 'proved' })));
  });

  it.each([
    ['https://x.test/billing', 'https://x.test/billing/'],
    ['HTTPS://X.test:443/', 'https://x.test/'],
    ['https://exämple.test/', 'https://xn--exmple-cua.test/clientarea.php'],
    ['https://x.test/', 'https://x.test/index.php/login'],
    ['https://x.test/', 'https://x.test/store/hosting'],
  ])('%s that ends at %s is the same', (configured, end) => {
    expect(judgement(check, facts(configured, end))).toMatchObject({ is: 'pass' });
  });

  it('takes the folder from the log-in form where the home page redirects deeper', () => {
    const found = login({ url: 'https://x.test/login', form: { action: 'https://x.test/login', hasToken: true } });
    expect(judgement(check, facts('https://x.test/', 'https://x.test/portal/home', { 'http.login': found }))).toMatchObject({ is: 'pass' });
  });

  it('fails where the form posts to another scheme or host', () => {
    const posts = (action: string) => ({
      'http.login': login({ url: 'https://billing.test/clientarea.php', form: { action, hasToken: true } }),
    });
    const at = (action: string) => judgement(check, facts('https://billing.test/', 'https://billing.test/', posts(action)));
    expect(at('http://billing.test/dologin.php')).toMatchObject({ is: 'fail', cause: 'system-url-scheme-differs' });
    expect(at('https://www.billing.test/dologin.php')).toMatchObject({ is: 'fail', cause: 'system-url-host-differs' });
    expect(at('https://billing.test:8443/dologin.php')).toMatchObject({ is: 'fail', cause: 'system-url-port-differs' });
    expect(at('https://billing.test/dologin.php')).toMatchObject({ is: 'pass' });
  });

  it('compares with what the pages print where there is no database, but for the scheme', () => {
    const remote = (printed: string | null) => ({
      'database.settings': gap('unsupported'),
      'http.login': login({ printedSystemUrl: printed }),
    });
    const at = (printed: string | null) => judgement(check, facts('https://billing.test/', 'https://billing.test/', remote(printed)));
    expect(at('https://www.billing.test/')).toMatchObject({ is: 'fail', cause: 'system-url-host-differs' });
    expect(at('http://billing.test/')).toMatchObject({ is: 'pass' });
    expect(at(null)).toMatchObject({ is: 'skip' });
  });

  it('does not take any page for that of WHMCS', () => {
    const url = 'https://billing.test/';
    const deeper = { 'http.site': site(walk(url, { end: `${url}welcome/`, whmcs: false })) };
    expect(judgement(check, facts(url, url, deeper))).toMatchObject({ is: 'unknown' });
    const strange = { 'http.site': site(walk(url, { whmcs: false })) };
    expect(judgement(check, facts(url, url, strange))).toMatchObject({ is: 'unknown' });
    expect(judgement(check, facts(url, url, { ...strange, 'http.login': login({ form: null }) }))).toMatchObject({ is: 'unknown' });
    expect(judgement(check, facts(url, url, { ...strange, 'http.login': login() }))).toMatchObject({ is: 'pass' });
  });

  it('shows no password', () => {
    const said = judgements(
      check,
      facts('https://admin:s3cret@x.test/', '', { 'http.site': site(walk('https://x.test/', { end: 'https://www.x.test/' })) }),
    );
    expect(JSON.stringify(said)).not.toContain('s3cret');
  });

  it('leaves loops and failures to other checks, and does not know what it did not see', () => {
    const url = 'https://x.test/';
    expect(judgement(check, facts(url, url, { 'http.site': site(loop(url, [url])) }))).toMatchObject({ is: 'skip' });
    expect(judgement(check, facts(url, url, { 'http.site': site(failed(url, 'tcp', 'ECONNREFUSED')) }))).toMatchObject({ is: 'skip' });
    expect(judgement(check, facts('', url))).toMatchObject({ is: 'skip' });
    expect(judgement(check, facts(url, url, { 'http.login': login({ challenge: true }) }))).toMatchObject({ is: 'unknown' });
    expect(judgement(check, facts(url, url, { 'http.site': gap('timeout') }))).toMatchObject({ is: 'unknown' });
    expect(judgement(check, facts(url, url, { 'http.site': { url, walks: [], certificate: null } }))).toMatchObject({ is: 'unknown' });
  });
});
