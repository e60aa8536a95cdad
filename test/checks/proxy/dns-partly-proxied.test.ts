import { expect, it } from 'vitest';
import check from '../../../checks/proxy/dns-partly-proxied.js';
import type { ProxyFront, SiteDns } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { direct, edge, front, unrestored } from './facts.js';

const mixed: ProxyFront = { ...front, state: 'mixed', dns: 'some' };
const dns: SiteDns = { name: 'billing.test', local: ['127.0.0.1'], visitors: [edge, '192.0.2.10'], resolver: 'https://dns.test/' };
const judge = (change: Recorded) => judgement(check, { ...unrestored, 'proxy.dns': dns, ...change });

it('names the addresses past the proxy', () => {
  const said = judge({ 'proxy.front': mixed });
  expect(said).toMatchObject({ is: 'warn', cause: 'dns-partly-proxied', confidence: 'proved', subject: 'billing.test' });
  expect(said).toHaveProperty('evidence.1.saw', '192.0.2.10');
  expect(judge({ 'proxy.front': mixed, 'proxy.dns': { ...dns, visitors: null, local: [edge, '192.0.2.10'] } })).toMatchObject({
    confidence: 'likely',
  });
});
it('is silent where all is proxied or nothing is', () => {
  expect(judge({})).toMatchObject({ is: 'pass' });
  expect(judge({ 'proxy.front': direct })).toMatchObject({ is: 'pass' });
});
it('skips a name without addresses', () => {
  const nameless = { name: 'billing.test', local: [], visitors: null, resolver: null };
  expect(judge({ 'proxy.dns': nameless })).toMatchObject({ is: 'skip' });
});
it('does not know what could not be seen', () => {
  expect(judge({ 'proxy.front': { ...direct, state: 'undetermined' } })).toMatchObject({ is: 'unknown' });
  expect(judge({ 'proxy.dns': gap('timeout') })).toMatchObject({ is: 'unknown' });
});
