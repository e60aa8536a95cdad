import { afterEach, describe, expect, it } from 'vitest';
import { createNet } from '../../../src/host/net.js';
import { readAnswer } from '../../../src/host/net/records.js';
import { SecretVault } from '../../../src/host/vault.js';
import { defaultEndpoints } from '../../../src/policy/defaults.js';

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

const answer = (status: number, ...data: (readonly [number, string])[]) =>
  JSON.stringify({ Status: status, Answer: data.map(([type, text]) => ({ name: 'x', type, TTL: 1, data: text })) });

describe('an answer', () => {
  it.each([
    [
      'two strings of one record',
      answer(0, [16, '"v=spf1 include:a" ".test -all"']),
      'TXT',
      { exists: true, data: ['v=spf1 include:a.test -all'] },
    ],
    ['escapes', answer(0, [16, '"a\\"b\\059"']), 'TXT', { exists: true, data: ['a"b;'] }],
    ['without quotes', answer(0, [16, 'v=spf1 -all']), 'TXT', { exists: true, data: ['v=spf1 -all'] }],
    ['an alias in front', answer(0, [5, 'y.'], [15, '10 mail.test.']), 'MX', { exists: true, data: ['10 mail.test'] }],
    ['null MX', answer(0, [15, '0 .']), 'MX', { exists: true, data: ['0 '] }],
    ['none of this kind', answer(0), 'MX', { exists: true, data: [] }],
    ['no such name', answer(3), 'A', { exists: false, data: [] }],
    ['a resolver that fails', answer(2), 'A', 'the resolver answered with status 2'],
    ['no JSON', '<html>', 'A', 'the answer is not JSON'],
    ['nothing', 'null', 'A', 'the resolver answered with status unknown'],
    ['odd things', '{"Status":0,"Answer":[null,1,{"type":1,"data":7},{"__proto__":{"type":1}}]}', 'A', { exists: true, data: [] }],
  ] as const)('%s', (_, body, type, read) => expect(readAnswer(body, type)).toEqual(read));

  it('is limited', () => {
    const many = answer(0, ...Array.from({ length: 500 }, (_, i): readonly [number, string] => [1, `192.0.2.${i}`]));
    expect(readAnswer(many, 'A')).toMatchObject({ data: { length: 100 } });
  });
});

it.each([
  ['--offline', { offline: true, endpoints: defaultEndpoints }],
  ['no resolver', { offline: false, endpoints: { ...defaultEndpoints, resolvers: [] } }],
])('is not asked with %s', async (_, more) => {
  const net = createNet({
    options: { resolve: [], timeoutMs: 500, origin: null, cacert: null, ...more },
    vault: new SecretVault(),
    environment: {},
  });
  endings.push(() => net.close());
  await expect(net.records('acme.test', 'MX')).rejects.toMatchObject({ name: 'LookFailed', gap: 'disabled' });
});
