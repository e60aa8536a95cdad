import { expect, it } from 'vitest';
import check from '../../../checks/proxy/visitor-address-spoofable.js';
import type { Restoration } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { restoration, web } from './facts.js';

it.each<[string, Partial<Restoration> | null, string]>([
  ['Apache without a list', { server: 'apache', from: [] }, 'warn'],
  ['Apache with a list', { server: 'apache' }, 'pass'],
  ['nginx with a list', {}, 'pass'],
  ['nginx that believes everybody', { from: ['0.0.0.0/0'] }, 'warn'],
  ['nginx that walks through half the network', { from: ['0.0.0.0/1', '::/0'], header: 'X-Forwarded-For', recursive: true }, 'warn'],
  ['nginx behind a private network and a socket', { from: ['10.0.0.0/8', 'unix:'] }, 'pass'],
  ['nginx without a list, which does nothing', { from: [] }, 'pass'],
  ['no restoration', null, 'pass'],
])('%s: %s', (_, change, is) => {
  const said = judgement(check, { 'web.server': web(change === null ? null : restoration(change)) });
  expect(said).toMatchObject(is === 'warn' ? { is, cause: 'visitor-address-spoofable' } : { is });
});
it.each([
  [['127.0.0.1:8080', '[::1]:8080'], 'pass'],
  [['unix:/run/nginx.sock'], 'pass'],
  [['127.0.0.1:8080', '443 ssl'], 'warn'],
  [['*:8080'], 'warn'],
  [['127.0.0.100.example.com:80'], 'warn'],
  [[], 'warn'],
] as const)('everybody is believed at %j: %s', (listens, is) => {
  expect(judgement(check, { 'web.server': web(restoration({ from: ['0.0.0.0/0'] }), { listens }) }).is).toBe(is);
});
it('skips what an ordinary user cannot see', () => {
  expect(judgement(check, { 'web.server': gap('denied', 'not readable', true) })).toMatchObject({ is: 'skip' });
  expect(judgement(check, { 'web.server': gap('malformed') })).toMatchObject({ is: 'unknown' });
});
