import { expect, it } from 'vitest';
import check from '../../../checks/proxy/trusted-proxy-entry-invalid.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { everyRange, settings } from './facts.js';

const judge = (entries: readonly string[] | null) => judgements(check, { 'database.settings': settings(entries) });

it.each(['1.2.3.4/33', '01.2.3.4', '1.2.3', 'abc', ''])('names %j', (entry) => {
  expect(judge([...everyRange, entry])).toMatchObject([{ is: 'warn', cause: 'trusted-proxy-entry-invalid', confidence: 'likely' }]);
});
it.each(['131.0.73.9/22', '131.0.72.0/255.255.252.0', '131.0.72.0-131.0.75.255'])('remarks on the form of %s', (entry) => {
  expect(judge([entry])).toMatchObject([{ is: 'warn', confidence: 'possible' }]);
});
it('is silent about what is documented', () => {
  expect(judge(['127.0.0.1', '::1', ...everyRange])).toMatchObject([{ is: 'pass' }]);
  expect(judge([])).toMatchObject([{ is: 'pass' }]);
  expect(judge(null)).toMatchObject([{ is: 'skip' }]);
});
it('says that a value is in no known form', () => {
  const broken = settings([], { trustedProxies: { shape: 'undecodable', entries: [] } });
  expect(judgement(check, { 'database.settings': broken })).toMatchObject({ is: 'warn', confidence: 'possible' });
  expect(judgement(check, { 'database.settings': gap('denied') })).toMatchObject({ is: 'unknown' });
});
