import { expect, it } from 'vitest';
import check from '../../../checks/proxy/trusted-proxies-superseded.js';
import { gap, judgements, type Recorded } from '../../support/judge.js';
import { everyRange, restoration, settings, unrestored, web } from './facts.js';

const judge = (change: Recorded) => judgements(check, { ...unrestored, ...change });

it.each(['104.16.0.0/12', '::ffff:104.16.0.0/108', '104.16.0.0/255.240.0.0', '104.16.0.0-104.31.255.255'])('warns of %s', (entry) => {
  expect(judge({ 'database.settings': settings([entry]) })).toMatchObject([
    { is: 'warn', cause: 'trusted-proxies-superseded', subject: '104.16.0.0/12' },
  ]);
});
it('warns once for both places', () => {
  const said = judge({ 'database.settings': settings(['104.16.0.0/12']), 'web.server': web(restoration({ from: ['104.16.0.0/12'] })) });
  expect(said).toHaveLength(1);
  expect(said[0]).toHaveProperty('evidence.length', 3);
});
it.each<[string, Recorded, string]>([
  ['today’s list', { 'database.settings': settings(everyRange) }, 'pass'],
  ['a wider one, which is another finding', { 'database.settings': settings(['0.0.0.0/0']) }, 'pass'],
  ['no list at all', { 'database.settings': settings(null) }, 'skip'],
  ['a gap', { 'database.settings': gap('timeout'), 'web.server': gap('timeout') }, 'skip'],
])('%s: %s', (_, change, is) => {
  expect(judge(change)).toMatchObject([{ is }]);
});
