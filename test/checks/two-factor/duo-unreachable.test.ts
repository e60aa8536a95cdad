import { expect, test } from 'vitest';
import check from '../../../checks/two-factor/duo-unreachable.js';
import type { ProvidersFromPhp, WebCurl } from '../../../src/model.js';
import { duoHealth, duoHost, duoMalformed, duoSetup, duoUnreached, inUse } from '../../support/duo-facts.js';
import { gap, judgement, type Gap } from '../../support/judge.js';

function fromPhp(errno: number, sslVerifyResult = 0): ProvidersFromPhp {
  const seen: WebCurl = { url: `https://${duoHost}/`, errno, message: '', httpStatus: 404, address: null, sslVerifyResult, durationMs: 1 };
  return { reaches: [{ provider: 'duo', use: 'sign-in', seen }], enabledBy: 'log-in page', extension: true, disabled: [] };
}

test.each<[string, ReturnType<typeof duoHealth> | Gap, ProvidersFromPhp | Gap, string, string?]>([
  ['reached from everywhere', duoHealth(), fromPhp(0), 'pass'],
  ['refused to PHP', duoHealth(), fromPhp(7), 'fail', 'proved'],
  ['refused to PHP, without keys', gap('disabled'), fromPhp(28), 'fail', 'proved'],
  ['refused to the shell alone: PHP is what counts', duoUnreached, fromPhp(0), 'pass'],
  ['refused to the shell, PHP not asked', duoUnreached, gap('unsupported'), 'fail', 'likely'],
  ['an authority that PHP does not know, for Duo brings its own', duoHealth(), fromPhp(60, 20), 'pass'],
  ['the same, without keys', gap('disabled'), fromPhp(60, 20), 'skip'],
  ['reached from the shell, PHP not asked', duoHealth(), gap('unsupported'), 'pass'],
  ['malformed keys', duoMalformed, gap('disabled'), 'skip'],
  ['nothing given', gap('disabled'), gap('disabled'), 'skip'],
  ['a look that failed', gap('timeout'), gap('disabled'), 'unknown'],
])('%s', (_, health, php, is, confidence) => {
  const found = judgement(check, { 'duo.health': health, 'providers.from-php': php, 'duo.setup': inUse });
  expect(found).toMatchObject(confidence === undefined ? { is } : { is, cause: 'duo-unreachable', confidence });
});

test('nobody uses Duo', () => {
  const nothing = { 'duo.health': gap('disabled'), 'providers.from-php': gap('disabled') };
  expect(judgement(check, { ...nothing, 'duo.setup': duoSetup() }).is).toBe('pass');
  expect(judgement(check, { ...nothing, 'duo.setup': gap('denied') }).is).toBe('skip');
});
