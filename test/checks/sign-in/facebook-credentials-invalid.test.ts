import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/facebook-credentials-invalid.js';
import type { FacebookCredentials } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';
import { site as sites, walk } from '../url/facts.js';

const site = { url: 'https://billing.example.com/', from: 'database' } as const;
const yes = (appDomains: readonly string[] | null): FacebookCredentials => ({
  accepted: true,
  code: null,
  message: null,
  appDomains,
  live: null,
});
const no = (code: number | null, message: string | null = null): FacebookCredentials => ({
  accepted: false,
  code,
  message,
  appDomains: null,
  live: null,
});

test.each([
  ['the domain itself', yes(['billing.example.com']), 'pass', undefined],
  ['the domain above', yes(['example.com']), 'pass', undefined],
  ['written as an address', yes(['https://Example.com/']), 'pass', undefined],
  ['domains not shown', yes(null), 'pass', undefined],
  ['another domain', yes(['example.org']), 'fail', 'facebook-domain-missing'],
  ['a domain that only ends alike', yes(['ling.example.com']), 'fail', 'facebook-domain-missing'],
  ['no domain', yes([]), 'warn', 'facebook-domain-missing'],
  ['wrong secret', no(1, 'Error validating client secret.'), 'fail', 'facebook-credentials-invalid'],
  ['no such app', no(101, 'Invalid application ID.'), 'fail', 'facebook-credentials-invalid'],
  ['busy', no(2, 'An unexpected error has occurred.'), 'unknown', undefined],
  ['odd', no(null), 'unknown', undefined],
] as const)('%s', (_, given, is, cause) => {
  const found = judgement(check, { 'social.facebook': given, 'site.url': site });
  expect(found.is).toBe(is);
  if (cause) expect(found).toMatchObject({ cause });
});

test('without keys it is skipped, without an answer unknown', () => {
  expect(judgement(check, { 'social.facebook': gap('disabled'), 'site.url': site }).is).toBe('skip');
  expect(judgement(check, { 'social.facebook': gap('io'), 'site.url': site }).is).toBe('unknown');
});

const on = loginPage({ providers: ['facebook'] });

test('switched off is a pass, not seen a skip', () => {
  expect(judgement(check, { 'social.facebook': gap('disabled'), 'site.url': site, 'http.login': loginPage() }).is).toBe('pass');
  const hidden = loginPage({ challenge: true, form: null });
  expect(judgement(check, { 'social.facebook': gap('disabled'), 'site.url': site, 'http.login': hidden }).is).toBe('skip');
});

test.each([
  ['without keys', gap('disabled')],
  ['with keys that are right', yes(['example.com'])],
  ['with keys that show no domains', yes(null)],
  ['with a domain that is missing', yes(['example.org'])],
])('the App Mode is never passed over: %s', (_, answer) => {
  const said = judgements(check, { 'social.facebook': answer, 'site.url': site, 'http.login': on });
  expect(said.at(-1)).toMatchObject({ is: 'skip', reason: expect.stringContaining('App Mode') as string });
});

test('a twin that answers must be among the domains too', () => {
  const twin = walk('https://billing-old.example.org/', { why: 'used-url' });
  const found = judgements(check, {
    'social.facebook': yes(['example.com']),
    'site.url': site,
    'http.site': sites(walk(site.url), twin),
  });
  expect(found[0]).toMatchObject({
    is: 'warn',
    cause: 'facebook-domain-missing',
    subject: 'billing-old.example.org',
    confidence: 'possible',
  });
});
