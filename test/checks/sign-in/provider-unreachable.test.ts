import { describe, expect, test } from 'vitest';
import check from '../../../checks/sign-in/provider-unreachable.js';
import type { LogEvidence, ProvidersFromPhp, WebCurl, WhmcsSettings } from '../../../src/model.js';
import { logged } from '../../support/duo-facts.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { clientId, loginPage } from '../../support/login-page.js';

const google = loginPage({ google: { clientId, library: 'gis' }, providers: ['google'] });
const seen = (url: string, errno = 0): WebCurl => ({
  url,
  errno,
  message: 'x',
  httpStatus: errno === 0 ? 404 : 0,
  address: null,
  sslVerifyResult: 0,
  durationMs: 1,
});
const php = (reaches: ProvidersFromPhp['reaches'], more: Partial<ProvidersFromPhp> = {}): ProvidersFromPhp => ({
  reaches,
  enabledBy: 'log-in page',
  extension: true,
  disabled: [],
  ...more,
});
const googleReaches = (certificates: number, settings: number): ProvidersFromPhp['reaches'] => [
  { provider: 'google', use: 'verify', seen: seen('https://www.googleapis.com/oauth2/v3/certs', certificates) },
  { provider: 'google', use: 'settings', seen: seen('https://accounts.google.com', settings) },
];
const xReaches = (now: number, former: number): ProvidersFromPhp['reaches'] => [
  { provider: 'twitter', use: 'either', seen: seen('https://api.x.com', now) },
  { provider: 'twitter', use: 'either', seen: seen('https://api.twitter.com', former) },
];
const settings = (signInProviders: WhmcsSettings['signInProviders']) => ({ signInProviders }) as unknown as WhmcsSettings;

describe('what PHP reaches', () => {
  test.each([
    ['all of it', googleReaches(0, 0), 'pass', undefined],
    ['no certificates', googleReaches(7, 0), 'fail', 'likely'],
    ['nothing', googleReaches(28, 28), 'fail', 'likely'],
    ['only what signing in needs', googleReaches(0, 7), 'warn', 'possible'],
    ['X by its name of today', xReaches(0, 6), 'pass', undefined],
    ['X by its former name', xReaches(6, 0), 'pass', undefined],
    ['X by no name', xReaches(6, 6), 'fail', 'likely'],
  ] as const)('%s', (_, reaches, is, confidence) => {
    const found = judgement(check, { 'providers.from-php': php(reaches), 'http.login': google });
    expect(found).toMatchObject(confidence === undefined ? { is } : { is, cause: 'provider-unreachable', confidence });
  });

  test('one finding per provider', () => {
    const both = php([...googleReaches(0, 0), ...xReaches(7, 7)]);
    const found = judgements(check, { 'providers.from-php': both, 'http.login': loginPage({ providers: ['google', 'twitter'] }) });
    expect(found.map(({ is }) => is)).toEqual(['pass', 'fail']);
    expect(found[1]).toMatchObject({ subject: 'api.x.com, api.twitter.com' });
  });

  test('settings that only lie there are no proof that the provider is switched on', () => {
    const found = judgement(check, {
      'providers.from-php': php(googleReaches(7, 7), { enabledBy: 'settings' }),
      'http.login': gap('timeout'),
      'database.settings': settings({ google_signin: 3 }),
    });
    expect(found).toMatchObject({ is: 'warn', confidence: 'possible' });
  });

  test('the log adds to it', () => {
    const log: LogEvidence = logged('google-linking-failed', 60, 'Remote account linking via Google has failed');
    const found = judgement(check, { 'providers.from-php': php(googleReaches(7, 0)), 'http.login': google, 'logs.whmcs': log });
    expect(JSON.stringify(found)).toContain('Remote account linking');
  });
});

test.each([
  ['none is switched on', { 'http.login': loginPage(), 'providers.from-php': gap('disabled') }, 'pass'],
  ['none has settings', { 'database.settings': settings({}), 'providers.from-php': gap('disabled') }, 'pass'],
  ['not seen', { 'providers.from-php': gap('absent', 'not seen', true) }, 'skip'],
  ['PHP cannot be asked', { 'http.login': google, 'providers.from-php': gap('unsupported') }, 'skip'],
  ['PHP does not answer', { 'http.login': google, 'providers.from-php': gap('timeout') }, 'unknown'],
  ['no curl', { 'http.login': google, 'providers.from-php': php([], { extension: false }) }, 'skip'],
  ['curl disabled', { 'http.login': google, 'providers.from-php': php([], { disabled: ['curl_exec'] }) }, 'skip'],
] as const)('%s', (_, recorded, is) => {
  expect(judgement(check, recorded).is).toBe(is);
});
