import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createCredentials, oauth1Encode, oauth1Signature, signedJwt } from '../../src/host/credentials.js';
import { SecretVault } from '../../src/host/vault.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { HttpRequest } from '../../src/model.js';
import { fakeFiles, fakeHost } from '../support/fake-host.js';

function credentials(environment: Record<string, string>, files: Parameters<typeof fakeFiles>[0] = {}) {
  const vault = new SecretVault();
  const sent: HttpRequest[] = [];
  const made = createCredentials({
    environment,
    keep: (kind, value) => vault.keep(kind, value),
    reveal: (ref) => vault.reveal(ref),
    read: fakeHost({ files: fakeFiles(files) }).files.read,
    http: async (request) => {
      sent.push(request);
      return { ok: false, stage: 'tcp', code: 'ECONNREFUSED', message: '', address: null, durationMs: 0 };
    },
    now: () => 1_318_622_958_000,
    nonce: () => 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
  });
  return { made, vault, sent };
}

describe('the environment', () => {
  test('a value becomes a reference that says only its shape', async () => {
    const { made, vault } = credentials({ TWITTER_API_KEY: 'top-secret-key' });
    const ref = await made.secret('TWITTER_API_KEY');
    expect(ref).toEqual({ secret: 0, present: true, shape: '14 characters' });
    expect(ref && vault.reveal(ref)).toBe('top-secret-key');
  });

  test('a file stands for a value, without its last line break', async () => {
    const { made, vault } = credentials(
      { FACEBOOK_APP_SECRET_FILE: '/run/secrets/facebook' },
      { '/run/secrets/facebook': 'from-a-file\n' },
    );
    const ref = await made.secret('FACEBOOK_APP_SECRET');
    expect(ref && vault.reveal(ref)).toBe('from-a-file');
  });

  test('nothing given, nothing found, and a file that cannot be read', async () => {
    expect(await credentials({}).made.secret('TWITTER_API_KEY')).toBeNull();
    expect(await credentials({ TWITTER_API_KEY: '' }).made.secret('TWITTER_API_KEY')).toBeNull();
    await expect(credentials({ TWITTER_API_KEY_FILE: '/nope' }).made.secret('TWITTER_API_KEY')).rejects.toMatchObject({ gap: 'absent' });
    const long = credentials({ TWITTER_API_KEY_FILE: '/long' }, { '/long': 'x'.repeat(5000) });
    await expect(long.made.secret('TWITTER_API_KEY')).rejects.toBeInstanceOf(LookFailed);
  });

  test('other variables are a yes or a no', () => {
    const { made } = credentials({ https_proxy: 'http://user:password@proxy:3128', no_proxy: '' });
    expect([made.has('https_proxy'), made.has('no_proxy'), made.has('http_proxy')]).toEqual([true, false, false]);
  });
});

