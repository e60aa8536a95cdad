import { describe, expect, test } from 'vitest';
import api from '../../src/probes/api-admin.js';
import type { Fact, Facts, HttpResult, RunOptions, SecretRef, SecretRequest, SecretVariable } from '../../src/model.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { answered } from '../support/http-answer.js';

const failed = (stage: 'tcp' | 'tls', code: string): HttpResult => ({ ok: false, stage, code, message: '', address: null, durationMs: 1 });
const details = '{"result":"success","adminid":1,"allowedpermissions":"Main Homepage,API Access","whmcs":{"version":"8.11.2"}}';

const refs: Readonly<Record<string, SecretRef>> = Object.fromEntries(
  ['IDENTIFIER', 'SECRET', 'ACCESS_KEY', 'USERNAME', 'PASSWORD'].map((name, index) => [
    `WHMCS_API_${name}`,
    { secret: index, present: true, shape: '6 characters' },
  ]),
);

function observe(
  given: readonly string[],
  answer: HttpResult = answered(200, details),
  url: string | null = 'https://billing.test/whmcs/',
  options: Partial<RunOptions> = {},
) {
  const sent: SecretRequest[] = [];
  const host = fakeHost({
    credentials: {
      secret: async (name: SecretVariable) => (given.includes(name) ? (refs[name] ?? null) : null),
      send: async (request: SecretRequest) => {
        sent.push(request);
        return answer;
      },
    },
  });
  const site: Fact<Facts['site.url']> = url === null ? unseen('timeout') : seen({ url, from: 'database' });
  return { found: api.observe(look<never, 'site.url'>(host, {}, { 'site.url': site }, options), () => {}), sent };
}

const pair = ['WHMCS_API_IDENTIFIER', 'WHMCS_API_SECRET'];

describe('the request', () => {
  test('goes to includes/api.php as a form, with identifier and secret as references', async () => {
    const { found, sent } = observe([...pair, 'WHMCS_API_ACCESS_KEY'], undefined, undefined, { origin: '192.0.2.7' });
    expect((await found).value).toEqual({ is: 'details', adminId: 1, permissions: ['Main Homepage', 'API Access'], version: '8.11.2' });
    expect(sent).toEqual([
      expect.objectContaining({
        kind: 'form',
        url: 'https://billing.test/whmcs/includes/api.php',
        address: '192.0.2.7',
        parameters: {
          action: 'GetAdminDetails',
          responsetype: 'json',
          identifier: refs['WHMCS_API_IDENTIFIER'],
          secret: refs['WHMCS_API_SECRET'],
          accesskey: refs['WHMCS_API_ACCESS_KEY'],
        },
      }),
    ]);
  });

  test('sends the older pair with the MD5 value of the password', async () => {
    const { found, sent } = observe(['WHMCS_API_USERNAME', 'WHMCS_API_PASSWORD']);
    await found;
    expect(sent[0]).toMatchObject({ parameters: { username: refs['WHMCS_API_USERNAME'], password: { md5: refs['WHMCS_API_PASSWORD'] } } });
  });

  test.each([[[]], [['WHMCS_API_IDENTIFIER']], [['WHMCS_API_IDENTIFIER', 'WHMCS_API_PASSWORD']]])('is not made with %j', async (given) => {
    const { found, sent } = observe(given);
    await expect(found).rejects.toMatchObject({ gap: 'disabled', why: expect.stringContaining('WHMCS_API_IDENTIFIER') });
    expect(sent).toEqual([]);
  });

  test('is told from a site that is not known', async () => {
    await expect(observe(pair, undefined, null).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe([], undefined, null).found).rejects.toMatchObject({ gap: 'disabled' });
  });

  test('carries no credential over http', async () => {
    const { found, sent } = observe(pair, undefined, 'http://billing.test/');
    await expect(found).rejects.toMatchObject({ gap: 'unsupported' });
    expect(sent).toEqual([]);
  });
});

describe('the answer', () => {
  test('names the address that WHMCS saw, and its class', async () => {
    const refused = answered(403, '{"result":"error","message":"Invalid IP 162.158.1.1"}');
    expect((await observe(pair, refused).found).value).toEqual({
      is: 'refused',
      kind: 'ip',
      status: 403,
      message: 'Invalid IP 162.158.1.1',
      address: { personal: 'address', value: '162.158.1.1', class: 'cloudflare' },
    });
  });

  test('of something else in front', async () => {
    const wall = answered(403, '<h1>Request blocked</h1>');
    expect((await observe(pair, wall).found).value).toEqual({ is: 'unintelligible', status: 403, text: 'Request blocked' });
  });

  test.each([
    ['tls', 'CERT_HAS_EXPIRED', 'denied'],
    ['tcp', 'ETIMEDOUT', 'timeout'],
    ['tls', 'ETIMEDOUT', 'timeout'],
    ['tcp', 'ECONNREFUSED', 'io'],
  ] as const)('that never came (%s %s) is a gap', async (stage, code, gap) => {
    await expect(observe(pair, failed(stage, code)).found).rejects.toMatchObject({ gap });
  });
});
