import { expect, test } from 'vitest';
import check from '../../../checks/license/curl-missing.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';

test.each([
  ['all there', phpView(), 'pass', undefined],
  ['no extension', phpView({ extensions: ['core'], curl: null }), 'fail', 'curl-extension-missing'],
  ['no https', phpView({ curl: { version: '7.10', ssl: '', https: false } }), 'fail', 'curl-extension-missing'],
  ['curl_exec disabled', phpView({ disabledFunctions: ['exec', 'curl_exec'] }), 'fail', 'curl-functions-disabled'],
  ['curl_multi_exec alone, which others stand in for', phpView({ disabledFunctions: ['curl_multi_exec'] }), 'pass', undefined],
  ['extensions not seen', phpView({ extensions: null }), 'skip', undefined],
  [
    'extensions not seen, curl_exec disabled',
    phpView({ extensions: null, disabledFunctions: ['curl_exec'] }),
    'fail',
    'curl-functions-disabled',
  ],
] as const)('%s', (_, php, is, cause) => {
  const found = judgement(check, { 'php.web': php });
  expect(found.is).toBe(is);
  if (cause) expect(found).toMatchObject({ cause });
});

test('what files say is likely, what PHP says is proved', () => {
  expect(judgement(check, { 'php.web': phpView({ way: 'static', extensions: [] }) })).toMatchObject({ confidence: 'likely' });
  expect(judgement(check, { 'php.web': phpView({ extensions: [] }) })).toMatchObject({ confidence: 'proved' });
});

test('without a look there is no answer', () => {
  expect(judgement(check, { 'php.web': gap('denied') }).is).toBe('unknown');
  expect(judgement(check, { 'php.web': gap('denied', 'needs root', true) }).is).toBe('skip');
});
