import { describe, expect, test } from 'vitest';
import check from '../../../checks/access/system-health-warns.js';
import { healthCauses, toldByHealth } from '../../../src/knowledge/system-health.js';
import type { HealthEntry } from '../../../src/model.js';
import { problemReports } from '../../../src/run/problems.js';
import { gap, judgement, judgements } from '../../support/judge.js';

const entry = (severity: HealthEntry['severity'], text: string, name = 'x'): HealthEntry => ({ name, severity, text });
const judge = (...entries: readonly HealthEntry[]) => judgement(check, { 'api.health': { entries, truncated: false } });

/** As the language file of 8.13.1 words them, markup taken out. */
const warnings: readonly (readonly [string, string])[] = [
  ['PHP session support is disabled. This will prevent WHMCS from remembering user logins.', 'session-extension-missing'],
  ['Session autostart is enabled. This will prevent WHMCS from remembering user logins.', 'session-auto-start'],
  ['The PHP session save path /var/lib/php is not writable. Please investigate the session.save_path PHP setting', 'session-path-denied'],
  ['WHMCS is running behind a CloudFlare proxy, but you have not configured trusted proxy settings.', 'trusted-proxies-missing'],
  [
    'WHMCS may be operating behind a proxy or CDN, but you have not configured trusted proxy settings using CloudFlare IP addresses.',
    'trusted-proxies-missing',
  ],
  ['WHMCS is running behind a CloudFlare proxy, but the CloudFlare headers do not provide a client IP address.', 'proxy-header-removed'],
  ['You have not configured the System URL for your WHMCS installation. Go to General Settings', 'system-url-empty'],
  ['Your PHP environment does not have a valid timezone setting. Please set date.timezone in php.ini', 'time-zone-invalid'],
  [
    "The timezone used by the WHMCS cron script, 'America/Chicago', has a 6 hour difference to the timezone used by the WHMCS UI.",
    'web-cron-time-zone-differs',
  ],
  ['Your PHP version 5.2.0 is not supported by WHMCS. WHMCS requires at least PHP version 5.3.7.', 'php-too-old'],
  ['The following PHP extensions are required for WHMCS to be able to fully function: curl', 'curl-extension-missing'],
  ['The following PHP extensions are required for WHMCS to be able to fully function: gd xml', 'php-extension-missing'],
  ['The following PHP functions must be enabled for WHMCS to be able to fully function as intended: curl_exec', 'curl-functions-disabled'],
  ['cURL reports that it does not support SSL. Make sure cURL is installed', 'php-tls-outdated'],
  ['cURL reports that it does not support Secure TLS 1.1 and 1.2. Make sure an SSL library', 'php-tls-outdated'],
  ['The system cron does not appear to have completed successfully within the last 24 hours.', 'cron-not-running'],
  [
    'Your environment appears to be running a different PHP version (8.1) for the System Cron than the currently loaded PHP version (8.2).',
    'php-cron-version-differs',
  ],
];

test.each(warnings)('%s', (text, cause) => {
  expect(judge(entry('warning', text))).toMatchObject({ cause, confidence: 'likely', evidence: [{ saw: text }] });
  expect(healthCauses).toContain(cause);
  // What passed has its own words, and is not read for those of failures.
  expect(judge(entry('success', text)).is).toBe('pass');
});

test('every text of the knowledge is one of these', () => {
  const met = new Set(warnings.map(([text]) => toldByHealth(text)?.cause));
  expect(healthCauses.filter((cause) => !met.has(cause))).toEqual([]);
});

describe('what is no finding', () => {
  test.each([
    'PHP session support is enabled.',
    'The PHP session save path /s is writable.',
    'WHMCS is not running behind a CloudFlare proxy.',
    'You have successfully configured the System URL for your WHMCS installation.',
    'The OPcache PHP extension is enabled.',
    'You have not enabled SSL or TLS encryption for your SMTP mail settings.',
    'Su versión de PHP no es compatible',
  ])('%s', (text) => {
    expect(toldByHealth(text)).toBeNull();
    expect(judge(entry('danger', text, 'name of it'))).toMatchObject({ is: 'pass', note: expect.stringContaining('name of it') });
  });
});

test('a severity that is not known, and a cut answer, are unknown and never healthy', () => {
  expect(judge(entry('other', 'anything')).is).toBe('unknown');
  expect(judgement(check, { 'api.health': { entries: [entry('success', 'x')], truncated: true } }).is).toBe('unknown');
  expect(judge(entry('other', warnings[0]?.[0] ?? '')).is).toBe('fail');
  expect(judgement(check, { 'api.health': gap('denied', 'x', true) }).is).toBe('skip');
  expect(judgement(check, { 'api.health': gap('malformed') }).is).toBe('unknown');
});

test('each warning is a finding of its own', () => {
  const all = warnings.slice(0, 3).map(([text]) => entry('danger', text));
  expect(judgements(check, { 'api.health': { entries: all, truncated: false } })).toHaveLength(3);
});

test('a witness that is silent leaves nothing open and rules nothing out', () => {
  const cause = { id: 'c', problems: ['p'] } as never;
  const main = { id: 'main', causes: ['c'] } as never;
  const witness = { id: 'witness', causes: ['c'], witness: true } as never;
  const problem = { id: 'p', title: '' } as never;
  const said = (id: string, status: string) => ({ check: id, status, cause: null, problems: [], fingerprint: id }) as never;
  const outcome = (...findings: readonly never[]) => problemReports([problem], [cause], [main, witness], findings)[0]?.status;
  expect(outcome(said('main', 'pass'), said('witness', 'skip'))).toBe('ruled-out');
  expect(outcome(said('main', 'skip'), said('witness', 'pass'))).toBe('undetermined');
});