describe('requests', () => {
  test('a form carries the MD5 value of a password, or the value itself where it is one, and keeps it secret', async () => {
    const { made, vault, sent } = credentials({});
    const digest = '5ebe2294ecd0e0f08eab7690d2a6ee69';
    for (const given of ['secret', digest]) {
      const password = { md5: vault.keep('password', given) };
      await made.send({ kind: 'form', url: 'https://billing.test/includes/api.php', parameters: { username: 'boss', password } });
    }
    expect(sent.map(({ body }) => body)).toEqual(Array.from({ length: 2 }, () => `username=boss&password=${digest}`));
    expect(sent[0]).toMatchObject({ method: 'POST', strictTls: true });
    expect(vault.values()).toContain(digest);
  });

  test('a reference is put in place, encoded, and the certificate must verify', async () => {
    const { made, vault, sent } = credentials({});
    const id = vault.keep('id', '12/../34');
    const secret = vault.keep('secret', 'a&b=c d');
    await made.send({ kind: 'query', url: ['https://graph.facebook.com/', id], parameters: { access_token: secret, fields: 'name' } });
    expect(sent[0]).toMatchObject({ strictTls: true, url: 'https://graph.facebook.com/12%2F..%2F34?access_token=a%26b%3Dc+d&fields=name' });
  });

  test('a signed request carries key, time and signature and not the secret', async () => {
    const { made, vault, sent } = credentials({});
    const key = vault.keep('key', 'xvz1evFS4wEEPTGEFPHBog');
    const secret = vault.keep('secret', 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw');
    await made.send({
      kind: 'oauth1',
      url: 'https://api.x.com/oauth/request_token',
      key,
      secret,
      parameters: { oauth_callback: 'https://a.test/?x=1' },
    });
    const header = sent[0]?.headers?.['authorization'] ?? '';
    expect(sent[0]).toMatchObject({ method: 'POST', strictTls: true });
    expect(header).toContain('oauth_timestamp="1318622958"');
    expect(header).toContain('oauth_callback="https%3A%2F%2Fa.test%2F%3Fx%3D1"');
    expect(header).toMatch(/oauth_signature="[A-Za-z0-9%]{20,60}"/);
    expect(header).not.toContain('kAcSOqF21');
  });
});

describe('a client assertion', () => {
  test('is about the id, for the address, by the machine’s clock, and carries no secret', async () => {
    const { made, vault, sent } = credentials({});
    const id = vault.keep('id', 'DIXXXXXXXXXXXXXXXXXX');
    const secret = vault.keep('secret', 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef');
    const url = 'https://api-1abcdef2.duosecurity.com/oauth/v1/health_check';
    await made.send({ kind: 'jwt', url, id, secret });
    expect(sent[0]).toMatchObject({ method: 'POST', strictTls: true, url });
    const form = new URLSearchParams(sent[0]?.body ?? '');
    expect([...form.keys()]).toEqual(['client_id', 'client_assertion']);
    const [header = '', claims = '', signature] = (form.get('client_assertion') ?? '').split('.');
    const plain = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    expect(plain(header)).toEqual({ typ: 'JWT', alg: 'HS512' });
    const iss = 'DIXXXXXXXXXXXXXXXXXX';
    expect(plain(claims)).toEqual({
      iss,
      sub: iss,
      aud: url,
      jti: expect.stringMatching(/^.{36}$/) as unknown,
      iat: 1_318_622_958,
      exp: 1_318_623_258,
    });
    expect(signature).toBe(
      createHmac('sha512', 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef').update(`${header}.${claims}`).digest('base64url'),
    );
    expect(sent[0]?.body).not.toContain('deadbeef');
    // Good for five minutes to whoever reads it: the redactor must know it.
    expect(vault.values()).toContain(form.get('client_assertion'));
  });

  // https://www.rfc-editor.org/rfc/rfc7515 has no example of HS512; this one is openssl's: printf … | openssl dgst -sha512 -hmac key -binary | base64
  test('is signed as openssl signs it', () => {
    expect(signedJwt({ a: 1 }, 'key')).toBe(
      'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.eyJhIjoxfQ.TONiCVtgegL-cAWvf-DDealNLEzsUMDAVWtwc6JFFHS7Rnn1hI6WTQrHJwd-z_RjwG0crPSgbJN1gF1hHW5pNA',
    );
  });
});

describe('the OAuth 1.0a signature', () => {
  // https://developer.x.com/en/docs/authentication/oauth-1-0a/creating-a-signature
  test("X's own example", () => {
    const parameters = {
      status: 'Hello Ladies + Gentlemen, a signed OAuth request!',
      oauth_consumer_key: 'xvz1evFS4wEEPTGEFPHBog',
      oauth_nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '1318622958',
      oauth_token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      oauth_version: '1.0',
    };
    const signature = oauth1Signature(
      'post',
      'https://api.twitter.com/1.1/statuses/update.json?include_entities=true',
      parameters,
      'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    );
    expect(signature).toBe('hCtSmYh+iHYCEqBWrE7C7hYmtUk=');
  });

  test('does not depend on the order of the parameters', () => {
    const sign = (parameters: Record<string, string>) => oauth1Signature('POST', 'https://a.test/x?c=3&a=1', parameters, 'secret');
    expect(sign({ b: '2', a: '0', 'd e': 'f+g' })).toBe(sign({ 'd e': 'f+g', a: '0', b: '2' }));
    expect(sign({ b: '2' })).not.toBe(sign({ b: '3' }));
  });

  test.each([
    ['abcABC123-._~', 'abcABC123-._~'],
    ["!*'()", '%21%2A%27%28%29'],
    [' +%&', '%20%2B%25%26'],
    ['☃', '%E2%98%83'],
  ])('%s is encoded as %s', (plain, encoded) => {
    expect(oauth1Encode(plain)).toBe(encoded);
  });
});
