import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/facebook-credentials-invalid.js';
import type { FacebookCredentials } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';

const site = { url: 'https://billing.example.com/', from: 'database' } as const;
const yes = (appDomains: readonly string[] | null): FacebookCredentials => ({ accepted: true, code: null, message: null, appDomains });
const no = (code: number | null, message: string | null = null): FacebookCredentials => ({
  accepted: false,
  code,
  message,
  appDomains: null,
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
