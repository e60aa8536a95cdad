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

it.each([
  ['unix:/run/nginx.sock', true],
  ['127.0.0.1', true],
  ['127.0.0.53:80', true],
  ['127.10.20.30 ssl', true],
  ['127.100.200.250:80', true],
  ['[::1]:443', true],
  ['localhost', true],
  ['localhost:8080', true],
  ['localhost ssl', true],
  ['localhost.example.com:80', false],
  ['203.0.113.127.0.0.1', false],
  ['127.0.0', false],
  ['[2001:db8::1]:443', false],
  ['/srv/unix:/run/nginx.sock', false],
])('a listener at %s is reached by this machine alone: %s', (listen, own) => {
  expect(judgement(check, { 'web.server': web(restoration({ from: ['0.0.0.0/0'] }), { listens: [listen] }) }).is).toBe(
    own ? 'pass' : 'warn',
  );
});

it.each([
  ['0.0.0.0/7', 'warn'],
  ['10.0.0.0/8', 'pass'],
  ['2000::/18', 'warn'],
  ['2400::/19', 'pass'],
  ['no address', 'pass'],
])('%s is everybody: %s', (entry, is) => {
  expect(judgement(check, { 'web.server': web(restoration({ from: [entry] })) }).is).toBe(is);
});

it.each<[string, Partial<Restoration>, string]>([
  ['nginx, without the walk', { header: 'X-Forwarded-For' }, 'X-Forwarded-For'],
  ['nginx, with the walk', { header: 'x-forwarded-for', recursive: true }, 'x-forwarded-for, read to its first element'],
  ['nginx, with the walk through another header', { header: 'CF-Connecting-IP', recursive: true }, 'CF-Connecting-IP'],
  ['nginx, by its own default', { header: null }, 'X-Real-IP'],
  ['Apache', { header: 'CF-Connecting-IP', server: 'apache' }, 'CF-Connecting-IP, read to its first element'],
  ['Apache without a header', { header: null, server: 'apache' }, 'X-Real-IP, read to its first element'],
])('says how far the header is read: %s', (_, change, saw) => {
  const said = judgement(check, { 'web.server': web(restoration({ from: ['0.0.0.0/0', '::/0'], recursive: false, ...change })) });
  expect(said).toMatchObject({
    evidence: [
      { label: 'Trusted by the web server', saw: '0.0.0.0/0, ::/0', want: 'the proxy’s ranges alone' },
      { label: 'Header that it reads', saw },
    ],
  });
});

it('does not judge what restores by rules of its own', () => {
  const reason = expect.stringContaining('LiteSpeed') as unknown;
  expect(judgement(check, { 'web.server': web(null, { otherRestoration: 'LiteSpeed' }) })).toMatchObject({ is: 'skip', reason });
});
